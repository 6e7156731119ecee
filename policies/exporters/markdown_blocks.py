"""Blocks as Markdown: CommonMark and, for plain tables, GitHub's tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from policies.exporters.blocks import (
    Block,
    Border,
    Cell,
    Heading,
    Listing,
    Paragraph,
    Parts,
    Preformatted,
    Quotation,
    Rule,
    Table,
    Term,
    Terms,
)
from policies.exporters.html_blocks import html
from policies.exporters.markdown_inline import comment, escaped_start, inline
from policies.exporters.tables import is_plain


def written(blocks: Iterable[Block]) -> list[str]:
    """The blocks as lines, with an empty line between two blocks."""
    found: list[str] = []
    before: Block | None = None
    for block in blocks:
        lines = list(_WRITERS[type(block)](block))
        if found and lines and not _belong_together(before, block):
            found.append("")
        found += lines
        before = block
    return found


def _belong_together(before: Block | None, block: Block) -> bool:
    """Whether no empty line is needed: a mark stands right at the text that it marks."""
    if isinstance(before, Border):
        return bool(before.key) and not isinstance(block, Border)
    return isinstance(before, Paragraph) and block == Border("")


def _border(block: Border) -> Iterator[str]:
    yield comment(block)


def _heading(block: Heading) -> Iterator[str]:
    yield f"{'#' * min(block.level, 6)} {inline(block.parts).replace(chr(10), ' ')}"


def _paragraph(block: Paragraph) -> Iterator[str]:
    if block.role == "term":
        yield from _strong(block.parts)
    else:
        yield from _line(block.parts)


def _strong(parts: Parts) -> Iterator[str]:
    yield from f"**{inline(parts)}**".split("\n")


def _line(parts: Parts) -> Iterator[str]:
    """A paragraph; a comment that begins it needs a line of its own to stay one."""
    if parts and isinstance(parts[0], Border):
        yield comment(parts[0])
        parts = parts[1:]
    yield from (escaped_start(row) for row in inline(parts).split("\n"))


def _listing(block: Listing) -> Iterator[str]:
    items = [written(item) for item in block.items]
    loose = any("" in lines for lines in items)
    for number, lines in enumerate(items, start=block.start):
        mark = f"{number}. " if block.ordered else "- "
        if loose and number > block.start:
            yield ""
        if isinstance(block.items[number - block.start][0], Heading):
            mark = mark if block.ordered else ""  # questions need no mark
        yield from indented(lines, mark)


def indented(lines: Iterable[str], mark: str) -> Iterator[str]:
    """Lines behind the mark of a list item."""
    for at, line in enumerate(lines):
        yield f"{' ' * len(mark) if at else mark}{line}".rstrip()


def _terms(block: Terms) -> Iterator[str]:
    for at, term in enumerate(block.terms):
        if block.short and _is_line(term):
            yield from indented(_short(term), "- ")
            continue
        if at:
            yield ""
        yield from _strong(term.parts)
        yield ""
        yield from written(term.blocks)


def _is_line(term: Term) -> bool:
    return sum(not isinstance(block, Border) for block in term.blocks) <= 1 and all(
        isinstance(block, Paragraph | Border) for block in term.blocks
    )


def _short(term: Term) -> Iterator[str]:
    """A term with its value on one line."""
    value: list[Any] = []
    for block in term.blocks:
        value += block.parts if isinstance(block, Paragraph) else [block]
    yield from f"**{inline(term.parts)}:** {inline(tuple(value))}".split("\n")


def _table(block: Table) -> Iterator[str]:
    if not is_plain(block) or not block.head:
        yield from html(block).split("\n")
        return
    if block.caption:
        yield from _strong(block.caption)
        yield ""
    head, *rows = (*block.head, *block.body)
    yield _row(head)
    yield f"|{' --- |' * len(head)}"
    yield from map(_row, rows)


def _row(cells: Iterable[Cell]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(cell: Cell) -> str:
    """A cell is one line: paragraphs are parted by breaks, lists are HTML."""
    found: list[str] = []
    before: Block | None = None
    for block in cell.blocks:
        if isinstance(before, Paragraph) and isinstance(block, Paragraph):
            found.append("<br><br>")
        if isinstance(block, Border):
            found.append(comment(block))
        elif isinstance(block, Paragraph):
            found.append(inline(block.parts).replace("\\\n", "<br>"))
        else:
            found.append(html(block).replace("\n", " "))
        before = block if not isinstance(block, Border) else before
    return "".join(found).replace("|", "\\|")


def _quotation(block: Quotation) -> Iterator[str]:
    yield from (f"> {line}".rstrip() for line in written(block.blocks))


def _preformatted(block: Preformatted) -> Iterator[str]:
    fence = "```"
    while fence in block.text:
        fence += "`"
    yield from (fence, *block.text.split("\n"), fence)


def _rule(_block: Rule) -> Iterator[str]:
    yield "---"


_WRITERS: dict[type, Callable[[Any], Iterator[str]]] = {
    Border: _border,
    Heading: _heading,
    Paragraph: _paragraph,
    Listing: _listing,
    Terms: _terms,
    Table: _table,
    Quotation: _quotation,
    Preformatted: _preformatted,
    Rule: _rule,
}
