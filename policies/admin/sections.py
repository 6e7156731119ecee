"""Adding, editing, duplicating and deleting a section of a draft."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from organisations.numerals import whole
from policies import conditions, kinds
from policies.actions.add_section import depth_of
from policies.actions.delete_section import delete_section, undo_delete
from policies.actions.duplicate_section import duplicate_section
from policies.actions.mark_translated import mark_translated
from policies.admin.access import (
    draft_and_section,
    draft_for,
    page,
    section_for,
)
from policies.admin.answers import around, outline_after
from policies.admin.outline import row_name
from policies.admin.panes import outline_pane, side_pane
from policies.admin.reading import Reading
from policies.admin.section_editor import Editor
from policies.conditions import Unmet
from policies.document import MAX_DEPTH
from policies.models import Draft, Removed, Section


@require_safe
def choose(request: HttpRequest, policy: int) -> HttpResponse:
    """Every kind of section, with what it is for."""
    draft = draft_for(request, policy, "edit")
    parent = _parent(request.GET.get("parent", ""), draft)
    return page(
        request,
        "kinds",
        draft.policy,
        title=_("Add a section"),
        kinds=sorted(kinds.all_kinds().values(), key=lambda kind: str(kind.label)),
        parent=parent,
        parent_heading=row_name(parent) if parent else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, policy: int, kind: str) -> HttpResponse:
    """The form of a new section of that kind; nothing is added before it is saved."""
    draft = draft_for(request, policy, "edit")
    if kind not in kinds.all_kinds():
        raise Http404
    parent = _parent(request.GET.get("parent", ""), draft)
    return Editor(request, draft, kinds.get(kind), None, parent).respond()


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, policy: int, section: int) -> HttpResponse:
    """The form of a section. When a colleague deleted it meanwhile nothing is lost."""
    draft, row = draft_and_section(request, policy, section, "edit")
    if row is not None:
        return Editor(request, draft, kinds.get(row.kind), row, None).respond()
    sent = request.POST.get("kind", "")
    if request.method != "POST" or sent not in kinds.all_kinds():
        raise Http404
    return Editor(request, draft, kinds.get(sent), None, None).rescue()


@require_safe
def side(request: HttpRequest, policy: int, section: int) -> HttpResponse:
    """What changed in a section and what is amiss: for a script both panes alone."""
    draft = draft_for(request, policy, "read")
    row = section_for(draft, section)
    reading = Reading(draft)
    found = {
        **outline_pane(reading, current=row.pk, checked=True),
        **side_pane(reading, reading.section(row.uid)),
        "section": row,
        "title": _("What to look at"),
        "heading": row_name(row),
    }
    if "part" in request.GET:
        context = around(request, found)
        return render(request, "admin/policies/_panes.html", context)
    return page(request, "side", draft.policy, tab="draft", **found)


@require_POST
def duplicate(request: HttpRequest, policy: int, section: int) -> HttpResponse:
    """A copy of the section, with what stands below it, right after itself."""
    draft = draft_for(request, policy, "edit")
    row = section_for(draft, section)
    try:
        made = duplicate_section(request.user, row, seen=None)
    except Unmet as unmet:
        return outline_after(request, draft, wrong=unmet.message)
    said = _("“%(heading)s” was duplicated; the copy stands after it.")
    return outline_after(
        request, draft, said=said % {"heading": row_name(row)}, show=made.pk
    )


@require_POST
def delete(request: HttpRequest, policy: int, section: int) -> HttpResponse:
    """Delete at once, with what stands below; it can be put back."""
    draft = draft_for(request, policy, "edit")
    row = section_for(draft, section)
    try:
        if whole(request.POST.get("seen")) != row.lock_version:
            raise Unmet("changed", _("A colleague changed that section meanwhile. "
                                     "Look at it before you delete it."))  # fmt: skip
        removed = delete_section(request.user, row, seen=None)
    except Unmet as unmet:
        return outline_after(request, draft, wrong=unmet.message, show=section)
    said = _("“%(heading)s” was deleted.") % {"heading": row_name(row)}
    return outline_after(request, draft, said=said, undo=removed.pk)


@require_POST
def undo(request: HttpRequest, policy: int, removed: int) -> HttpResponse:
    """Put a deleted section back where it was."""
    draft = draft_for(request, policy, "edit")
    found = Removed.objects.filter(draft=draft, pk=removed).first()
    try:
        if found is None:
            raise Unmet("gone", _("That section was put back already."))
        found.draft = draft
        row = undo_delete(request.user, found)
    except Unmet as unmet:
        return outline_after(request, draft, wrong=unmet.message)
    said = _("“%(heading)s” was put back.") % {"heading": row_name(row)}
    return outline_after(request, draft, said=said, show=row.pk)


@require_POST
def translated(request: HttpRequest, policy: int, section: int) -> HttpResponse:
    """The translations are still right as they are: of a row, or of the section."""
    draft = draft_for(request, policy, "translate")
    row = section_for(draft, section)
    try:
        conditions.may(request.user, "translate", draft.policy.organisation)
        mark_translated(request.user, row, request.POST.get("entry", ""))
    except Unmet as unmet:
        return outline_after(request, draft, wrong=unmet.message)
    return outline_after(request, draft, said=_("Noted: the translation is right."))


def _parent(pk: str, draft: Draft) -> Section | None:
    """The section below which to add; 404 when that is no section of this draft."""
    if not pk:
        return None
    parent = section_for(draft, whole(pk) or 0)
    if depth_of(parent) >= MAX_DEPTH:
        raise Http404
    return parent
