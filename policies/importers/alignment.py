"""Two lists that should say the same, one of them longer: what belongs to what?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import TypeVar

MOST = 200
T = TypeVar("T")


def pairs(
    first: Sequence[T], second: Sequence[T], likeness: Callable[[T, T], float]
) -> Iterator[tuple[T | None, T | None]]:
    """By position; where the lengths differ, so that the pairs are most alike.

    The order of both lists is kept. ``likeness`` is negative for two things that are
    better left alone than paired.
    """
    if len(first) == len(second) or max(len(first), len(second)) > MOST:
        yield from zip_longest(first, second)
        return
    best = _best(first, second, likeness)
    a = b = 0
    while a < len(first) and b < len(second):
        if best[a][b] == best[a + 1][b + 1] + likeness(first[a], second[b]):
            yield first[a], second[b]
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            yield first[a], None
            a += 1
        else:
            yield None, second[b]
            b += 1
    for alone in first[a:]:
        yield alone, None
    for other in second[b:]:
        yield None, other


def _best(
    first: Sequence[T], second: Sequence[T], likeness: Callable[[T, T], float]
) -> list[list[float]]:
    """How alike the rest can be, from each place in both lists."""
    best = [[0.0] * (len(second) + 1) for _row in range(len(first) + 1)]
    for a in reversed(range(len(first))):
        for b in reversed(range(len(second))):
            paired = best[a + 1][b + 1] + likeness(first[a], second[b])
            best[a][b] = max(paired, best[a + 1][b], best[a][b + 1])
    return best


def lengths(first: str, second: str) -> float:
    """1 for two texts of the same length, 0 for one that is missing."""
    longest = max(len(first), len(second))
    return min(len(first), len(second)) / longest if longest else 1.0
