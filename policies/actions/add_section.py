"""Add a section to a draft, at the end of its place."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.languages import write
from policies import conditions
from policies import document as doc
from policies.actions import drafting
from policies.compiling import write_entries
from policies.models import Draft, Section


def add_section(
    actor: Any,
    draft: Draft,
    value: doc.Section,
    *,
    parent: Section | None = None,
    register: bool = False,
) -> Section:
    """Add what the value says, below ``parent`` or on the first level.

    Its id and anchor get a number when another section has them. Raises
    `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(draft, actor)
        value = drafting.cleaned(value)
        check_add(draft, value, parent)
        row = Section(
            draft=draft,
            parent=parent,
            position=_after_last(draft, parent),
            uid=_free(draft, "uid", value.id),
            anchor=_free(draft, "anchor", value.anchor),
            kind=value.kind,
            attributes=dict(value.attributes),
            register=register,
        )
        for field in ("heading", "intro", "outro"):
            write(row, field, getattr(value, field))
        row.save()
        write_entries(row, value.entries)
        drafting.touch(draft, actor, "add section", row.anchor)
    return row


def check_add(draft: Draft, value: doc.Section, parent: Section | None) -> None:
    """Raise `conditions.Unmet` when the section can't stand there or is not valid."""
    if parent is not None and parent.draft_id != draft.pk:
        raise conditions.Unmet("parent", _("That section is part of another draft."))
    if depth_of(parent) >= doc.MAX_DEPTH:
        raise conditions.Unmet("depth", _("Sections are nested to three levels."))
    drafting.check_valid(draft, value)


def can_add(actor: Any, draft: Draft) -> bool:
    """Whether the actor may add a section on the first level."""
    try:
        with transaction.atomic():
            drafting.lock(draft, actor)
    except conditions.Unmet:
        return False
    return True


def depth_of(section: Section | None) -> int:
    """How deep a section lies: 0 for none, 1 on the first level."""
    depth = 0
    while section is not None:
        depth, section = depth + 1, section.parent
    return depth


def _after_last(draft: Draft, parent: Section | None) -> int:
    last = draft.sections.filter(parent=parent).order_by("-position").first()
    return last.position + 1 if last else 0


def _free(draft: Draft, field: str, wanted: str) -> str:
    taken = set(draft.sections.values_list(field, flat=True))
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted[:75]}-{number}", number + 1
    return name
