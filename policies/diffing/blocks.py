"""A sanitised fragment as a tree: blocks, and the lines of text that stand in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from policies.diffing import lines, marking
from policies.diffing.words import EQUAL, Run, Word
from policies.richtext import BLOCKS, INLINE

_TAGS = re.compile(r"<[^>]*>")
_WORDS = re.compile(r"\w+")
_CELLS = {"td": "cell", "th": "cell"}


@dataclass(frozen=True)
class Line:
    """Text with inline markup, directly within a block."""

    words: Sequence[Word]

    group = "line"

    @cached_property
    def html(self) -> str:
        """As it is written."""
        return marking.write([Run(EQUAL, self.words)])

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different words in it, in small letters."""
        return _vocabulary(self.html)

    def whole(self, mark: str) -> str:
        """All of it as one thing that came or went."""
        return marking.write([Run(mark, self.words)])


@dataclass(frozen=True)
class Block:
    """A paragraph, list, item, table, row, cell …; ``written`` is its start tag."""

    tag: str
    written: str
    children: Sequence[Block | Line]

    @property
    def group(self) -> str:
        """Which blocks can stand in its place: a head cell may become another cell."""
        return _CELLS.get(self.tag, self.tag)

    @cached_property
    def html(self) -> str:
        """As it is written."""
        return self.around(joined(self.children, [c.html for c in self.children]))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different words in it, in small letters."""
        return _vocabulary(self.html)

    def whole(self, mark: str) -> str:
        """All of it as one thing that came or went: its lines are marked, not itself."""
        if self.tag == "hr":
            return "" if mark == "del" else self.written
        whole = [child.whole(mark) for child in self.children]
        return self.around(joined(self.children, whole))

    def around(self, inner: str) -> str:
        """Its tags with something else in it."""
        return (
            self.written if self.tag == "hr" else f"{self.written}{inner}</{self.tag}>"
        )


Node = Block | Line


def joined(nodes: Sequence[Node], written: Sequence[str]) -> str:
    """What was written of each node; two lines without a block between get a blank."""
    out = ""
    previous: Node | None = None
    for node, text in zip(nodes, written, strict=True):
        if text:
            both_lines = isinstance(node, Line) and isinstance(previous, Line)
            out += f" {text}" if both_lines else text
            previous = node
    return out


def read(html: str) -> list[Node]:
    """The blocks of a fragment that ``policies.richtext`` has sanitised."""
    tree = _Tree()
    for end, tag, attributes, text in lines.PIECES.findall(html):
        if text:
            tree.line.text(text)
        elif tag in INLINE:
            tree.line.end(tag) if end else tree.line.start(tag, attributes)
        elif tag in BLOCKS:
            tree.end(tag) if end else tree.start(tag, f"<{tag}{attributes}>")
    return tree.nodes()


class _Tree:
    """The blocks that are open, each with what stands in it so far."""

    def __init__(self) -> None:
        self._open: list[tuple[str, str, list[Node]]] = [("", "", [])]
        self.line = lines.Reader()

    def start(self, tag: str, written: str) -> None:
        self._end_line()
        self._open.append((tag, written, []))
        if tag == "hr":
            self.end(tag)
        else:
            self.line = lines.Reader(keep=tag == "pre")

    def end(self, tag: str) -> None:
        self._end_line()
        if self._open[-1][0] == tag:
            _tag, written, children = self._open.pop()
            self._open[-1][2].append(Block(tag, written, children))

    def nodes(self) -> list[Node]:
        while len(self._open) > 1:
            self.end(self._open[-1][0])
        self._end_line()
        return self._open[0][2]

    def _end_line(self) -> None:
        found = self.line.take()
        if found:
            self._open[-1][2].append(Line(found))


def _vocabulary(html: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(_TAGS.sub(" ", html).lower()))
