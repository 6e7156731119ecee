"""Between draft rows and the Document: compile a draft, or lay a Document out as rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils import timezone

from organisations.languages import codes, texts, write
from organisations.models import Organisation
from policies import agreement, kinds, variables
from policies import document as doc
from policies.models import Clause, Draft, Entry, Policy, Section

Register = Callable[[Organisation, dt.date], Sequence[doc.Entry]]
_REGISTERS: dict[str, Register] = {}
# By section: what a row has besides its text (`tie`).
Ties = Mapping[str, Mapping[str, Any]]
NO_TIES: Ties = {}
NO_PRINTS: Mapping[str, agreement.Prints] = {}


def add_register(name: str, read: Register) -> None:
    """Tell how the rows of a register are read on a day."""
    _REGISTERS[name] = read


def compile_draft(
    draft: Draft, on: dt.date | None = None, *, raw: bool = False
) -> doc.Document:
    """The Document that publishing the draft on that day would store; ``raw`` as it was
    written. Who wants both asks `read_draft`."""
    found = read_draft(draft, on)
    return found.written if raw else found.document


@dataclass(frozen=True)
class DraftText:
    """What a draft says on a day, read from its rows once.

    ``written`` has variables as they were written.
    """

    rows: Iterable[Section]
    written: doc.Document

    @cached_property
    def document(self) -> doc.Document:
        """With the organisation's facts filled in: what publishing would store."""
        return variables.fill(self.written, self.written.organisation)

    @cached_property
    def ties(self) -> dict[str, dict[str, Any]]:
        """What the sections have besides their text, by section: where it was taken from,
        whether its rows are a register's, which translations were right."""
        return {row.uid: tie(row) for row in self.rows}


