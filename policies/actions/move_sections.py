"""Move the sections of a draft: another order, another level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from policies import conditions
from policies.actions import drafting
from policies.document import MAX_DEPTH
from policies.models import Draft

Direction = Literal["up", "down", "in", "out"]
# Every section in reading order, each with the section that it stands below.
Outline = Sequence[tuple[int, int | None]]


def move_sections(actor: Any, draft: Draft, outline: Outline, *, seen: int) -> bool:
    """Lay the sections out like that; answers whether anything moved.

    ``seen`` is the draft's count as the editor saw it. Raises `conditions.Unmet` and
    then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(draft, actor, seen)
        check_move(draft, outline)
        places = _places(outline)
        moved = [
            row
            for row in draft.sections.all()
            if (row.parent_id, row.position) != places[row.pk]
        ]
        for row in moved:
            row.parent_id, row.position = places[row.pk]
            row.save(update_fields=["parent", "position"])
        if moved:
            drafting.touch(draft, actor, "move sections", len(moved))
    return bool(moved)


def check_move(draft: Draft, outline: Outline) -> None:
    """Raise `conditions.Unmet` when the outline is not one of this draft's sections."""
    mine = set(draft.sections.values_list("pk", flat=True))
    if {pk for pk, _parent in outline} != mine or len(outline) != len(mine):
        raise conditions.Unmet(
            "outline", _("Those are not the sections of this draft.")
        )
    depth: dict[int | None, int] = {None: 0}
    for pk, parent in outline:
        if parent not in depth:
            raise conditions.Unmet("outline", _("A section can't stand below itself."))
        depth[pk] = depth[parent] + 1
    if max(depth.values()) > MAX_DEPTH:
        raise conditions.Unmet("depth", _("Sections are nested to three levels."))


def outline_of(draft: Draft) -> list[tuple[int, int | None]]:
    """The draft's sections in reading order, each with the one that it stands below."""
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in draft.sections.values_list("pk", "parent_id"):
        below[parent].append(pk)
    return _walk(below, None)


def shifted(outline: Outline, section: int, direction: Direction) -> Outline:
    """The outline with one section a step up, down, in or out; the same at an end.

    "In" makes it a sub-section of the one before it, "out" puts it after its parent.
    """
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in outline:
        below[parent].append(pk)
    above = dict(outline)
    parent, siblings = above[section], below[above[section]]
    at = siblings.index(section)
    if direction in ("up", "down"):
        to = at + (1 if direction == "down" else -1)
        if 0 <= to < len(siblings):
            siblings[at], siblings[to] = siblings[to], siblings[at]
    elif direction == "in" and at > 0:
        siblings.remove(section)
        below[siblings[at - 1]].append(section)
    elif direction == "out" and parent is not None:
        siblings.remove(section)
        aunts = below[above[parent]]
        aunts.insert(aunts.index(parent) + 1, section)
    return _walk(below, None)


def _walk(
    below: dict[int | None, list[int]], parent: int | None
) -> list[tuple[int, int | None]]:
    found: list[tuple[int, int | None]] = []
    for pk in list(below.get(parent, ())):
        found += [(pk, parent), *_walk(below, pk)]
    return found


def _places(outline: Outline) -> dict[int, tuple[int | None, int]]:
    places: dict[int, tuple[int | None, int]] = {}
    count: dict[int | None, int] = defaultdict(int)
    for pk, parent in outline:
        places[pk] = (parent, count[parent])
        count[parent] += 1
    return places
