"""The draft's own page: its outline, moving sections, the preview."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, get_args

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_POST, require_safe

from organisations.languages import codes, texts
from organisations.models import Role
from policies import kinds, pages
from policies.actions.move_sections import (
    Direction,
    Outline,
    move_sections,
    outline_of,
    shifted,
)
from policies.admin.access import draft_for, page
from policies.admin.changes import changes
from policies.compiling import compile_draft
from policies.conditions import Unmet
from policies.models import Draft, Section, Version


@dataclass
class Line:
    """A section in the outline."""

    section: Section
    kind: str | Promise
    heading: dict[str, str]
    rows: int
    changed: bool
    below: list[Line] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """The languages in which its heading is not written."""
        return [code for code in codes() if code not in self.heading]


@require_safe
def outline(request: HttpRequest, policy: int) -> HttpResponse:
    """The sections of the draft, nested, with what can be done with each."""
    draft = draft_for(request, policy, Role.VIEWER)
    latest = Version.objects.filter(policy=draft.policy).order_by("-number").first()
    changed = changes(latest.document if latest else None, compile_draft(draft))
    return page(
        request,
        "outline",
        draft.policy,
        title=str(draft.policy),
        draft=draft,
        lines=_lines(draft, {found.anchor for found in changed}),
        latest=latest,
        changes=changed,
    )


@require_POST
def move(request: HttpRequest, policy: int) -> HttpResponse:
    """Move sections: one a step (buttons), or all of them as they were dragged."""
    draft = draft_for(request, policy, Role.EDITOR)
    try:
        wanted = _wanted(request, draft)
        seen = int(request.POST.get("seen", ""))
        move_sections(request.user, draft, wanted, seen=seen)
    except Unmet as unmet:
        messages.error(request, unmet.message)
    except ValueError:
        raise Http404 from None
    return HttpResponseRedirect(
        _address(draft) + f"#s{request.POST.get('section', '')}"
    )


@require_safe
def preview(request: HttpRequest, policy: int, language: str) -> HttpResponse:
    """The draft exactly as its public page will look."""
    wanted = request.GET.get("language", language)
    if wanted not in codes() or language not in codes():
        raise Http404
    draft = draft_for(request, policy, Role.VIEWER)
    if wanted != language:
        name = "admin:policies_policy_preview"
        return HttpResponseRedirect(reverse(name, args=[policy, wanted]))
    return pages.draft_page(request, draft.policy, language)


def _wanted(request: HttpRequest, draft: Draft) -> Outline:
    """The outline that was sent; ValueError when it makes no sense."""
    data: Any = request.POST
    if direction := data.get("direction"):
        if direction not in get_args(Direction):
            raise ValueError(direction)
        current = outline_of(draft)
        section = int(data.get("section", ""))
        if section not in dict(current):
            raise Http404
        return shifted(current, section, direction)
    pairs = [pair.split(":") for pair in data.get("outline", "").split(",")]
    return [(int(pk), int(parent) if parent else None) for pk, parent in pairs]


def _lines(draft: Draft, changed: set[str]) -> list[Line]:
    rows = draft.sections.annotate(count=Count("entries"))
    below: dict[int | None, list[Line]] = defaultdict(list)
    for row in rows:
        line = Line(
            section=row,
            kind=kinds.get(row.kind).label,
            heading=texts(row, "heading"),
            rows=row.count,
            changed=row.anchor in changed,
            below=below[row.pk],
        )
        below[row.parent_id].append(line)
    return below[None]


def _address(draft: Draft) -> str:
    return reverse("admin:policies_policy_draft", args=[draft.policy_id])
