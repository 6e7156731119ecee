"""Paragraphs that were split or joined: the sentences that went on are no change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from policies.diffing.blocks import Block, Line, Node
from policies.diffing.words import Word

Pair = tuple[Node | None, Node | None]
_ENDS = (".", "!", "?", ":", ";")  # of a sentence


def resettled(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, each part of a split paragraph beside what it became; paragraphs that
    were joined are one."""
    found: list[Pair] = []
    for pair in pairs:
        found[-1:] = _settled(found[-1], pair) if found else [pair]
    return found


def _settled(first: Pair, second: Pair) -> list[Pair]:
    (gone, come), (gone_too, come_too) = first, second
    if come and come_too and (whole := _only(gone, gone_too)):
        if size := _border(whole, come, come_too, new_first=gone is None):
            head, tail = _words(whole)[:size], _words(whole)[size:]
            return [(_paragraph(head), come), (_paragraph(tail), come_too)]
    elif (
        gone
        and gone_too
        and (whole := _only(come, come_too))
        and _border(whole, gone, gone_too, new_first=come is None)
    ):
        return [(_paragraph([*_words(gone), *_words(gone_too)]), whole)]
    return [first, second]


def _only(one: Node | None, other: Node | None) -> Node | None:
    """The one that is there, when the other isn't."""
    return (one or other) if one is None or other is None else None


def _border(whole: Node, first: Node, second: Node, *, new_first: bool) -> int:
    """How many words of the whole are the first's, when it has sentences of the one that
    was thought to be new; else 0."""
    words, ahead, behind = map(_words, (whole, first, second))
    head = _sentences(words, ahead)
    tail = len(words) - _sentences(words, behind, backwards=True)
    if head <= _common(words, behind):
        head = 0
    if len(words) - tail <= _common(words[::-1], ahead[::-1]):
        tail = len(words)
    size = head if head >= len(words) - tail else tail
    found = head > 0 if new_first else tail < len(words)
    return size if found and size < len(words) else 0


def _sentences(
    words: Sequence[Word], others: Sequence[Word], *, backwards: bool = False
) -> int:
    """How many words both begin with, or end with, that are whole sentences."""
    if not backwards:
        size = _common(words, others)
        while size and not words[size - 1].text.endswith(_ENDS):
            size -= 1
        return size
    size = _common(words[::-1], others[::-1])
    while 0 < size < len(words) and not words[-size - 1].text.endswith(_ENDS):
        size -= 1
    return size


def _common(words: Sequence[Word], others: Sequence[Word]) -> int:
    pairs = zip(words, others, strict=False)
    return sum(
        1 for _ in takewhile(lambda pair: pair[0].pieces == pair[1].pieces, pairs)
    )


def _words(node: Node) -> Sequence[Word]:
    """Those of a paragraph; none of any other block."""
    if isinstance(node, Block) and node.written == "<p>" and len(node.children) == 1:
        (line,) = node.children
        return line.words if isinstance(line, Line) else ()
    return ()


def _paragraph(words: Sequence[Word]) -> Block:
    return Block("p", "<p>", [Line(words)])
