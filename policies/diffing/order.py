"""Order: what was moved among what stayed, and where to show what is gone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest that must move to make one order of the other.

    All but a longest increasing subsequence: one that was dragged from the end to the
    beginning is one move, not a step back of all others.
    """
    place = {key: number for number, key in enumerate(before)}
    shared = [key for key in after if key in place]
    return set(shared) - set(_longest_rising([place[key] for key in shared], shared))


def _longest_rising(places: Sequence[int], keys: Sequence[str]) -> list[str]:
    ends: list[int] = []  # of the best row of each length: where it ends
    best: list[int] = []  # the same as indexes
    earlier: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        earlier.append(best[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        best[length : length + 1] = [index]
    found = []
    index = best[-1] if best else -1
    while index >= 0:
        found.append(keys[index])
        index = earlier[index]
    return found


def together(
    before: Sequence[str], after: Sequence[str], strayed: set[str]
) -> list[str]:
    """All of both in one reading order: that of ``after``.

    What is gone follows the one it followed before, of those that stayed in place.
    """
    kept = set(after)
    gone: dict[str, list[str]] = {}
    last = ""
    for key in before:
        if key not in kept:
            gone.setdefault(last, []).append(key)
        elif key not in strayed:
            last = key
    order = list(gone.get("", ()))
    for key in after:
        order += [key, *gone.get(key, ())]
    return order
