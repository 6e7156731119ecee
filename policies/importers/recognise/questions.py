"""Questions and answers: a list of questions with paragraphs under them."""

from __future__ import annotations

from policies.importers.blocks import Item, Listing, Paragraph
from policies.importers.outline import Node
from policies.importers.recognise.shapes import Shape, Workbench
from policies.importers.recognise.terms import Row

FEWEST = 2


def read(node: Node, bench: Workbench) -> Shape | None:
    """The section when its only list is one of questions, each with its answer."""
    places = [at for at, b in enumerate(node.blocks) if isinstance(b, Listing)]
    if len(places) != 1:
        return None
    at = places[0]
    listing = node.blocks[at]
    assert isinstance(listing, Listing)  # noqa: S101 chosen by its type
    count = len(listing.items)
    if count < FEWEST or not bench.affords(count):
        return None
    rows = [_question(item) for item in listing.items]
    if not all(rows) or listing.start != 1:
        return None
    return Shape(
        "faq",
        tuple(node.blocks[:at]),
        tuple(row for row in rows if row),
        tuple(node.blocks[at + 1 :]),
        {"numbered": True} if listing.ordered else {},
    )


def _question(item: Item) -> Row | None:
    if item.term:
        question = item.term.text
        return Row(item.line, question, item.blocks) if question.endswith("?") else None
    first, answer = (item.blocks[0], item.blocks[1:]) if item.blocks else (None, ())
    if not isinstance(first, Paragraph) or not answer or "<a " in first.html:
        return None
    if not first.text.endswith("?") or len(first.text) > 300:
        return None
    return Row(item.line, first.text, answer)
