"""Add a section to a draft, at the end of its place."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from policies import conditions
from policies import document as doc
from policies.actions import drafting
from policies.compiling import write_section
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
            position=after_last(draft, parent),
            uid=free(_taken(draft, "uid"), value.id),
            anchor=free(_taken(draft, "anchor"), value.anchor),
            kind=value.kind,
            register=register,
        )
        write_section(row, value)
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


def after_last(draft: Draft, parent: Section | None) -> int:
    """The position at the end of that place."""
    last = draft.sections.filter(parent=parent).order_by("-position").first()
    return last.position + 1 if last else 0


def free(taken: set[str], wanted: str) -> str:
    """That name, or with a number behind it when it is taken; it then is taken."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted[:75]}-{number}", number + 1
    taken.add(name)
    return name


def _taken(draft: Draft, field: str) -> set[str]:
    return set(draft.sections.values_list(field, flat=True))
