"""The outline of a draft: a line a section, with what is to be known of each."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language

from organisations.languages import codes, texts
from policies import kinds
from policies.actions.move_sections import Outline
from policies.admin.reading import Reading
from policies.document import MAX_DEPTH, Section, Text
from policies.models import Section as Row

# Of a section's row, what the outline needs.
_SHOWN = (
    "uid", "anchor", "kind", "heading", "parent", "draft", "lock_version", "register",
    "clause", "follows", "digest", "published", "behind",
)  # fmt: skip


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
    def pk(self) -> str:
        """The row's number as text: formatting numbers takes templates much time."""
        return str(self.row.pk)

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

    Comparing and checking a long text takes time: a page that shall be there at once
    shows what is known without reading it, and leaves the rest to the request that
    follows.
    """
    rows = reading.draft.sections.only(*_SHOWN)
    every = _checked(reading, rows) if checked else _at_once(reading, rows)
    below: dict[int | None, list[Line]] = defaultdict(list)
    for line in every:
        below[line.row.parent_id].append(line)
    return _nested(below, None, 1)


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


def _nested(
    below: Mapping[int | None, list[Line]], parent: int | None, depth: int
) -> list[Line]:
    found = below.get(parent, [])
    for number, line in enumerate(found):
        line.depth, line.first = depth, number == 0
        line.below = _nested(below, line.row.pk, depth + 1)
    return found


def _checked(reading: Reading, rows: Iterable[Row]) -> Iterator[Line]:
    by_uid = {row.uid: row for row in rows}
    for section in reading.raw.walk():
        if section.id not in by_uid:  # deleted between two queries
            continue
        row, changed = by_uid[section.id], reading.changes.get(section.id)
        behind = reading.behind.get(section.id, {}).values()
        yield _line(
            row, section.heading, reading,
            rows=len(section.entries),
            what=changed.what if changed else "",
            behind=sorted({code for languages in behind for code in languages}),
            amiss=reading.counts[section.id],
        )  # fmt: skip


def _at_once(reading: Reading, rows: QuerySet[Row]) -> Iterator[Line]:
    published = reading.draft.published_lock is not None
    for row in rows.annotate(own_rows=Count("entries")):
        changed = "changed" if row.digest != row.published else ""
        what = changed if row.published else "added"
        yield _line(
            row, texts(row, "heading"), reading,
            rows=row.own_rows, what=what if published else "", behind=row.behind, amiss=0,
        )  # fmt: skip


def _line(row: Row, heading: Text, reading: Reading, **known: Any) -> Line:
    return Line(
        row=row,
        heading=_called(heading, row.anchor),
        kind=kinds.get(row.kind).label,
        missing=[code for code in codes() if code not in heading],
        remarks=reading.remarks[row.uid],
        depth=1,
        first=False,
        **known,
    )
