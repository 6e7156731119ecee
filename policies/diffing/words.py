"""Words: what two lines of text have in common, what went and what came.

A word is what stands between blanks, so that removing one never glues its neighbours
together. ``difflib`` finds what is equal; its habit of ignoring frequent words is off,
because "of" and "the" are words of a contract too. Only where the number of equal
pairs would make it slow are the most frequent ones no longer looked for, and in lines
of thousands of words those that aren't unique.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

EQUAL, DELETED, INSERTED = "", "del", "ins"
LINE_END = "<br>"
_MOST_PAIRS = 100_000
_ENDLESS = 4_000_000
# Below this share of common letters, two texts are easier to read one after the other.
_TOO_LITTLE_IN_COMMON = 0.2
# A word like "of" between two changes is no island worth stopping at.
_SHORT = 4


class Piece(NamedTuple):
    """Part of a word, escaped for HTML, with the inline tags that are open around it."""

    text: str
    tags: tuple[str, ...] = ()


class Word(NamedTuple):
    """A word, in one piece unless the markup changes within; ``gap`` stands before it."""

    pieces: tuple[Piece, ...]
    gap: str = " "

    @property
    def text(self) -> str:
        """The word without its markup."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def ends_line(self) -> bool:
        """Whether it is a line break, which counts as a word."""
        return self.pieces[0].text == LINE_END


Key = tuple[Piece, ...]
Block = tuple[int, int, int]  # equal words: where they begin in both, how many


class Run(NamedTuple):
    """Neighbouring words with the same fate: the tag that marks it, "" when equal."""

    mark: str
    words: Sequence[Word]


def compare(before: Sequence[Word], after: Sequence[Word]) -> list[Run]:
    """Both lines as runs in reading order; what went stands before what came."""
    keys = [w.pieces for w in before], [w.pieces for w in after]
    start, end = _shared_ends(*keys)
    ends = len(before) - end, len(after) - end
    inner = _blocks(keys[0][start : ends[0]], keys[1][start : ends[1]])
    if _too_little(before[start : ends[0]], after[start : ends[1]], inner):
        inner = []
    blocks = [
        (0, 0, start),
        *((start + i, start + j, size) for i, j, size in inner),
        (*ends, end),
    ]
    return list(_runs(before, after, _without_islands(after, blocks)))


def _blocks(before: Sequence[Key], after: Sequence[Key]) -> list[Block]:
    """Where both are equal."""
    if not before or not after:
        return []
    junk = _too_frequent(before, after)
    matcher = SequenceMatcher(junk, before, after, autojunk=False)
    return [(i, j, size) for i, j, size in matcher.get_matching_blocks() if size]


def _too_little(
    before: Sequence[Word], after: Sequence[Word], blocks: Sequence[Block]
) -> bool:
    """Whether what is equal is too little to read around."""
    common = sum(len(w.text) for _i, j, size in blocks for w in after[j : j + size])
    longest = max(sum(len(w.text) for w in words) for words in (before, after))
    return common < longest * _TOO_LITTLE_IN_COMMON


def _shared_ends(before: Sequence[object], after: Sequence[object]) -> tuple[int, int]:
    """How many words are the same at the beginning, and how many at the end."""
    most = min(len(before), len(after))
    start = 0
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, end


def _too_frequent(
    before: Sequence[Key], after: Sequence[Key]
) -> Callable[[Key], bool] | None:
    """Which words are left out of the search so that it stays quick."""
    if len(before) * len(after) <= _MOST_PAIRS:
        return None
    first, second = Counter(before), Counter(after)
    if len(before) * len(after) > _ENDLESS:
        found = {w for w in first if first[w] > 1 or second[w] > 1}
        return found.__contains__
    pairs = {word: number * second[word] for word, number in first.items()}
    total = sum(pairs.values())
    found = set()
    for word in sorted(pairs, key=lambda word: (-pairs[word], word)):
        if total <= _MOST_PAIRS:
            break
        found.add(word)
        total -= pairs[word]
    return found.__contains__


def _without_islands(after: Sequence[Word], blocks: Sequence[Block]) -> list[Block]:
    """The equal parts without single short words between two replacements."""
    kept: list[Block] = []
    gone, come = 0, 0  # where the last equal part that was kept ends
    for n, (i, j, size) in enumerate(blocks):
        if 0 < n < len(blocks) - 1 and size == 1 and len(after[j].text) <= _SHORT:
            following = blocks[n + 1]
            replaced = i > gone and j > come
            if replaced and following[0] > i + 1 and following[1] > j + 1:
                continue
        kept.append((i, j, size))
        gone, come = i + size, j + size
    return kept


def _runs(
    before: Sequence[Word],
    after: Sequence[Word],
    blocks: Sequence[Block],
) -> Iterator[Run]:
    gone, come = 0, 0
    for i, j, size in blocks:
        parts = (
            Run(DELETED, before[gone:i]),
            Run(INSERTED, after[come:j]),
            Run(EQUAL, after[j : j + size]),
        )
        yield from (run for run in parts if run.words)
        gone, come = i + size, j + size
