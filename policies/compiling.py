"""Between draft rows and the Document: compile a draft, or lay a Document out as rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.utils import timezone

from organisations.languages import codes, texts, write
from organisations.models import Organisation
from policies import document as doc
from policies import kinds
from policies.models import Draft, Entry, Policy, Section

Register = Callable[[Organisation, dt.date], Sequence[doc.Entry]]
_REGISTERS: dict[str, Register] = {}


def add_register(name: str, read: Register) -> None:
    """Tell how the rows of a register are read on a day."""
    _REGISTERS[name] = read


def compile_draft(draft: Draft, on: dt.date | None = None) -> doc.Document:
    """The Document that publishing the draft on that day would store.

    Three queries, besides one per register in use.
    """
    policy = draft.policy
    organisation = policy.organisation
    day = on or timezone.localdate(timezone=organisation.zone)
    rows = draft.sections.prefetch_related("entries").all()
    children: dict[int | None, list[Section]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    return doc.Document(
        kind=policy.kind,
        title=texts(policy, "title"),
        languages=codes(),
        updated=draft.updated.isoformat() if draft.updated else "",
        organisation=organisation.facts(),
        sections=_sections(children, None, organisation, day),
    )


def register_rows(
    kind: str, organisation: Organisation, on: dt.date
) -> Sequence[doc.Entry]:
    """The rows that the kind's register has on that day."""
    return _REGISTERS[kinds.get(kind).register](organisation, on)


def fill_draft(draft: Draft, document: doc.Document) -> None:
    """Replace the draft's rows by what a Document says. Call inside a transaction."""
    draft.sections.all().delete()
    draft.updated = (
        dt.date.fromisoformat(document.updated) if document.updated else None
    )
    _lay_out(draft, None, document.sections)


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


def entry_value(entry: Entry) -> doc.Entry:
    """A row of a draft as a value."""
    return doc.Entry(
        id=entry.uid,
        anchor=entry.anchor,
        term=texts(entry, "term"),
        description=texts(entry, "description"),
        attributes=entry.attributes,
    )


def _lay_out(
    draft: Draft, parent: Section | None, sections: Iterable[doc.Section]
) -> None:
    for position, section in enumerate(sections):
        row = Section(
            draft=draft,
            parent=parent,
            position=position,
            uid=section.id,
            anchor=section.anchor,
            kind=section.kind,
            attributes=dict(section.attributes),
        )
        for field in ("heading", "intro", "outro"):
            write(row, field, getattr(section, field))
        row.save()
        write_entries(row, section.entries)
        _lay_out(draft, row, section.sections)


def write_entries(row: Section, entries: Iterable[doc.Entry]) -> None:
    """Add entries to a section's row, in order."""
    rows = []
    for position, entry in enumerate(entries):
        new = Entry(
            section=row,
            position=position,
            uid=entry.id,
            anchor=entry.anchor,
            attributes=dict(entry.attributes),
        )
        write(new, "term", entry.term)
        write(new, "description", entry.description)
        rows.append(new)
    Entry.objects.bulk_create(rows)


def draft_of(policy: Policy) -> Draft:
    """The policy's draft; an empty one is made when there is none."""
    return Draft.objects.get_or_create(policy=policy)[0]
