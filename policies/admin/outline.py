"""The outline of a draft: a line a section, with what is to be known of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import get_language

from organisations.languages import codes, texts
from policies import kinds
from policies.actions.move_sections import Outline
from policies.admin.reading import Reading
from policies.document import MAX_DEPTH, Section, Text
from policies.models import Section as Row


@dataclass
class Line:
    """A section in the outline."""

    row: Row
    heading: str
    kind: str | Promise
    rows: int
    missing: list[str]
    what: str  # since the version in force: "added", "changed", "moved" or ""
    behind: list[str]
    amiss: int
    remarks: int
    depth: int
    first: bool
    below: list[Line] = field(default_factory=list)

    @property
    def height(self) -> int:
        """How many levels it takes."""
        return 1 + max((line.height for line in self.below), default=0)

    @property
    def may_go_in(self) -> bool:
        """Whether it can stand below the section before it."""
        return not self.first and self.depth + self.height <= MAX_DEPTH

    @property
    def may_have_below(self) -> bool:
        """Whether a section can be added below it."""
        return self.depth < MAX_DEPTH


def lines(reading: Reading, *, checked: bool) -> list[Line]:
    """The draft's sections, nested.

    Checking a long text takes time: a page that shall be there at once leaves that to
    the request that follows it.
    """
    rows = reading.draft.sections.only(
        "uid", "anchor", "lock_version", "register", "clause", "follows", "draft"
    )
    return _below(
        {row.uid: row for row in rows}, reading.raw.sections, reading, checked
    )


def shape(outline: Outline) -> str:
    """A digest of an outline: who moves on an old one is told so."""
    return hashlib.sha256(repr(list(outline)).encode()).hexdigest()[:16]


def shape_of(found: Iterable[Line]) -> str:
    """The same of what is shown."""
    return shape(list(_pairs(found, None)))


def name_of(section: Section) -> str:
    """What to call a section in the interface's language."""
    return _called(section.heading, section.anchor)


def row_name(row: Row) -> str:
    """The same for a section's row."""
    return _called(texts(row, "heading"), row.anchor)


def _called(heading: Text, anchor: str) -> str:
    own = heading.get((get_language() or "nl")[:2])
    return own or next(iter(heading.values()), anchor)


def _pairs(found: Iterable[Line], parent: int | None) -> list[tuple[int, int | None]]:
    pairs: list[tuple[int, int | None]] = []
    for line in found:
        pairs += [(line.row.pk, parent), *_pairs(line.below, line.row.pk)]
    return pairs


def _below(
    rows: Mapping[str, Row],
    sections: Iterable[Section],
    reading: Reading,
    checked: bool,
    depth: int = 1,
) -> list[Line]:
    found: list[Line] = []
    for section in sections:
        if section.id not in rows:  # deleted between two queries
            continue
        line = _line(section, rows[section.id], reading, checked)
        line.depth, line.first = depth, not found
        line.below = _below(rows, section.sections, reading, checked, depth + 1)
        found.append(line)
    return found


def _line(section: Section, row: Row, reading: Reading, checked: bool) -> Line:
    changed = reading.changes.get(section.id)
    behind = reading.behind.get(section.id, {}) if checked else {}
    return Line(
        row=row,
        heading=name_of(section),
        kind=kinds.get(section.kind).label,
        rows=len(section.entries),
        missing=[code for code in codes() if code not in section.heading],
        what=changed.what if changed else "",
        behind=sorted({code for languages in behind.values() for code in languages}),
        amiss=reading.counts[section.id] if checked else 0,
        remarks=reading.remarks[section.id],
        depth=1,
        first=False,
    )
