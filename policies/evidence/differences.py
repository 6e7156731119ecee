"""Where two texts differ: the words that were changed, with those around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from policies.diffing.words import DELETED, EQUAL, INSERTED
from policies.evidence import aligning
from policies.evidence.saved import Label

# So many words are shown before and after a change, and at most so many of it.
_BESIDE = 6
_MOST = 40
Readable = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: in which part, what should stand there, what does, and around it.

    ``genuine`` is empty for what was added, ``saved`` for what was left out. ``at`` is
    the place among the genuine words, ``size`` how many words differ.
    """

    key: str
    where: Label
    genuine: str
    saved: str
    before: str = ""
    after: str = ""
    at: int = 0
    size: int = 1


def between(
    key: str,
    where: Label,
    genuine: Sequence[str],
    saved: Sequence[str],
    readable: Readable = tuple,
) -> Iterator[Difference]:
    """Every run of words that differs, in reading order.

    ``readable`` makes of words what is shown of each, "" for nothing; what differs in
    nothing that is shown is shown as it stands in the file.
    """
    if tuple(genuine) == tuple(saved):
        return
    ours, theirs = readable(genuine), readable(saved)
    changes = list(_changes(genuine, saved))
    ends = [*(one.start for one, _other in changes[1:]), len(genuine)]
    start = 0
    for (one, other), end in zip(changes, ends, strict=True):
        was, now = _shown(ours[one]), _shown(theirs[other])
        if was == now:
            was, now = tuple(genuine[one]), tuple(saved[other])
        before, after = _shown(ours[start : one.start]), _shown(ours[one.stop : end])
        yield Difference(
            key, where, _cut(was), _cut(now), " ".join(before[-_BESIDE:]),
            " ".join(after[:_BESIDE]), one.start,
            one.stop - one.start + other.stop - other.start,
        )  # fmt: skip
        start = one.stop


def _changes(
    genuine: Sequence[str], saved: Sequence[str]
) -> Iterator[tuple[slice, slice]]:
    """Where words differ, in both texts."""
    ours = theirs = at = there = 0
    for mark, found in [*aligning.runs(genuine, saved), (EQUAL, ())]:
        if mark != INSERTED:
            ours += len(found)
        if mark != DELETED:
            theirs += len(found)
        if mark == EQUAL:
            one, other = slice(at, ours - len(found)), slice(there, theirs - len(found))
            if one.start < one.stop or other.start < other.stop:
                yield one, other
            at, there = ours, theirs


def _shown(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, found))


def _cut(found: tuple[str, ...]) -> str:
    shown = " ".join(found[:_MOST])
    return f"{shown} …" if len(found) > _MOST else shown
