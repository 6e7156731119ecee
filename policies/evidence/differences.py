"""Where two texts differ: the words that were changed, with those around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.diffing.words import DELETED, EQUAL
from policies.evidence import aligning
from policies.evidence.saved import Label

# So many words are shown before and after a change, and at most so many of it.
_BESIDE = 6
_MOST = 40


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
    key: str, where: Label, genuine: Sequence[str], saved: Sequence[str]
) -> Iterator[Difference]:
    """Every run of words that differs, in reading order."""
    if tuple(genuine) == tuple(saved):
        return
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    before, at = "", 0
    for mark, found in [*aligning.runs(genuine, saved), (EQUAL, ())]:
        if mark == DELETED:
            gone += found
        elif mark != EQUAL:
            come += found
        else:
            if gone or come:
                after = " ".join(found[:_BESIDE])
                yield Difference(
                    key, where, _cut(gone), _cut(come), before, after, at,
                    len(gone) + len(come),
                )  # fmt: skip
            at += len(gone) + len(found)
            gone, come, before = (), (), " ".join(found[-_BESIDE:])


def _cut(found: tuple[str, ...]) -> str:
    shown = " ".join(found[:_MOST])
    return f"{shown} …" if len(found) > _MOST else shown
