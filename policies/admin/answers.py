"""What follows on a change of the outline: the outline anew for a script, or a page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from organisations import permissions
from organisations.numerals import whole
from policies.admin.panes import outline_pane
from policies.admin.reading import Reading
from policies.models import Draft


def outline_after(
    request: HttpRequest,
    draft: Draft,
    *,
    said: str = "",
    wrong: str = "",
    undo: int | None = None,
    show: int | None = None,
) -> HttpResponse:
    """Say what was done, or why it was not.

    ``undo`` is the deleted section that can be put back, ``show`` the section to look
    at. A script asks with ``part`` for the outline alone: what is being written in the
    section beside it stays as it is.
    """
    at = whole(request.POST.get("at"))
    if request.POST.get("part"):
        reading = Reading(Draft.objects.select_related("policy").get(pk=draft.pk))
        reading.draft.policy = draft.policy
        pane = outline_pane(
            reading, current=at, checked=True, said=said, wrong=wrong, undo=undo
        )
        return render(request, "admin/policies/_outline.html", around(request, pane))
    if wrong:
        messages.error(request, wrong)
    return HttpResponseRedirect(_address(draft, at, undo, show))


def around(request: HttpRequest, pane: dict[str, Any]) -> dict[str, Any]:
    """A pane with what it needs when it is sent without a page around it."""
    policy = pane["draft"].policy
    may_edit = permissions.of(request.user).can("edit", policy.organisation)
    return {**pane, "policy": policy, "may_edit": may_edit}


def _address(draft: Draft, at: int | None, undo: int | None, show: int | None) -> str:
    mark = f"#s{show}" if show else ""
    if at and undo is None and draft.sections.filter(pk=at).exists():
        arguments = [draft.policy_id, at]
        return reverse("admin:policies_policy_section", args=arguments) + mark
    query = f"?undo={undo}" if undo else ""
    return reverse("admin:policies_policy_draft", args=[draft.policy_id]) + query + mark
