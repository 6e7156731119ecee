"""Two long texts side by side: what both have is found quickly, whatever they are.

Long texts are compared between runs of words that stand once in each of them, so that
the time grows with the length, not with its square. Where two stretches have next to
nothing in common, it is only told that one stands in place of the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from policies.diffing import words
from policies.diffing.words import DELETED, EQUAL, INSERTED, Piece, Word

# So many pairs of words are looked at in one stretch, and in all stretches together.
CLOSE = 250_000
MOST_PAIRS = 1_000_000
# So many words in a row are enough to know a place by.
_ROW = 4

Run = tuple[str, tuple[str, ...]]
Block = tuple[int, int, int]  # equal words: where they begin in both, how many


def runs(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    """Neighbouring words with the same fate: its mark, "" when equal, and the words."""
    if len(before) * len(after) <= CLOSE:
        yield from _closely(before, after)
        return
    gone = come = 0
    left = MOST_PAIRS
    ends = (len(before), len(after), 0)
    for i, j, size in [*_anchors(before, after), ends]:
        stretch = before[gone:i], after[come:j]
        pairs = len(stretch[0]) * len(stretch[1])
        if pairs <= min(CLOSE, left):
            yield from _closely(*stretch)
            left -= pairs
        else:
            yield from ((DELETED, tuple(stretch[0])), (INSERTED, tuple(stretch[1])))
        if size:
            yield EQUAL, tuple(before[i : i + size])
        gone, come = i + size, j + size


def _closely(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    for run in words.compare(_words(before), _words(after)):
        yield run.mark, tuple(word.text for word in run.words)


def _words(found: Sequence[str]) -> list[Word]:
    return [Word((Piece(word),)) for word in found]


def _anchors(before: Sequence[str], after: Sequence[str]) -> Iterator[Block]:
    """What both have in the same order, as far as it is certain."""
    there = _once(after)
    pairs = [(i, there[row]) for row, i in _once(before).items() if row in there]
    gone = come = 0  # where the last one ends
    for i, j in _rising(pairs):
        if i < gone or j < come:
            continue
        while i > gone and j > come and before[i - 1] == after[j - 1]:
            i, j = i - 1, j - 1
        size = 0
        most = min(len(before) - i, len(after) - j)
        while size < most and before[i + size] == after[j + size]:
            size += 1
        yield i, j, size
        gone, come = i + size, j + size


def _once(found: Sequence[str]) -> dict[tuple[str, ...], int]:
    """The rows of words that stand in the text once, with their places in its order."""
    rows = list(zip(*(found[n:] for n in range(_ROW)), strict=False))
    counted = Counter(rows)
    return {row: n for n, row in enumerate(rows) if counted[row] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs, which rise in the first number, that also rise in the second."""
    lowest: list[int] = []  # the least second number that ends a chain of that length
    ends: list[int] = []
    earlier: list[int] = []
    for n, (_first, second) in enumerate(pairs):
        length = bisect_left(lowest, second)
        lowest[length : length + 1] = [second]
        ends[length : length + 1] = [n]
        earlier.append(ends[length - 1] if length else -1)
    found = []
    n = ends[-1] if ends else -1
    while n >= 0:
        found.append(pairs[n])
        n = earlier[n]
    return found[::-1]
