"""Blocks as plain HTML, for tables and lists that Markdown has no signs for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from policies.exporters.blocks import (
    Anchor,
    Block,
    Border,
    Break,
    Cell,
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
    Terms,
    Words,
)
from policies.exporters.markdown_inline import comment


def html(block: Block) -> str:
    """The block as HTML, without empty lines: those would end it in Markdown."""
    return _WRITERS[type(block)](block)


def _all(blocks: Iterable[Block]) -> str:
    return "".join(html(block) for block in blocks)


def _inline(parts: Parts) -> str:
    return "".join(map(_part, parts))


def _part(part: Part) -> str:
    match part:
        case Words(text):
            return escape(text, quote=False)
        case Break():
            return "<br>"
        case Border():
            return comment(part)
        case Anchor(name):
            return f'<a id="{escape(name)}"></a>'
        case Styled(tag, parts, href, lang):
            attributes = f' href="{escape(href)}"' if href else ""
            attributes += f' lang="{escape(lang)}"' if lang else ""
            return f"<{tag}{attributes}>{_inline(parts)}</{tag}>"


def _listing(block: Listing) -> str:
    items = "".join(f"<li>{_item(item)}</li>" for item in block.items)
    start = f' start="{block.start}"' if block.start != 1 else ""
    return f"<ol{start}>{items}</ol>" if block.ordered else f"<ul>{items}</ul>"


def _item(blocks: tuple[Block, ...]) -> str:
    """An item; its only paragraph needs no tag."""
    if sum(isinstance(block, Paragraph) for block in blocks) == 1:
        return "".join(
            _inline(b.parts) if isinstance(b, Paragraph) else html(b) for b in blocks
        )
    return _all(blocks)


def _terms(block: Terms) -> str:
    terms = "".join(
        f"<dt>{_inline(term.parts)}</dt><dd>{_all(term.blocks)}</dd>"
        for term in block.terms
    )
    return f"<dl>{terms}</dl>"


def _table(block: Table) -> str:
    caption = f"<caption>{_inline(block.caption)}</caption>\n" if block.caption else ""
    head = "".join(_row(row) for row in block.head)
    head = f"<thead>\n{head}</thead>\n" if head else ""
    body = "".join(_row(row) for row in block.body)
    return f"<table>\n{caption}{head}<tbody>\n{body}</tbody>\n</table>"


def _row(cells: Iterable[Cell]) -> str:
    return f"<tr>{''.join(map(_cell, cells))}</tr>\n"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.header else "td"
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<{tag}{spans}>{_item(cell.blocks)}</{tag}>"


_WRITERS: dict[type, Callable[[Any], str]] = {
    Border: comment,
    Heading: lambda b: f"<h{b.level}>{_inline(b.parts)}</h{b.level}>",
    Paragraph: lambda b: f"<p>{_inline(b.parts)}</p>",
    Listing: _listing,
    Terms: _terms,
    Table: _table,
    Quotation: lambda b: f"<blockquote>{_all(b.blocks)}</blockquote>",
    Preformatted: lambda b: f"<pre>{escape(b.text, quote=False)}</pre>",
    Rule: lambda _b: "<hr>",
}
