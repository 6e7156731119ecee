"""What a dump tore apart: sentences over two paragraphs, lists with prose between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from policies.importers.blocks import (
    Block,
    Findings,
    Item,
    Listing,
    Paragraph,
    Run,
)
from policies.importers.lines import closes, is_image
from policies.importers.p3p_line import token_line

MOST_BETWEEN = 3
MOST_ITEMS = 200
_SENTENCES = re.compile(r"[a-z)]{2}[.!?] [A-Z]")


def repair(blocks: Sequence[Block], findings: Findings) -> list[Block]:
    """The blocks without empty paragraphs, torn sentences and interrupted lists."""
    written = [b for b in blocks if not isinstance(b, Paragraph) or b.text.strip()]
    return _resume_lists(_join_sentences(written, findings), findings)


def _join_sentences(blocks: Sequence[Block], findings: Findings) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if (
            isinstance(block, Paragraph)
            and isinstance(before, Paragraph)
            and _torn(before, block)
        ):
            reason = _("The sentence went on in the next paragraph; joined.")
            findings.doubt(block.line, block.text, reason)
            joined[-1] = _one(before, block)
        else:
            joined.append(block)
    return joined


def _torn(before: Paragraph, after: Paragraph) -> bool:
    text = before.rows[-1].text.rstrip()
    if len(before.rows) > 1 or len(after.rows) > 1 or len(text) > 5_000:
        return False
    open_end = text[-1:].isalnum() or text.endswith((",", "-"))
    if not open_end or token_line(text) or is_image(text):
        return False
    goes_on = after.text[:1].islower() and len(text) > 30
    return goes_on or (len(text) > 60 and bool(_SENTENCES.search(text[:300])))


def _one(before: Paragraph, after: Paragraph) -> Paragraph:
    first, second = before.rows[0], after.rows[0]
    row = Run(f"{first.html} {second.html}", f"{first.text} {second.text}")
    return Paragraph(before.line, (row,))


def _resume_lists(blocks: Sequence[Block], findings: Findings) -> list[Block]:
    resumed: list[Block] = []
    for block in blocks:
        at = _interrupted(resumed, block) if isinstance(block, Listing) else None
        if at is None or not isinstance(block, Listing):
            resumed.append(block)
            continue
        first, between = resumed[at], resumed[at + 1 :]
        assert isinstance(first, Listing)  # noqa: S101 what _interrupted looked for
        reason = _("This stands between two items; kept with the item before it.")
        for paragraph in between:
            assert isinstance(paragraph, Paragraph)  # noqa: S101 likewise
            findings.doubt(paragraph.line, paragraph.text, reason)
        last = first.items[-1]
        last = Item(last.line, (*last.blocks, *between), last.term)
        items = (*first.items[:-1], last, *block.items)
        resumed[at:] = [replace(first, items=items)]
    return resumed


def _interrupted(before: Sequence[Block], block: Listing) -> int | None:
    """Where the list stands that this one goes on with."""
    for between in range(1, MOST_BETWEEN + 1):
        if between >= len(before) or not isinstance(before[-between], Paragraph):
            return None
        first = before[-between - 1]
        if isinstance(first, Listing):
            return len(before) - between - 1 if _goes_on(before, first, block) else None
    return None


def _goes_on(before: Sequence[Block], first: Listing, block: Listing) -> bool:
    lead = before[-1]
    if first.ordered != block.ordered or not isinstance(lead, Paragraph):
        return False
    if len(first.items) > MOST_ITEMS:
        return False
    if first.ordered:
        return block.start == first.start + len(first.items)
    return closes(lead.text) and not lead.text.rstrip().endswith(":")
