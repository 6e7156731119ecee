"""Blocks as the HTML of a section's rich text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from policies.importers.blocks import (
    Block,
    Heading,
    Item,
    Listing,
    Paragraph,
    Run,
    Table,
)
from policies.importers.inline import run
from policies.richtext import sanitise

# A private character that files are cleaned of, so nobody can write it.
_BETWEEN = "<p>\ue000</p>"
# Paragraphs and flat lists of bare words: no attribute, no entity, no other tag. The
# allow-list leaves them as they are, and two megabytes of them would keep it busy.
_WORDS = r"[^\s<>&\x00-\x1f\x7f-\xa0][^<>&\x00-\x1f\x7f-\xa0]*+"
_BARE = re.compile(
    rf"(?:<p>{_WORDS}</p>|<ul>(?:<li>{_WORDS}</li>)+</ul>|"
    rf"<ol>(?:<li>{_WORDS}</li>)+</ol>)*+"
)


def rich(blocks: Iterable[Block]) -> str:
    """The blocks as sanitised HTML."""
    return rich_all([blocks])[0]


def rich_all(fragments: Sequence[Iterable[Block]]) -> list[str]:
    """Each fragment as sanitised HTML, in one go: a call for each costs seconds."""
    html = ["".join(_block(block) for block in blocks) for blocks in fragments]
    rough = [at for at, words in enumerate(html) if not _BARE.fullmatch(words)]
    if not rough:
        return html
    clean = sanitise(_BETWEEN.join(html[at] for at in rough)).split(_BETWEEN)
    if len(clean) != len(rough):
        clean = [sanitise(html[at]) for at in rough]
    for at, words in zip(rough, clean, strict=True):
        html[at] = words
    return html


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{block.html}</p>"
    if isinstance(block, Listing):
        return _listing(block)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Heading):
        return f"<h5>{run(block.text).html}</h5>"
    return block.html


def _listing(block: Listing) -> str:
    items = "".join(f"<li>{_item(item)}</li>" for item in block.items)
    if not block.ordered:
        return f"<ul>{items}</ul>"
    start = f' start="{block.start}"' if block.start != 1 else ""
    return f"<ol{start}>{items}</ol>"


def _item(item: Item) -> str:
    term = f"<strong>{item.term.html}</strong> " if item.term else ""
    first, rest = (item.blocks[0], item.blocks[1:]) if item.blocks else (None, ())
    if isinstance(first, Paragraph) and not any(isinstance(b, Paragraph) for b in rest):
        return term + first.html + "".join(map(_block, rest))
    return term + "".join(_block(block) for block in item.blocks)


def _table(block: Table) -> str:
    head = _row(block.header, "th", ' scope="col"') if block.header else ""
    head = f"<thead>{head}</thead>" if head else ""
    rows = "".join(_row(row, "td", "") for row in block.rows)
    return f"<table>{head}<tbody>{rows}</tbody></table>"


def _row(cells: Iterable[Run], tag: str, scope: str) -> str:
    return "<tr>" + "".join(f"<{tag}{scope}>{c.html}</{tag}>" for c in cells) + "</tr>"
