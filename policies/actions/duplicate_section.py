"""Duplicate a section of a draft, with what stands below it, right after itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from policies.actions import drafting
from policies.actions.delete_section import make_room, renamed, subtree, ties_below
from policies.compiling import lay_out
from policies.models import Section


def duplicate_section(actor: Any, section: Section, *, seen: int | None) -> Section:
    """Add a copy after the section; its ids and anchors get a number.

    ``seen`` is the draft's count as the editor saw it. Raises `conditions.Unmet` and
    then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(section.draft, actor, seen)
        section = drafting.fresh(draft, section)
        value, ties = renamed(draft, subtree(section), ties_below(section))
        make_room(draft, section.parent, section.position + 1)
        lay_out(draft, section.parent, [value], ties, first=section.position + 1)
        drafting.touch(draft, actor, "duplicate section", value.anchor)
        return draft.sections.get(uid=value.id)
