"""A run of lines without a blank between them: heading, table, list or paragraph."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from policies.importers import lines as lines_module
from policies.importers import tables
from policies.importers.blocks import (
    Block,
    Findings,
    Heading,
    Item,
    Listing,
    Paragraph,
)
from policies.importers.inline import run
from policies.importers.lines import Line

SHORT = 64
MOST_TABLES = 100
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_BLANKS = re.compile(r"\s+")


def read(
    lines: list[Line], findings: Findings, headings: bool, followed: bool
) -> list[Block]:
    """The blocks of one run of lines. ``headings`` is false inside lists;
    ``followed`` says whether anything comes after these lines.
    """
    alone = headings and followed and len(lines) == 1
    if alone and (mark := lines_module.heading_mark(lines[0].text)):
        return [_heading(lines[0], mark, findings)]
    if headings and len(lines) == 2 and _UNDERLINE.fullmatch(lines[1].text):
        return [Heading(lines[0].number, lines[0].text, mark="pipe")]
    found = tables.read(lines, findings)
    if found is not None:
        return _around(found, findings, headings, followed)
    if len(lines) > 1 and (mark := _leads(lines)):
        return _led(lines, mark, findings, headings)
    return [_plain(lines)]


def _around(
    found: tables.Found | None, findings: Findings, headings: bool, followed: bool
) -> list[Block]:
    """A table with what stands above and below it, which may hold more tables."""
    blocks: list[Block] = []
    rest: list[Line] = []
    while found and len(blocks) < MOST_TABLES:
        before, table, rest = found
        blocks += read(before, findings, headings, True) if before else []
        blocks.append(table)
        found = tables.read(rest, findings) if rest else None
    if rest and found:
        return [*blocks, _plain(rest)]
    return [*blocks, *(read(rest, findings, headings, followed) if rest else [])]


def _heading(line: Line, mark: str, findings: Findings) -> Heading:
    words = line.text[2:].strip() if mark == "pipe" else line.text
    if mark == "line" and len(words) > 60:
        findings.doubt(line.number, words, _("Long for a heading, but read as one."))
    return Heading(line.number, words, mark=mark)


def _leads(lines: list[Line]) -> str:
    """How the first line shows that it is a title above the text under it."""
    first, second = lines[0].text, lines[1].text
    prose = len(second) > SHORT or (len(lines) == 2 and lines_module.closes(second))
    if not prose or not (second[:1].isupper() or second[:1] in "“‘\"'"):
        return ""
    label = first.endswith(":") and len(first) <= 50 and len(first.split()) <= 5
    if label and lines_module.heading_mark(first[:-1]):
        return "label"
    mark = lines_module.heading_mark(first)
    if mark == "line":
        return mark if len(first) < 0.6 * len(second) and len(first) < 50 else ""
    return mark


def _led(
    lines: list[Line], mark: str, findings: Findings, headings: bool
) -> list[Block]:
    rest = read(lines[1:], findings, False, False)
    if not headings:
        return [_plain(lines[:1]), *rest]
    if mark in {"label", "line"}:
        reason = _("Read as the heading of the text on the next line.")
        findings.doubt(lines[0].number, lines[0].text, reason)
    return [_heading(lines[0], mark, Findings()), *rest]


def _plain(lines: list[Line]) -> Block:
    texts = [_BLANKS.sub(" ", line.text) for line in lines]
    if len(lines) > 1:
        listed = all(text.endswith(";") for text in texts[:-1])
        if listed or all(text.startswith(("http://", "https://")) for text in texts):
            return Listing(lines[0].number, tuple(map(_item, lines)))
        lower = any(text[:1].islower() for text in texts[1:])
        if not lower and all(len(text) <= SHORT for text in texts):
            return Paragraph(lines[0].number, tuple(map(run, texts)))
    return Paragraph(lines[0].number, (run(" ".join(texts)),))


def _item(line: Line) -> Item:
    return Item(line.number, (Paragraph(line.number, (run(line.text),)),))
