"""Lists whose items are the entries of a typed section."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from policies.importers.blocks import Block, Listing, Markup, Paragraph, Table
from policies.importers.lines import closes
from policies.importers.outline import Node
from policies.importers.recognise.headings import kind_of, kind_of_lead
from policies.importers.recognise.shapes import Shape, Workbench, known
from policies.importers.recognise.terms import (
    Row,
    heading_row,
    row_of,
    short_row,
    whole,
)

# Kinds whose section may be prose alone, and still be what it is.
PROSE = frozenset(
    {
        "rights", "retention", "security", "complaint", "contact", "purposes",
        "legal_bases", "recipients", "data_categories", "transfers",
        "automated_decisions",
    }
)  # fmt: skip
_FOLDS = PROSE - {"contact", "complaint"} | {"cookie_types", "faq"}
_LISTS = PROSE - {"contact", "complaint", "security"} | {"cookie_types", "processors"}


def read(node: Node, bench: Workbench) -> Shape | None:
    """The section by its heading or the line above its only list."""
    lists = [at for at, b in enumerate(node.blocks) if isinstance(b, Listing)]
    at = lists[0] if len(lists) == 1 else None
    lead = node.blocks[at - 1] if at else None
    announced = kind_of_lead(lead.text) if isinstance(lead, Paragraph) else ""
    kind = kind_of(node.title) or announced
    if announced == "key_points" or kind == "key_points":
        return _key_points(node.blocks, at)
    if not kind or not known(kind):
        return None
    if kind in _FOLDS and (folded := _folded(kind, node, bench)):
        return folded
    named = bool(kind_of(node.title))
    listed = at is not None and kind in _LISTS
    if listed and (shape := _listed(kind, node, at or 0, bench, named)):
        return shape
    prose = named and kind in PROSE and bool(node.blocks)
    return Shape(kind, tuple(node.blocks)) if prose else None


def _key_points(blocks: Sequence[Block], at: int | None) -> Shape | None:
    listing = blocks[at] if at is not None else None
    if at is None or not isinstance(listing, Listing) or len(listing.items) > 12:
        return None
    if any(isinstance(block, Table) for block in blocks):
        return None
    rows = tuple(whole(item) for item in listing.items)
    attributes = {"numbered": True} if listing.ordered else {}
    return Shape(
        "key_points", tuple(blocks[:at]), rows, tuple(blocks[at + 1 :]), attributes
    )


def _listed(
    kind: str, node: Node, at: int, bench: Workbench, named: bool
) -> Shape | None:
    listing = node.blocks[at]
    assert isinstance(listing, Listing)  # noqa: S101 the caller found it by type
    rows = _rows(listing, bench, short=named)
    if not rows or not bench.affords(len(rows)):
        return None
    before, after = tuple(node.blocks[:at]), tuple(node.blocks[at + 1 :])
    return Shape(kind, before, rows, after)


def _rows(listing: Listing, bench: Workbench, short: bool) -> tuple[Row, ...]:
    found = [row_of(item, bench.findings) for item in listing.items]
    if sum(row is not None for row in found) * 3 < len(found) * 2:
        return _short_rows(listing) if short and not listing.ordered else ()
    if listing.ordered:
        bench.findings.note(_("The numbers of a list of terms are no longer printed."))
    rows = []
    for item, row in zip(listing.items, found, strict=True):
        if row is None:
            words = item.blocks[0] if item.blocks else None
            text = words.text if isinstance(words, Paragraph) else ""
            bench.findings.doubt(item.line, text, _("This item has no term."))
        rows.append(row or whole(item))
    return tuple(rows)


def _short_rows(listing: Listing) -> tuple[Row, ...]:
    rows = [short_row(item, longest=100) for item in listing.items]
    return tuple(row for row in rows if row) if all(rows) else ()


def _folded(kind: str, node: Node, bench: Workbench) -> Shape | None:
    """Sub-headings with only a paragraph or two each are the entries themselves."""
    children = node.children
    if len(children) < 2 or not bench.affords(len(children)):
        return None
    if any(not isinstance(block, Paragraph) for block in node.blocks):
        return None
    if not all(_is_leaf(child) for child in children):
        return None
    rows = tuple(
        heading_row(child.heading.line, child.title, tuple(child.blocks))
        for child in children
        if child.heading
    )
    return Shape(kind, tuple(node.blocks), rows, absorbed=True)


def _is_leaf(node: Node) -> bool:
    simple = not any(isinstance(b, Table | Markup) for b in node.blocks)
    title = node.title
    short = len(title) <= 100 and (title.endswith("?") or not closes(title))
    return bool(node.blocks) and simple and short and not node.children
