"""A line written with ``ins`` and ``del``, well-formed whatever its markup.

A link that stays stays one link with marks inside it; a link that came, went or leads
elsewhere stands inside its mark. Marks never begin or end with a line break or with
blanks alone, so ``policies.richtext`` keeps what is written here as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policies.diffing import replacements
from policies.diffing.words import DELETED, LINE_END, Piece, Run, Word


def write(runs: Sequence[Run]) -> str:
    """The runs as well-formed HTML."""
    if len(runs) == 1 and (text := _plain(runs[0])):
        return text
    items = list(_items(runs))
    stacks = _stacks(items)
    out: list[str] = []
    opened: tuple[str, ...] = ()
    for item, stack in zip(items, stacks, strict=True):
        kept = _shared(opened, stack)
        out += [_end_of(tag) for tag in reversed(opened[kept:])]
        out += stack[kept:]
        out.append(item.text)
        opened = stack
    out += [_end_of(tag) for tag in reversed(opened)]
    return "".join(out)


def _plain(run: Run) -> str:
    """A run without mark and markup, as most lines are, or "": it takes no thought."""
    pieces = [word.pieces[0] for word in run.words]
    simple = not run.mark and all(
        len(word.pieces) == 1 and word.gap == " " for word in run.words
    )
    if not simple or any(piece.tags or piece.text == LINE_END for piece in pieces):
        return ""
    return " ".join([piece.text for piece in pieces])


class _Item(NamedTuple):
    mark: str
    text: str
    tags: tuple[str, ...] = ()
    blank: bool = False  # blanks and line ends open no tag


def _items(runs: Sequence[Run]) -> Iterator[_Item]:
    """The pieces of all words with the blanks between them."""
    begun = False  # whether something stands before, on the same line
    written = False  # whether the run was written with the one that it replaces
    for place, run in enumerate(runs):
        following = runs[place + 1] if place + 1 < len(runs) else None
        if written:
            written = False
            continue
        if pieces := replacements.trimmed(run, following):
            if begun:
                yield _Item("", " ", blank=True)
            yield from (_Item(mark, *piece) for mark, piece in pieces)
            begun = written = True
            continue
        run = Run(run.mark, list(_phrases(run.words)))
        for number, word in enumerate(run.words):
            yield from _spelled(run, number, word, begun=begun)
            if not word.ends_line or _shows(run, number):
                begun = not word.ends_line


def _phrases(words: Sequence[Word]) -> Iterator[Word]:
    """Neighbouring words in the same markup as one: most text is written at once."""
    texts: list[str] = []
    tags: tuple[str, ...] = ()
    for word in words:
        piece = word.pieces[0]
        simple = len(word.pieces) == 1 and word.gap == " " and not word.ends_line
        if texts and not (simple and piece.tags == tags):
            yield Word((Piece(" ".join(texts), tags),))
            texts = []
        if simple:
            texts.append(piece.text)
            tags = piece.tags
        else:
            yield word
    if texts:
        yield Word((Piece(" ".join(texts), tags),))


def _spelled(run: Run, number: int, word: Word, *, begun: bool) -> Iterator[_Item]:
    if word.ends_line:
        if _shows(run, number):
            yield _Item("", LINE_END, blank=True)
        return
    if begun:
        yield _Item("", word.gap, blank=True)
    for piece in word.pieces:
        yield _Item(run.mark, piece.text, piece.tags)


def _shows(run: Run, number: int) -> bool:
    """Whether a line end is shown: one that went only between words that went."""
    return run.mark != DELETED or 0 < number < len(run.words) - 1


def _stacks(items: Sequence[_Item]) -> list[tuple[str, ...]]:
    """The tags that are open around each item, the mark's own among them."""
    solid = [n for n, item in enumerate(items) if not item.blank]
    stacks: list[tuple[str, ...]] = [()] * len(items)
    first = 0
    while first < len(solid):
        last = first
        mark = items[solid[first]].mark
        while last + 1 < len(solid) and items[solid[last + 1]].mark == mark:
            last += 1
        outer = _outer(items, solid, first, last) if mark else 0
        for n in solid[first : last + 1]:
            tags = items[n].tags
            inner = (f"<{mark}>", *tags[outer:]) if mark else tags[outer:]
            stacks[n] = (*tags[:outer], *inner)
        first = last + 1
    _fill_blanks(items, stacks)
    return stacks


def _outer(items: Sequence[_Item], solid: list[int], first: int, last: int) -> int:
    """How many tags go around the mark: those that go on outside it."""
    tags = items[solid[first]].tags
    common = min(_shared(tags, items[n].tags) for n in solid[first : last + 1])
    beside = [solid[n] for n in (first - 1, last + 1) if 0 <= n < len(solid)]
    around = max((_shared(tags, items[n].tags) for n in beside), default=0)
    return min(common, around)


def _fill_blanks(items: Sequence[_Item], stacks: list[tuple[str, ...]]) -> None:
    """A blank stands in what is open both before and after it."""
    following: tuple[str, ...] = ()
    for n in reversed(range(len(items))):
        if items[n].blank:
            stacks[n] = following
        following = stacks[n]
    opened: tuple[str, ...] = ()
    for n, item in enumerate(items):
        if item.blank:
            stacks[n] = opened[: _shared(opened, stacks[n])]
        opened = stacks[n]


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tags both begin with."""
    number = 0
    for tag, tag_too in zip(one, other, strict=False):
        if tag != tag_too:
            break
        number += 1
    return number


def _end_of(written: str) -> str:
    return f"</{written[1:-1].partition(' ')[0]}>"
