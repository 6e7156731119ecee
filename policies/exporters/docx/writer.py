"""Blocks as paragraphs and tables of a DOCX file, each with its bookmark."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from docx.document import Document
from docx.shared import Mm
from docx.text.paragraph import Paragraph as Written

from policies.exporters.blocks import (
    Block,
    Border,
    Break,
    Heading,
    Listing,
    Paragraph,
    Part,
    Parts,
    Preformatted,
    Quotation,
    Rule,
    Styled,
    Table,
    Term,
    Terms,
    Words,
    words,
)
from policies.exporters.docx.grids import filled_in
from policies.exporters.docx.numbering import restarted
from policies.exporters.docx.runs import Bookmarks, Runs
from policies.returning.units import BOOKMARK, Unit

_DEEPEST = 3
_STEP = 6  # millimetres


class Writer:
    """Writes blocks into a file; ``units`` says afterwards which paragraph is which."""

    def __init__(self, file: Document) -> None:
        self.units: list[Unit] = []
        self.file = file
        self._holder: Any = file
        self._ids = {style.name: style.style_id for style in file.styles}
        self._bookmarks = Bookmarks()
        self._runs = Runs(self._bookmarks)
        self._key, self._key_level = "", 0  # the field of blocks that is open
        self._level = 0  # in how many lists we are
        self._indent = 0
        self._writers: dict[type, Callable[[Any], None]] = {
            Border: self._border,
            Heading: self._heading,
            Paragraph: self._paragraph,
            Listing: self._listing,
            Terms: self._terms,
            Table: self._table,
            Quotation: self._quotation,
            Preformatted: self._preformatted,
            Rule: lambda _b: None,
        }

    @property
    def anchors(self) -> dict[str, str]:
        """Which bookmark stands for which anchor of the policy."""
        return self._bookmarks.anchors

    def write(self, blocks: Iterable[Block]) -> None:
        """Append the blocks."""
        for block in blocks:
            self._writers[type(block)](block)

    def imprint(self, name: str, value: str) -> None:
        """A fact of the publication, under the title."""
        self._line((Words(f"{name}: {value}"),), "Imprint")

    def _border(self, block: Border) -> None:
        self._key, self._key_level = block.key, self._level

    def _heading(self, block: Heading) -> None:
        depth = min(block.level - 1, 9)
        self._line(block.parts, f"Heading {depth}" if depth else "Title")

    def _paragraph(self, block: Paragraph) -> None:
        self._line(block.parts, "Term" if block.role else "")

    def _line(self, parts: Parts, style: str = "") -> Written:
        """A paragraph with its bookmark."""
        paragraph: Written = self._holder.add_paragraph()
        if style or isinstance(self._holder, type(self.file)):
            paragraph._p.style = self._ids[style or "Normal"]
        if self._indent:
            self._indented(paragraph, style)
        self._runs.add(paragraph, parts)
        self._bookmarks.around(paragraph, f"{BOOKMARK}{len(self.units)}")
        self.units.append(self._unit(parts))
        return paragraph

    def _indented(self, paragraph: Written, style: str) -> None:
        """What is said of a term stands a little to the right, its lists as well."""
        hanging = _STEP if style.startswith("List") else 0
        paragraph.paragraph_format.left_indent = Mm(
            _STEP * self._indent + hanging * min(self._level, _DEEPEST)
        )
        if hanging and "Continue" not in style:
            paragraph.paragraph_format.first_line_indent = Mm(-hanging)

    def _unit(self, parts: Parts) -> Unit:
        if self._key:
            return Unit(self._key, level=self._key_level)
        keys = [part for part in _flat(parts) if isinstance(part, Border) and part.key]
        if len(keys) != 1:
            return Unit("")
        before, after = _around(parts)
        return Unit(keys[0].key, before, after, self._level)

    def _listing(self, block: Listing) -> None:
        self._level += 1
        number = restarted(self.file, block) if block.ordered else None
        for item in block.items:
            self._item(item, block.ordered, number)
        self._level -= 1

    def _item(self, blocks: tuple[Block, ...], ordered: bool, number: Any) -> None:
        """An item: the first paragraph has the mark, the next ones go on below it."""
        style = _at_level("List Number" if ordered else "List Bullet", self._level)
        for block in blocks:
            if isinstance(block, Paragraph):
                paragraph = self._line(_bold(block), style)
                if number is not None and "Continue" not in style:
                    number(paragraph)
                style = _at_level("List Continue", self._level)
            else:
                if isinstance(block, Heading):  # a question: its answer needs no mark
                    style = ""
                self._writers[type(block)](block)

    def _terms(self, block: Terms) -> None:
        for term in block.terms:
            if block.short and _is_line(term):
                colon = Words(": ")
                value = term.blocks[0].parts  # type: ignore[union-attr]
                self._line((Styled("strong", term.parts), colon, *value))
                continue
            if term.parts:
                self._line(term.parts, "Term")
            self._indent += 1
            self.write(term.blocks)
            self._indent -= 1

    def _table(self, block: Table) -> None:
        if block.caption:
            self._line(block.caption, "Caption")
        holder, indent, level = self._holder, self._indent, self._level
        self._indent = self._level = 0
        for cell, blocks in filled_in(holder, block):
            self._holder = cell
            self.write(blocks)
        self._holder, self._indent, self._level = holder, indent, level

    def _quotation(self, block: Quotation) -> None:
        for inner in block.blocks:
            if isinstance(inner, Paragraph):
                self._line(inner.parts, "Quote")
            else:
                self._writers[type(inner)](inner)

    def _preformatted(self, block: Preformatted) -> None:
        rows: list[Part] = []
        for row in block.text.split("\n"):
            rows += [*([Break()] if rows else []), Words(row)]
        self._line(tuple(rows), "Preformatted")


def _is_line(term: Term) -> bool:
    """Whether one paragraph can hold it, so that it still has one text at most."""
    if len(term.blocks) != 1 or not isinstance(term.blocks[0], Paragraph):
        return False
    return not any(isinstance(part, Border) for part in _flat(term.parts))


def _at_level(style: str, level: int) -> str:
    level = min(level, _DEEPEST)
    return style if level < 2 else f"{style} {level}"


def _bold(block: Paragraph) -> Parts:
    return (Styled("strong", block.parts),) if block.role == "term" else block.parts


def _flat(parts: Iterable[Part]) -> Iterable[Part]:
    for part in parts:
        yield part
        if isinstance(part, Styled):
            yield from _flat(part.parts)


def _around(parts: Parts) -> tuple[str, str]:
    """The words before and after the text that the paragraph holds."""
    before: list[Part] = []
    after: list[Part] = []
    side: list[Part] | None = before
    for part in _flat(parts):
        if isinstance(part, Border):
            side = None if part.key else after
        elif side is not None and isinstance(part, Words):
            side.append(part)
    return words(tuple(before)), words(tuple(after))
