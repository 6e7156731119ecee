"""Edit a section of a draft: its texts, its rows, what its kind records."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from policies import conditions
from policies import document as doc
from policies.actions import drafting
from policies.compiling import section_value, write_section
from policies.models import Draft, Section


def edit_section(
    actor: Any, section: Section, value: doc.Section, *, register: bool, seen: int
) -> bool:
    """Save what the section shall say; answers whether anything changed.

    ``seen`` is the section's count as the editor saw it. Raises `conditions.Unmet` (its
    code is ``changed`` when a colleague saved meanwhile) and then has changed nothing.
    Identity and kind of a section stay what they were.
    """
    with transaction.atomic():
        current = drafting.lock_section(section, actor)
        prefetch_related_objects([current], "entries")
        draft, value = current.draft, drafting.cleaned(value)
        if (value, register) == (section_value(current), current.register):
            return False
        check_edit(draft, current, value)
        write_over(current, value, register=register, seen=seen)
        drafting.touch(draft, actor, "edit section", value.anchor)
    return True


def check_edit(draft: Draft, section: Section, value: doc.Section) -> None:
    """Raise `conditions.Unmet` when the section can't say that."""
    if (value.id, value.kind) != (section.uid, section.kind):
        raise conditions.Unmet("kind", _("A section keeps its kind."))
    if value.anchor != section.anchor:
        drafting.check_anchor_is_free(draft, value.anchor, section)
    drafting.check_valid(draft, value)


def can_edit(actor: Any, section: Section) -> bool:
    """Whether the actor may write this section."""
    try:
        with transaction.atomic():
            drafting.lock(section.draft, actor)
    except conditions.Unmet:
        return False
    return True


def write_over(
    section: Section, value: doc.Section, *, register: bool, seen: int | None
) -> None:
    """Let a section say that; for verbs that checked it already.

    It was read when its draft was locked, so that its count is still the last one.
    Raises `conditions.Unmet` with the code ``changed`` when a colleague saved since
    ``seen``.
    """
    if seen is not None and seen != section.lock_version:
        raise conditions.Unmet(
            "changed", _("A colleague saved this section while you were writing.")
        )
    section.lock_version += 1
    section.anchor, section.register = value.anchor, register
    write_section(section, value)
