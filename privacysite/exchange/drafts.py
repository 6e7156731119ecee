"""A policy's draft in an exchange file, out and in: the text and what it is tied to.

Reviews, remarks and links for counsel stay where they are: a draft that came in is being
edited.
"""

from __future__ import annotations

from typing import Any

from organisations import audit
from organisations.languages import texts
from policies import agreement, kinds
from policies.compiling import draft_of, entry_value, fill_draft, section_value, tie
from policies.document import Entry as EntryValue
from policies.document import Section as SectionValue
from policies.importers import sections
from policies.models import Draft, Policy, Section
from privacysite.exchange import Data, filled


def write(draft: Draft) -> dict[str, Any]:
    """Its sections as they were written, variables not filled in."""
    return filled(
        updated=draft.updated.isoformat() if draft.updated else None,
        sections=_sections(draft.sections.filter(parent=None)),
    )


def read(policy: Policy, data: Data, *, published: bool) -> None:
    """Fill the draft; ``published`` says whether a version came before it."""
    draft = draft_of(policy)
    before = _shape(draft)
    written = sections.document(data, policy.kind, texts(policy, "title"))
    fill_draft(draft, written, sections.ties(data.get("sections")))
    if published and _shape(draft) != before:
        draft.published_lock, draft.changed_by = None, audit.SYSTEM
    draft.save()


def _shape(draft: Draft) -> list[tuple[Any, ...]]:
    """What stands where."""
    rows = draft.sections.order_by("uid")
    return list(rows.values_list("uid", "anchor", "parent__uid", "position", "digest"))


def _sections(rows: Any) -> list[dict[str, Any]]:
    found = rows.select_related("clause").prefetch_related("entries")
    return [_section(row) for row in found]


def _section(row: Section) -> dict[str, Any]:
    value, tied = section_value(row), tie(row)
    from_register = row.register and kinds.get(row.kind).register
    written = filled(
        id=row.uid,
        anchor=row.anchor,
        kind=row.kind,
        heading=dict(value.heading),
        intro=dict(value.intro),
        entries=[] if from_register else [_entry(e) for e in row.entries.all()],
        outro=dict(value.outro),
        attributes=row.attributes,
        register=row.register or None,
        clause=tied["clause"],
        follows=row.follows or None,
        taken=row.taken,
        agreed=_agreed(row.agreed, value),
    )
    below = _sections(row.children.all())
    return {**written, "published": row.published, **filled(sections=below)}


def _entry(row: Any) -> dict[str, Any]:
    value = entry_value(row)
    return {**value.as_dict(), **filled(agreed=_agreed(row.agreed, value))}


def _agreed(
    agreed: agreement.Prints, value: SectionValue | EntryValue
) -> dict[str, str]:
    """What reading the text would not tell by itself: that a translation fell behind."""
    told = agreement.settle({}, agreement.prints(value))
    return {} if agreed == told else dict(agreed)
