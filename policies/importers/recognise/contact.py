"""Contact rows: a table of labels and values, lines like "Telefoon: …", an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from policies.importers.blocks import Block, Paragraph, Run, Table
from policies.importers.inline import cut, telephone
from policies.importers.outline import Node
from policies.importers.recognise.headings import kind_of
from policies.importers.recognise.lists import PROSE
from policies.importers.recognise.shapes import Shape, Workbench
from policies.importers.recognise.terms import Row

_CHANNELS = [
    (channel, re.compile(pattern))
    for channel, pattern in (
        ("email", r"\be-?mail"),
        ("phone", r"\btel\b|telefoon|telephone|phone|mobiel|mobile"),
        ("kvk", r"\bkvk\b|handelsregister|kamer van koophandel|chamber of commerce"),
        ("vat", r"\bbtw\b|\bvat\b"),
        ("url", r"website|ticket|\burl\b|internet"),
        ("address", r"adres|address|postcode|vestiging|bezoek"),
        ("name", r"naam|\bname\b|bedrijf|company|organisatie|organisation"),
    )
]
_ADDRESS = re.compile(r"\b\d{4} ?[A-Z]{2}\b|\b[A-Z][\w.'-]+ \d{1,5}[a-z]?\b")
_MAIL = re.compile(r"[^\s@<>\"(]{1,64}@[^\s@<>\")]{1,250}")
_URL = re.compile(r"https?://[^\s<>\"]{3,500}")

Found = tuple[Row, dict[str, Any]]


def read(node: Node, bench: Workbench) -> Shape | None:
    """The section with its contact rows, or with them carved off at its end."""
    rows_of = [list(_rows(block)) for block in node.blocks]
    start = next((at for at, rows in enumerate(rows_of) if rows), None)
    if start is None:
        return None
    end = start
    while end < len(rows_of) and rows_of[end]:
        end += 1
    found = [row for rows in rows_of[start:end] for row in rows]
    about = kind_of(node.title) == "contact"
    if len(found) < (2 if about else 3) or not bench.affords(len(found)):
        return None
    rows, details = zip(*found, strict=True)
    after = tuple(node.blocks[end:])
    if about:
        return Shape("contact", tuple(node.blocks[:start]), rows, after, {}, details)
    return _carved(node, start, rows, details, after)


def _carved(
    node: Node,
    start: int,
    rows: tuple[Row, ...],
    details: tuple[dict[str, Any], ...],
    after: tuple[Block, ...],
) -> Shape | None:
    if node.children or node.depth > 2 or not node.depth:
        return None
    lead = node.blocks[start - 1] if start else None
    led = isinstance(lead, Paragraph) and lead.text.rstrip().endswith(":")
    begin = start - led
    part = Shape("contact", tuple(node.blocks[begin:start]), rows, after, {}, details)
    kind = kind_of(node.title)
    own = kind if kind in PROSE else "free_text"
    return Shape(own, tuple(node.blocks[:begin]), carved=part)


def _rows(block: Block) -> Iterator[Found]:
    """The contact rows of a block; none when it is something else."""
    if isinstance(block, Table):
        yield from _table_rows(block)
    elif isinstance(block, Paragraph):
        yield from _paragraph_rows(block)


def _table_rows(table: Table) -> Iterator[Found]:
    if table.header or any(len(row) != 2 for row in table.rows):
        return
    channels = [_channel(row[0].text) for row in table.rows]
    if len(table.rows) > 40 or sum(map(bool, channels)) * 2 < len(channels):
        return
    for (label, value), channel in zip(table.rows, channels, strict=True):
        yield _row(table.line, label.text, value, channel or "other")


def _paragraph_rows(paragraph: Paragraph) -> Iterator[Found]:
    labelled = [_labelled(row) for row in paragraph.rows[:40]]
    block = len(paragraph.rows) > 2 and any(
        _ADDRESS.search(row.text) for row in paragraph.rows[:40]
    )
    if len(paragraph.rows) > 40 or not (all(labelled) or block):
        return
    loose: list[Run] = []
    for row, found in zip(paragraph.rows, labelled, strict=True):
        if found is None:
            loose.append(row)
            continue
        if loose:
            yield _address(paragraph.line, loose)
            loose = []
        yield _row(paragraph.line, *found)
    if loose:
        yield _address(paragraph.line, loose)


def _labelled(row: Run) -> tuple[str, Run, str] | None:
    label, colon, value = row.text.partition(":")
    channel = _channel(label) if len(label) <= 60 else ""
    if not (colon and value.strip() and channel) or len(value) > 160:
        return None
    if "<a " in row.html[: row.html.find(":") + 1] or label.startswith("http"):
        return None
    rest = Run(cut(row.html, len(label) + 1), value.strip())
    return f"{label.strip()}:", rest, channel


def _address(line: int, rows: Sequence[Run]) -> Found:
    description = (Paragraph(line, tuple(rows)),)
    return Row(line, "", description), {"channel": "address"}


def _row(line: int, label: str, value: Run, channel: str) -> Found:
    detail = {"channel": channel}
    if target := _value(channel, value.text):
        detail["value"] = target
    return Row(line, label, (Paragraph(line, (value,)),)), detail


def _channel(label: str) -> str:
    words = label.casefold()
    return next((channel for channel, p in _CHANNELS if p.search(words)), "")


def _value(channel: str, text: str) -> str:
    if channel == "phone":
        return telephone(text)
    if channel == "email":
        return match.group().rstrip(".") if (match := _MAIL.search(text)) else ""
    if channel == "url":
        return match.group().rstrip(".") if (match := _URL.search(text)) else ""
    return text if channel in {"kvk", "vat"} else ""
