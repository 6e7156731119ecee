"""Which policy a request is about, and whether this person may do that with it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from organisations import permissions
from policies.compiling import draft_of
from policies.models import Draft, Policy, Section

# Which tab a page belongs to, where it isn't called the same.
_TABS = {"outline": "draft", "section": "draft", "kinds": "draft", "share": "look"}


def policy_for(request: HttpRequest, pk: int, verb: str) -> Policy:
    """The policy; 404 for another organisation's, 403 for what one may not do."""
    found = (
        Policy.objects.select_related("organisation__authority").filter(pk=pk).first()
    )
    return _allowed(request, found, verb)


def draft_for(request: HttpRequest, pk: int, verb: str) -> Draft:
    """The policy's draft, with the policy on it."""
    policy = policy_for(request, pk, verb)
    draft = draft_of(policy)
    draft.policy = policy
    return draft


def section_for(draft: Draft, pk: int) -> Section:
    """A section of that draft; 404 for another's."""
    found = draft.sections.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.draft = draft
    return found


def draft_and_section(
    request: HttpRequest, pk: int, section: int, verb: str
) -> tuple[Draft, Section | None]:
    """A draft with one of its sections, None when that is gone. One query for all."""
    row = (
        Section.objects.select_related("draft__policy__organisation__authority")
        .filter(pk=section, draft__policy=pk)
        .first()
    )
    if row is None:
        return draft_for(request, pk, verb), None
    _allowed(request, row.draft.policy, verb)
    return row.draft, row


def page(
    request: HttpRequest,
    template: str,
    policy: Policy,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of the admin about a policy."""
    held = permissions.of(request.user)
    return TemplateResponse(
        request,
        f"admin/policies/{template}.html",
        {
            **admin.site.each_context(request),
            "opts": Policy._meta,
            "is_nav_sidebar_enabled": False,  # two languages need the width
            "policy": policy,
            "tab": _TABS.get(template, template),
            "may_edit": held.can("edit", policy.organisation),
            "may_publish": held.can("publish", policy.organisation),
            **context,
        },
        status=status,
    )


def _allowed(request: HttpRequest, found: Policy | None, verb: str) -> Policy:
    held = permissions.of(request.user)
    if found is None or not held.can("read", found.organisation):
        raise Http404
    if not held.can(verb, found.organisation):
        raise PermissionDenied
    return found
