"""Adding, editing and deleting a section of a draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations.languages import texts
from organisations.models import Role
from organisations.numerals import whole
from policies import kinds
from policies.actions.add_section import depth_of
from policies.actions.delete_section import delete_section
from policies.admin.access import draft_for, page, section_for
from policies.admin.section_editor import Editor
from policies.conditions import Unmet
from policies.document import MAX_DEPTH
from policies.models import Draft, Section


@require_safe
def choose(request: HttpRequest, policy: int) -> HttpResponse:
    """Every kind of section, with what it is for."""
    draft = draft_for(request, policy, Role.EDITOR)
    parent = _parent(request.GET.get("parent", ""), draft)
    return page(
        request,
        "kinds",
        draft.policy,
        title=_("Add a section"),
        kinds=sorted(kinds.all_kinds().values(), key=lambda kind: str(kind.label)),
        parent=parent,
        parent_heading=next(iter(texts(parent, "heading").values()), "")
        if parent
        else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, policy: int, kind: str) -> HttpResponse:
    """The form of a new section of that kind; nothing is added before it is saved."""
    draft = draft_for(request, policy, Role.EDITOR)
    if kind not in kinds.all_kinds():
        raise Http404
    parent = _parent(request.GET.get("parent", ""), draft)
    return Editor(request, draft, kinds.get(kind), None, parent).respond()


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, policy: int, section: int) -> HttpResponse:
    """The form of a section. When a colleague deleted it meanwhile nothing is lost."""
    draft = draft_for(request, policy, Role.EDITOR)
    row = draft.sections.filter(pk=section).first()
    if row is not None:
        row.draft = draft
        return Editor(request, draft, kinds.get(row.kind), row, None).respond()
    sent = request.POST.get("kind", "")
    if request.method != "POST" or sent not in kinds.all_kinds():
        raise Http404
    return Editor(request, draft, kinds.get(sent), None, None).rescue()


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, policy: int, section: int) -> HttpResponse:
    """Ask first; versions that were published keep the section."""
    draft = draft_for(request, policy, Role.EDITOR)
    row = section_for(draft, section)
    back = reverse("admin:policies_policy_draft", args=[policy])
    if request.method == "POST":
        try:
            seen = whole(request.POST.get("seen"))
            delete_section(request.user, row, seen=-1 if seen is None else seen)
        except Unmet as unmet:
            messages.error(request, unmet.message)
        else:
            messages.success(request, _("The section was deleted."))
        return HttpResponseRedirect(back)
    return page(
        request,
        "delete_section",
        draft.policy,
        title=_("Delete a section"),
        section=row,
        heading=next(iter(texts(row, "heading").values()), row.anchor),
        below=[
            next(iter(texts(child, "heading").values()), child.anchor)
            for child in _descendants(row)
        ],
        draft=draft,
        back=back,
    )


def _parent(pk: str, draft: Draft) -> Section | None:
    """The section below which to add; 404 when that is no section of this draft."""
    if not pk:
        return None
    parent = section_for(draft, whole(pk) or 0)
    if depth_of(parent) >= MAX_DEPTH:
        raise Http404
    return parent


def _descendants(section: Section) -> list[Section]:
    found = []
    for child in section.children.all():
        found += [child, *_descendants(child)]
    return found
