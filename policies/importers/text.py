"""Plain text: blank lines, indentation and list markers are all there is to go by."""

from __future__ import annotations

from dataclasses import dataclass

from policies.importers import lines as lines_module
from policies.importers import paragraphs
from policies.importers.blocks import (
    Block,
    Findings,
    Heading,
    Item,
    Listing,
    Paragraph,
    Parsed,
)
from policies.importers.lines import Line, Marker

MAX_DEPTH = 6


def read(text: str, findings: Findings) -> Parsed:
    """The blocks of a plain text."""
    lines = lines_module.split(text)
    blocks = _Reader(lines, findings, depth=0).blocks()
    return Parsed(tuple(blocks), tuple((n, words) for n, _i, words in lines if words))


@dataclass(slots=True)
class _Reader:
    lines: list[Line]
    findings: Findings
    depth: int
    at: int = 0

    def blocks(self) -> list[Block]:
        """All blocks, headings only outside lists."""
        blocks: list[Block] = []
        while self._skip_blanks():
            if marker := self._marker():
                blocks.append(self._listing(marker))
            else:
                blocks += self._chunk()
        return blocks

    def _skip_blanks(self) -> bool:
        while self.at < len(self.lines) and not self.lines[self.at].text:
            self.at += 1
        return self.at < len(self.lines)

    def _marker(self) -> Marker | None:
        deep = self.depth >= MAX_DEPTH
        return None if deep else lines_module.marker(self.lines[self.at].text)

    def _chunk(self) -> list[Block]:
        start = self.at
        while self.at < len(self.lines) and self.lines[self.at].text:
            if self.at > start and self._marker():
                break
            self.at += 1
        chunk = self.lines[start : self.at]
        outside = self.depth == 0 and (start == 0 or not self.lines[start - 1].text)
        followed = self._skip_blanks() and outside
        return paragraphs.read(chunk, self.findings, outside, followed)

    def _listing(self, first: Marker) -> Block:
        opening = self.lines[self.at]
        items: list[Item] = []
        marker: Marker | None = first
        while marker and marker.ordered == first.ordered:
            items.append(self._item(marker))
            if not self._skip_blanks():
                break
            near = abs(self.lines[self.at].indent - opening.indent) <= 1
            marker = self._marker() if near else None
        if heading := self._numbered_heading(opening, first, items):
            return heading
        return Listing(opening.number, tuple(items), first.ordered, first.start)

    def _item(self, marker: Marker) -> Item:
        opening = self.lines[self.at]
        inner = [Line(opening.number, opening.indent + 2, opening.text[marker.end :])]
        self.at += 1
        while self.at < len(self.lines) and self._continues(opening, inner[-1]):
            inner.append(self.lines[self.at])
            self.at += 1
        reader = _Reader(inner, self.findings, self.depth + 1)
        return Item(opening.number, tuple(reader.blocks()))

    def _continues(self, opening: Line, before: Line) -> bool:
        """Whether the line at hand still belongs to the item."""
        line = self.lines[self.at]
        if not line.text:
            ahead = self._next_written()
            return ahead is not None and self._inside(ahead, opening)
        if self._inside(line, opening):
            return True
        if self._marker() or not before.text or line.indent > opening.indent:
            return False
        return line.text[:1].islower() and not lines_module.closes(before.text)

    def _inside(self, line: Line, opening: Line) -> bool:
        if lines_module.marker(line.text):
            return line.indent >= opening.indent + 2
        return line.indent > opening.indent

    def _next_written(self) -> Line | None:
        for at in range(self.at, min(self.at + 50, len(self.lines))):
            if self.lines[at].text:
                return self.lines[at]
        return None

    def _numbered_heading(
        self, opening: Line, marker: Marker, items: list[Item]
    ) -> Heading | None:
        """A lone "1. Short title" above a paragraph is a heading, not a list."""
        if len(items) > 1 or not marker.ordered or self.depth:
            return None
        blocks = items[0].blocks
        words = opening.text[marker.end :]
        alone = len(blocks) == 1 and isinstance(blocks[0], Paragraph)
        followed = self.at < len(self.lines)
        if alone and followed and lines_module.heading_mark(words):
            return Heading(opening.number, opening.text, mark="number")
        return None
