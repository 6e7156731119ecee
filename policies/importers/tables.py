"""Tables that a text dump left behind: tabs, wide gaps, or cells glued together."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from policies.importers.blocks import Findings, Table
from policies.importers.glued import split_rows
from policies.importers.inline import run
from policies.importers.lines import Line

COLUMN_NAMES = frozenset(
    {
        "aanbieder", "aard", "bedrijf", "bedrijfsnaam", "beschrijving", "betekenis",
        "bewaartermijn", "categorie", "company", "cookie", "cookienaam", "country",
        "description", "dienst", "doel", "doeleinde", "domein", "duration", "duur",
        "expiry", "field", "gegevens", "grondslag", "host", "land", "leverancier",
        "looptijd", "meaning", "naam", "name", "omschrijving", "ontvanger", "partij",
        "party", "period", "persoonsgegevens", "processor", "provider", "purpose",
        "reden", "retention", "service", "soort", "subprocessor", "subverwerker",
        "term", "termijn", "token", "toelichting", "type", "uitleg", "veld", "vendor",
        "verloopt", "verwerker", "website",
    }
)  # fmt: skip
_GAP = re.compile(r" {2,}|\t")
_CODE = re.compile(r"[A-Z_]{2,}[A-Za-z0-9_]{0,30}=?")
_GLUED_NAMES = re.compile(r"([A-Z][a-z]{2,20})([A-Z][a-z]{2,20})")

Found = tuple[list[Line], Table, list[Line]]


def read(lines: list[Line], findings: Findings) -> Found | None:
    """The table among the lines, with the lines before and after it."""
    return _tabbed(lines) or _glued(lines, findings) or _coded(lines, findings)


def _tabbed(lines: list[Line]) -> Found | None:
    start = next((i for i, line in enumerate(lines) if "\t" in line.text), None)
    if start is None:
        return _gapped(lines)
    end = start
    while end < len(lines) and "\t" in lines[end].text:
        end += 1
    rows = [_cells(line.text, "\t") for line in lines[start:end]]
    return lines[:start], _table(lines[start].number, rows), lines[end:]


def _gapped(lines: list[Line]) -> Found | None:
    """Columns held apart by two or more blanks in every line."""
    if len(lines) < 2 or not all("  " in line.text for line in lines):
        return None
    rows = [[c for c in _GAP.split(line.text) if c] for line in lines]
    if len({len(row) for row in rows}) > 1:
        return None
    return [], _table(lines[0].number, rows), []


def _glued(lines: list[Line], findings: Findings) -> Found | None:
    """A header like "BedrijfDienst" and rows like "Google AnalyticsAnalyse"."""
    header = _GLUED_NAMES.fullmatch(lines[0].text)
    if not header or len(lines) < 3 or not _are_columns(header.groups()):
        return None
    rows = split_rows(lines[1:], findings)
    if rows is None:
        reason = _("Looks like a table, but its columns can't be told apart.")
        findings.doubt(lines[0].number, lines[0].text, reason)
        return None
    return [], _table(lines[0].number, [list(header.groups()), *rows]), []


def _coded(lines: list[Line], findings: Findings) -> Found | None:
    """A header of two words and rows that each begin with a code, like "NOI No …"."""
    names = lines[0].text.split()
    if len(names) != 2 or len(lines) < 3 or not _are_columns(names):
        return None
    rows = [line.text.split(maxsplit=1) for line in lines[1:]]
    if all(len(row) == 2 and _CODE.fullmatch(row[0]) for row in rows):
        return [], _table(lines[0].number, [names, *rows]), []
    reason = _("Looks like a table, but its columns can't be told apart.")
    findings.doubt(lines[0].number, lines[0].text, reason)
    return None


def _are_columns(names: list[str] | tuple[str, ...]) -> bool:
    return all(name.casefold() in COLUMN_NAMES for name in names)


def _names_column(cell: str) -> bool:
    words = cell.casefold().split()
    return 0 < len(words) <= 3 and any(word in COLUMN_NAMES for word in words)


def _cells(text: str, separator: str) -> list[str]:
    return [" ".join(cell.split()) for cell in text.split(separator)]


def _table(line: int, rows: list[list[str]]) -> Table:
    cells = [tuple(run(cell) for cell in row) for row in rows]
    named = len(rows) > 1 and all(_names_column(cell) for cell in rows[0])
    header = cells.pop(0) if named else ()
    return Table(line, tuple(cells), header)
