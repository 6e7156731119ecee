"""Blocks as lines of plain text, at most 72 signs wide where words allow it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import unquote

from policies.exporters.blocks import (
    Block,
    Border,
    Break,
    Cell,
    Heading,
    Listing,
    Paragraph,
    Parts,
    Preformatted,
    Quotation,
    Rule,
    Styled,
    Table,
    Terms,
    Words,
    words,
)
from policies.exporters.tables import is_plain, text_of

WIDTH = 72
_GAP = "  "
_UNDERLINES = {2: "-"}


def wrapped(text: str, indent: str = "", hanging: str | None = None) -> list[str]:
    """A paragraph in lines; addresses are never broken."""
    return textwrap.wrap(
        text,
        max(WIDTH, len(indent) + 20),
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


class TextWriter:
    """Writes a policy's blocks; it counts the sections on the way."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._writers: dict[type, Callable[[Any, str], Iterator[str]]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Listing: self._listing,
            Terms: self._terms,
            Table: self._table,
            Quotation: self._quotation,
            Preformatted: self._preformatted,
            Rule: lambda _block, indent: iter([f"{indent}* * *"]),
        }

    def lines(self, blocks: Iterable[Block], indent: str = "") -> list[str]:
        """The blocks with an empty line between each two."""
        found: list[str] = []
        for block in blocks:
            if isinstance(block, Border):
                continue
            lines = list(self._writers[type(block)](block, indent))
            if found and lines:
                found.append("")
                if isinstance(block, Heading) and block.level <= 2:
                    found.append("")
            found += lines
        return found

    def _heading(self, block: Heading, indent: str) -> Iterator[str]:
        depth = max(block.level - 1, 1)
        self._numbers = [*self._numbers[:depth], *[0] * (depth - len(self._numbers))]
        self._numbers[-1] += 1
        number = ".".join(map(str, self._numbers)) + "."
        lines = wrapped(f"{number} {line(block.parts)}", indent)
        yield from lines
        if underline := _UNDERLINES.get(block.level):
            yield indent + underline * (max(map(len, lines)) - len(indent))

    def _paragraph(self, block: Paragraph, indent: str) -> Iterator[str]:
        for row in line(block.parts).split("\n"):
            yield from wrapped(row, indent)

    def _listing(self, block: Listing, indent: str) -> Iterator[str]:
        for number, item in enumerate(block.items, start=block.start):
            if isinstance(
                item[0], Heading
            ):  # a question, which has a number of its own
                yield from [""] * (number > block.start)
                yield from self.lines(item, indent)
                continue
            mark = f"{number}. " if block.ordered else "- "
            lines = self.lines(item, indent + " " * len(mark))
            if len(lines) > 1 and number > block.start and "" in lines:
                yield ""
            yield from _marked(lines, indent, mark)

    def _terms(self, block: Terms, indent: str) -> Iterator[str]:
        for at, term in enumerate(block.terms):
            says = self.lines(term.blocks, indent + _GAP)
            name = line(term.parts)
            if block.short and "" not in says:
                value = " ".join(row.strip() for row in says)
                yield from wrapped(f"{name}: {value}", indent, indent + _GAP)
                continue
            if at:
                yield ""
            yield from wrapped(name, indent)
            yield from says

    def _table(self, block: Table, indent: str) -> Iterator[str]:
        if block.caption:
            yield from wrapped(line(block.caption), indent)
            yield ""
        yield from _aligned(block, indent) or self._rows(block, indent)

    def _rows(self, block: Table, indent: str) -> list[str]:
        """Each row as "header: cell" lines, for tables that are too wide."""
        found: list[str] = []
        for row in block.body:
            if len(row) == 1 and row[0].header:  # the name of the rows below it
                found += [*([""] if found else []), *self.lines(row[0].blocks, indent)]
                continue
            lines: list[str] = []
            for cell in row:
                lines += self._cell(cell, indent + _GAP)
            found += [*([""] if found else []), *_marked(lines, indent, "- ")]
        return found

    def _cell(self, cell: Cell, indent: str) -> list[str]:
        says = self.lines(cell.blocks, indent + _GAP)
        if not cell.label:
            return [row.removeprefix(_GAP) for row in says]
        if len(cell.blocks) == 1 and isinstance(cell.blocks[0], Paragraph):
            value = " ".join(row.strip() for row in says)
            return wrapped(f"{cell.label}: {value}", indent, indent + _GAP)
        return [f"{indent}{cell.label}:", *says] if says else []

    def _quotation(self, block: Quotation, indent: str) -> Iterator[str]:
        yield from (f"{indent}> {row}".rstrip() for row in self.lines(block.blocks))

    def _preformatted(self, block: Preformatted, indent: str) -> Iterator[str]:
        yield from (f"{indent}    {row}" for row in block.text.split("\n"))


def line(parts: Parts) -> str:
    """Inline parts as text; links say their address where their words don't."""
    return "\n".join(
        " ".join(row.split(" ")) for row in "".join(_said(parts)).split("\n")
    )


def _said(parts: Sequence[Any]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Words):
            yield part.text
        elif isinstance(part, Break):
            yield "\n"
        elif isinstance(part, Styled):
            yield from _said(part.parts)
            yield _address(part)


def _address(link: Styled) -> str:
    """Where a link leads, unless its words say so or it stays within the policy."""
    scheme, _colon, rest = link.href.partition(":")
    if not rest or link.href.startswith("#"):
        return ""
    rest = rest.removeprefix("//").removesuffix("/")
    said = "".join(words(link.parts).split())
    if scheme in {"mailto", "tel"}:
        rest = unquote(rest.partition("?")[0])
        return "" if rest in said or scheme == "tel" else f" <{rest}>"
    known = said.removeprefix("https://").removeprefix("http://").removesuffix("/")
    return "" if known == rest else f" <{link.href}>"


def _marked(lines: list[str], indent: str, mark: str) -> list[str]:
    if not lines:
        return []
    return [f"{indent}{mark}{lines[0].strip()}", *lines[1:]]


def _aligned(table: Table, indent: str) -> list[str]:
    """The table in columns when it is plain and narrow enough, else nothing."""
    if not is_plain(table) or not table.head:
        return []
    rows = [[text_of(cell) for cell in row] for row in (*table.head, *table.body)]
    if any(len(c.blocks) > 1 or _is_more(c) for row in table.body for c in row):
        return []
    sizes = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if len(indent) + sum(sizes) + len(_GAP) * (len(sizes) - 1) > WIDTH:
        return []
    lines = [
        indent + _GAP.join(c.ljust(n) for c, n in zip(row, sizes, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, indent + _GAP.join("-" * size for size in sizes))
    return lines


def _is_more(cell: Cell) -> bool:
    """Whether the cell's text differs from its words: breaks, lists, addresses."""
    return any(
        not isinstance(b, Paragraph) or line(b.parts) != words(b.parts)
        for b in cell.blocks
    )
