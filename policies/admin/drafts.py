"""The draft's own page: its outline, moving sections, the preview."""

from __future__ import annotations

from typing import Any, get_args

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organisations.languages import codes
from organisations.numerals import whole
from policies import pages
from policies.actions.move_sections import (
    Direction,
    Outline,
    move_sections,
    outline_of,
    shifted,
)
from policies.admin.access import draft_for, page
from policies.admin.answers import outline_after
from policies.admin.outline import Line, row_name, shape
from policies.admin.panes import outline_pane, totals
from policies.admin.reading import Reading
from policies.conditions import Unmet
from policies.models import Draft


@require_safe
def outline(request: HttpRequest, policy: int) -> HttpResponse:
    """The draft as a whole: its outline, where it stands, what is to be looked at."""
    draft = draft_for(request, policy, "read")
    reading = Reading(draft)
    pane = outline_pane(reading, checked=True, undo=whole(request.GET.get("undo")))
    pks = {line.row.uid: line.row.pk for line in _every(pane["lines"])}
    return page(
        request,
        "outline",
        draft.policy,
        title=str(draft.policy),
        languages=[(code, draft.policy.title_in(code)) for code in codes()],
        sections=len(pks),
        **pane,
        **totals(reading, pks),
    )


@require_POST
def move(request: HttpRequest, policy: int) -> HttpResponse:
    """Move sections: one a step (buttons), or all of them as they were dragged."""
    draft = draft_for(request, policy, "edit")
    section = whole(request.POST.get("section"))
    try:
        current = outline_of(draft)
        wanted = _wanted(request, current)
        if request.POST.get("shape") != shape(current):
            raise Unmet("changed", _("A colleague changed the order meanwhile. "
                                     "Look at it, then try again."))  # fmt: skip
        move_sections(request.user, draft, wanted, seen=draft.lock_version)
    except Unmet as unmet:
        return outline_after(request, draft, wrong=unmet.message, show=section)
    except ValueError:
        raise Http404 from None
    said = _place(draft, wanted, section) if section else _("The order was saved.")
    return outline_after(request, draft, said=said, show=section)


@require_safe
def preview(request: HttpRequest, policy: int, language: str) -> HttpResponse:
    """The draft exactly as its public page will look."""
    wanted = request.GET.get("language", language)
    if wanted not in codes() or language not in codes():
        raise Http404
    draft = draft_for(request, policy, "read")
    if wanted != language:
        name = "admin:policies_policy_preview"
        return HttpResponseRedirect(reverse(name, args=[policy, wanted]))
    return pages.draft_page(request, draft.policy, language)


def _wanted(request: HttpRequest, current: Outline) -> Outline:
    """The outline that was sent; ValueError when it makes no sense."""
    data: Any = request.POST
    if direction := data.get("direction"):
        if direction not in get_args(Direction):
            raise ValueError(direction)
        section = int(data.get("section", ""))
        if section not in dict(current):
            raise Http404
        return shifted(current, section, direction)
    pairs = [pair.split(":") for pair in data.get("outline", "").split(",")]
    return [(int(pk), int(parent) if parent else None) for pk, parent in pairs]


def _place(draft: Draft, outline: Outline, section: int) -> str:
    """Where a section stands now, for who does not see it move."""
    parents = dict(outline)
    siblings = [pk for pk, parent in outline if parent == parents[section]]
    level, above = 1, parents[section]
    while above is not None:
        level, above = level + 1, parents[above]
    row = draft.sections.get(pk=section)
    return _("“%(heading)s”: place %(place)d of %(count)d, level %(level)d.") % {
        "heading": row_name(row),
        "place": siblings.index(section) + 1,
        "count": len(siblings),
        "level": level,
    }


def _every(lines: list[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        found += [line, *_every(line.below)]
    return found