def read_draft(draft: Draft, on: dt.date | None = None) -> DraftText:
    """What the draft says on that day, or today. Two queries for its rows, besides one
    per register in use."""
    policy = draft.policy
    organisation = policy.organisation
    day = on or timezone.localdate(timezone=organisation.zone)
    rows = draft.sections.select_related("clause").prefetch_related("entries")
    children: dict[int | None, list[Section]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    written = doc.Document(
        kind=policy.kind,
        title=texts(policy, "title"),
        languages=codes(),
        updated=draft.updated.isoformat() if draft.updated else "",
        organisation=organisation.facts(),
        sections=_sections(children, None, organisation, day),
    )
    return DraftText(rows, written)


def register_rows(
    kind: str, organisation: Organisation, on: dt.date
) -> Sequence[doc.Entry]:
    """The rows that the kind's register has on that day."""
    return _REGISTERS[kinds.get(kind).register](organisation, on)


def fill_draft(draft: Draft, document: doc.Document, ties: Ties = NO_TIES) -> None:
    """Replace the draft's rows by what a Document says. Call inside a transaction."""
    published = dict(draft.sections.values_list("uid", "published"))
    ties = {
        section.id: {
            "published": published.get(section.id, ""),
            **ties.get(section.id, {}),
        }
        for section in document.walk()
    }
    draft.sections.all().delete()
    draft.updated = (
        dt.date.fromisoformat(document.updated) if document.updated else None
    )
    lay_out(draft, None, document.sections, ties)


def ties(draft: Draft) -> dict[str, dict[str, Any]]:
    """What the draft's sections have besides their text (`DraftText.ties`)."""
    return read_draft(draft).ties


def tie(row: Section) -> dict[str, Any]:
    """What a section has besides its text, as plain data."""
    clause = str(row.clause.uid) if row.clause else ""
    entries = {entry.uid: entry.agreed for entry in row.entries.all()}
    return {
        "register": row.register,
        "clause": clause,
        "follows": row.follows,
        "taken": row.taken,
        "published": row.published,
        "agreed": row.agreed,
        "entries": entries,
    }


def _sections(
    children: dict[int | None, list[Section]],
    parent: int | None,
    organisation: Organisation,
    day: dt.date,
) -> tuple[doc.Section, ...]:
    return tuple(
        doc.Section(
            id=row.uid,
            anchor=row.anchor,
            kind=row.kind,
            heading=texts(row, "heading"),
            intro=texts(row, "intro"),
            entries=_entries(row, organisation, day),
            outro=texts(row, "outro"),
            attributes=row.attributes,
            sections=_sections(children, row.pk, organisation, day),
        )
        for row in children[parent]
    )


def _entries(
    row: Section, organisation: Organisation, day: dt.date
) -> tuple[doc.Entry, ...]:
    if row.register and kinds.get(row.kind).register:
        return tuple(register_rows(row.kind, organisation, day))
    return tuple(entry_value(entry) for entry in row.entries.all())


def section_value(row: Section) -> doc.Section:
    """A row as a value: no sub-sections, its own entries and not a register's."""
    return doc.Section(
        id=row.uid,
        anchor=row.anchor,
        kind=row.kind,
        heading=texts(row, "heading"),
        intro=texts(row, "intro"),
        entries=tuple(entry_value(entry) for entry in row.entries.all()),
        outro=texts(row, "outro"),
        attributes=dict(row.attributes),
    )


def entry_value(entry: Entry) -> doc.Entry:
    """A row of a draft as a value."""
    return doc.Entry(
        id=entry.uid,
        anchor=entry.anchor,
        term=texts(entry, "term"),
        description=texts(entry, "description"),
        attributes=entry.attributes,
    )


def lay_out(
    draft: Draft,
    parent: Section | None,
    sections: Iterable[doc.Section],
    ties: Ties = NO_TIES,
    first: int = 0,
) -> None:
    """Add sections to a draft with all below them, from a position on."""
    for position, section in enumerate(sections, first):
        tied = ties.get(section.id, {})
        row = Section(
            draft=draft,
            parent=parent,
            position=position,
            uid=section.id,
            anchor=section.anchor,
            kind=section.kind,
            register=tied.get("register", False),
            clause=_clause(tied.get("clause", "")),
            follows=tied.get("follows", False),
            taken=tied.get("taken", ""),
            published=tied.get("published", ""),
            agreed=tied.get("agreed", {}),
        )
        if row.register and kinds.get(row.kind).register:
            section = replace(section, entries=())
        write_section(row, section, tied.get("entries", {}))
        lay_out(draft, row, section.sections, ties)


def write_section(
    row: Section, value: doc.Section, agreed: Mapping[str, agreement.Prints] = NO_PRINTS
) -> None:
    """Save what a section says, with its rows, and what follows from that.

    ``agreed`` has, by entry of a new section, the prints of when its languages were
    last right; those of a section that is there already come from its rows.
    """
    for field in ("heading", "intro", "outro"):
        write(row, field, getattr(value, field))
    row.attributes = dict(value.attributes)
    row.agreed = agreement.settle(row.agreed, agreement.prints(value))
    stored = {entry.uid: entry for entry in row.entries.all()} if row.pk else {}
    before = {uid: entry.agreed for uid, entry in stored.items()} or agreed
    entries = _entry_rows(row, value.entries, before)
    sum_up(row, value, {entry.uid: entry.agreed for entry in entries})
    row.save()
    _replace(row, stored, entries)


def _replace(
    row: Section, stored: Mapping[str, Entry], entries: Sequence[Entry]
) -> None:
    """Write the rows that are new or differ, and delete those that are gone."""
    if gone := stored.keys() - {entry.uid for entry in entries}:
        row.entries.filter(uid__in=gone).delete()
    differing = [e for e in entries if not _same(stored.get(e.uid), e)]
    for entry in differing:
        entry.section = row
    Entry.objects.bulk_create(
        differing,
        update_conflicts=True,
        unique_fields=["section", "uid"],
        update_fields=[
            field.name
            for field in Entry._meta.concrete_fields
            if field.name not in ("id", "section", "uid")
        ],
    )


def _same(stored: Entry | None, entry: Entry) -> bool:
    return (
        stored is not None
        and (stored.position, stored.agreed) == (entry.position, entry.agreed)
        and entry_value(stored) == entry_value(entry)
    )


def sum_up(
    row: Section, value: doc.Section, agreed: Mapping[str, agreement.Prints]
) -> None:
    """Set what lists tell of a section without reading it: its digest, the languages
    that fell behind, those that lack something."""
    row.digest = value.own_digest()
    units = [(row.agreed, agreement.prints(value))]
    units += [(agreed[e.id], agreement.prints(e)) for e in value.entries]
    behind = {code for old, now in units for code in agreement.stale(old, now)}
    lacking = {
        code for _, now in units if now for code in agreement.unwritten(now, codes())
    }
    row.behind = [code for code in codes() if code in behind]
    row.lacking = [code for code in codes() if code in lacking]


def _entry_rows(
    row: Section,
    entries: Iterable[doc.Entry],
    agreed: Mapping[str, agreement.Prints],
) -> list[Entry]:
    rows = []
    for position, entry in enumerate(entries):
        before = agreed.get(entry.id, {})
        new = Entry(
            position=position,
            uid=entry.id,
            anchor=entry.anchor,
            attributes=dict(entry.attributes),
            agreed=agreement.settle(before, agreement.prints(entry)),
        )
        write(new, "term", entry.term)
        write(new, "description", entry.description)
        rows.append(new)
    return rows


def _clause(uid: str) -> Clause | None:
    return Clause.objects.filter(uid=uid).first() if uid else None


def draft_of(policy: Policy) -> Draft:
    """The policy's draft; an empty one is made when there is none."""
    return Draft.objects.get_or_create(policy=policy)[0]
