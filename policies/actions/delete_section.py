"""Delete a section of a draft, with what stands below it, and put it back.

Versions keep theirs. What was deleted is kept with the draft, so that it can be undone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit
from policies import conditions
from policies import document as doc
from policies.actions import drafting
from policies.actions.add_section import depth_of, free
from policies.compiling import lay_out, section_value, tie
from policies.models import Draft, Removed, Section


def delete_section(actor: Any, section: Section, *, seen: int | None) -> Removed:
    """Delete the section and its sub-sections; answers what undoes it.

    ``seen`` is the draft's count as the editor saw it. Raises `conditions.Unmet` and
    then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(section.draft, actor, seen)
        section = drafting.fresh(draft, section)
        removed = Removed.objects.create(
            draft=draft,
            content=_content(section),
            parent_uid=section.parent.uid if section.parent else "",
            position=section.position,
            at=timezone.now(),
            actor=audit.actor_id(actor),
        )
        anchor = section.anchor
        section.delete()
        drafting.touch(draft, actor, "delete section", anchor)
    return removed


def undo_delete(actor: Any, removed: Removed) -> Section:
    """Put a deleted section back where it was, or as near as there is a place.

    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(removed.draft, actor)
        check_undo(removed)
        value = doc.Section.from_dict(removed.content["section"])
        parent = draft.sections.filter(uid=removed.parent_uid).first()
        if parent is not None and depth_of(parent) + _height(value) > doc.MAX_DEPTH:
            parent = None
        value, ties = renamed(draft, value, removed.content["ties"])
        make_room(draft, parent, removed.position)
        lay_out(draft, parent, [value], ties, first=removed.position)
        removed.delete()
        drafting.touch(draft, actor, "restore section", value.anchor)
        return draft.sections.get(uid=value.id)


def check_undo(removed: Removed) -> None:
    """Raise `conditions.Unmet` when it was put back already."""
    if not Removed.objects.filter(pk=removed.pk).exists():
        raise conditions.Unmet("gone", _("That section was put back already."))


def can_delete(actor: Any, section: Section) -> bool:
    """Whether the actor may delete this section."""
    try:
        with transaction.atomic():
            drafting.lock(section.draft, actor)
    except conditions.Unmet:
        return False
    return True


def subtree(section: Section) -> doc.Section:
    """The section as a value, with those below it; rows of a register are left out."""
    value = section_value(section)
    below = tuple(subtree(child) for child in section.children.all())
    return replace(value, sections=below)


def ties_below(section: Section) -> dict[str, dict[str, Any]]:
    """What the section and those below it have besides their text, by id."""
    found = {section.uid: tie(section)}
    for child in section.children.all():
        found |= ties_below(child)
    return found


def _content(section: Section) -> dict[str, Any]:
    return {"section": subtree(section).as_dict(), "ties": ties_below(section)}


def _height(value: doc.Section) -> int:
    return 1 + max((_height(below) for below in value.sections), default=0)


def renamed(
    draft: Draft, value: doc.Section, ties: dict[str, dict[str, Any]]
) -> tuple[doc.Section, dict[str, dict[str, Any]]]:
    """The same with ids and anchors that the draft does not have yet."""
    taken = {
        field: set(draft.sections.values_list(field, flat=True))
        for field in ("uid", "anchor")
    }
    found: dict[str, dict[str, Any]] = {}

    def walk(section: doc.Section) -> doc.Section:
        uid = free(taken["uid"], section.id)
        anchor = free(taken["anchor"], section.anchor)
        found[uid] = ties.get(section.id, {})
        below = tuple(walk(child) for child in section.sections)
        return replace(section, id=uid, anchor=anchor, sections=below)

    return walk(value), found


def make_room(draft: Draft, parent: Section | None, position: int) -> None:
    """Move the sections from that place on one further."""
    later = draft.sections.filter(parent=parent, position__gte=position)
    for row in later.order_by("-position"):
        row.position += 1
        row.save(update_fields=["position"])
