"""Starting a policy: from a template set, empty, or as a copy of another one (F74)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations import permissions
from policies import borrowing, starters
from policies.actions.duplicate_policy import duplicate_policy
from policies.actions.start_following import start_following
from policies.actions.start_policy import start_policy
from policies.admin.access import policy_for
from policies.conditions import Unmet
from policies.forms.starting import COPY, EMPTY, FOLLOW, StartForm
from policies.kinds.attributes import Label
from policies.models import Policy

FIELD_OF = {
    "taken_nl": "slug_nl", "taken_en": "slug_en", "slug": "slug_nl",
    "title": "title_nl", "kind": "kind", "starter": "start", "parent": "parent",
}  # fmt: skip


@dataclass(frozen=True)
class Option:
    """What one can start from: a radio button with an explanation."""

    value: str
    radio: Any
    help: Label = ""
    title: dict[str, str] | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose where and from what; the answer leads to the new draft."""
    _check(request)
    if request.method != "POST":
        wanted = request.GET.get("organisation")
        first = {"start": "privacy", **({"organisation": wanted} if wanted else {})}
        return _show(request, _form(request, initial=first))
    form = _form(request, request.POST)
    if form.is_valid():
        try:
            made = _make(request.user, form)
        except Unmet as unmet:
            form.add_error(FIELD_OF.get(unmet.code), unmet.message)
        else:
            messages.success(request, _("The policy is there. Here is its draft."))
            return HttpResponseRedirect(
                reverse("admin:policies_policy_draft", args=[made.pk])
            )
    return _show(request, form, status=422)


@require_safe
def duplicate(request: HttpRequest, policy: int) -> HttpResponse:
    """The same page, with that policy chosen to be copied."""
    source = policy_for(request, policy, "read")
    _check(request)
    return _show(
        request,
        _form(
            request,
            initial={
                "start": COPY,
                "source": source.pk,
                "organisation": source.organisation_id,
            },
        ),
        title=_("Duplicate “%(policy)s”") % {"policy": source},
    )


def _check(request: HttpRequest) -> None:
    if not permissions.of(request.user).can_somewhere("start"):
        raise PermissionDenied


def _form(
    request: HttpRequest, data: Any = None, initial: dict[str, Any] | None = None
) -> StartForm:
    held = permissions.of(request.user)
    chosen = getattr(request, "organisation", None)
    return StartForm(
        held.organisations("start"),
        Policy.objects.filter(organisation__in=held.organisations()),
        borrowing.parents_of(held.organisations("start")),
        data,
        initial={"organisation": getattr(chosen, "pk", None), **(initial or {})},
    )


def _make(actor: Any, form: StartForm) -> Policy:
    sent = form.cleaned_data
    names = {"title": form.texts("title"), "slug": form.texts("slug")}
    if sent["start"] == COPY:
        return duplicate_policy(actor, sent["source"], sent["organisation"], **names)
    if sent["start"] == FOLLOW:
        return start_following(actor, sent["organisation"], sent["parent"], **names)
    starter = "" if sent["start"] == EMPTY else sent["start"]
    return start_policy(
        actor, sent["organisation"], starter, kind=sent["kind"], **names
    )


def _show(
    request: HttpRequest, form: StartForm, *, status: int = 200, title: str = ""
) -> HttpResponse:
    return TemplateResponse(
        request,
        "admin/policies/start.html",
        {
            **admin.site.each_context(request),
            "opts": Policy._meta,
            "is_nav_sidebar_enabled": False,
            "title": title or _("New policy"),
            "form": form,
            "options": [_option(radio) for radio in form["start"]],
        },
        status=status,
    )


def _option(radio: Any) -> Option:
    value = str(radio.data["value"])
    if value not in starters.STARTERS:
        return Option(value, radio)
    return Option(
        value,
        radio,
        starters.STARTERS[value].help,
        dict(starters.document(value).title),
    )
