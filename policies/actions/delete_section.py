"""Delete a section of a draft, with what stands below it. Versions keep theirs."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from policies import conditions
from policies.actions import drafting
from policies.models import Section


def delete_section(actor: Any, section: Section, *, seen: int) -> None:
    """Delete the section and its sub-sections.

    ``seen`` is the draft's count as the editor saw it. Raises `conditions.Unmet` and
    then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(section.draft, actor, seen)
        anchor = section.anchor
        section.delete()
        drafting.touch(draft, actor, "delete section", anchor)


def can_delete(actor: Any, section: Section) -> bool:
    """Whether the actor may delete this section."""
    try:
        with transaction.atomic():
            drafting.lock(section.draft, actor)
    except conditions.Unmet:
        return False
    return True
