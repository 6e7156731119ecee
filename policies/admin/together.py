"""Publishing several drafts of an organisation together: all of them, or none (F07)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from organisations import permissions
from organisations.models import Organisation
from organisations.numerals import whole
from policies.actions.publish import publish_together
from policies.admin.publishing import judge, unmet
from policies.compiling import read_draft
from policies.conditions import Unmet
from policies.forms.publication import NoteForm, WhenForm
from policies.models import Draft, Policy, Version


@dataclass
class Item:
    """A policy that may be published with the others."""

    policy: Policy
    draft: Draft
    form: NoteForm
    unmet: list[str]
    chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest) -> HttpResponse:
    """One moment for several policies; what is wrong with one stands beside it."""
    organisation = _organisation(request)
    data = request.POST if request.method == "POST" else None
    when = WhenForm(data, organisation=organisation)
    items = _items(request, organisation)
    refused = ""
    if data is not None:
        refused = _publish(request, when, [item for item in items if item.chosen])
        if not refused:
            address = reverse("admin:policies_policy_changelist")
            return HttpResponseRedirect(f"{address}?organisation={organisation.slug}")
    return TemplateResponse(
        request,
        "admin/policies/together.html",
        {
            **admin.site.each_context(request),
            "opts": Policy._meta,
            "is_nav_sidebar_enabled": False,  # two languages need the width
            "title": _("Publish together"),
            "organisation": organisation,
            "when": when,
            "items": items,
            "ready": any(not item.unmet for item in items),
            "refused": refused,
            "zone": organisation.time_zone,
        },
        status=422 if refused else 200,
    )


def _organisation(request: HttpRequest) -> Organisation:
    """The organisation that was named, or the only one where this person approves."""
    held = permissions.of(request.user)
    named = request.GET.get("organisation", "")
    mine = held.organisations("publish")
    if not named:
        found = getattr(request, "organisation", None) or mine.first()
    else:
        there = held.organisations()
        found = (
            there.filter(pk=whole(named) or 0).first()
            or there.filter(slug=named).first()
        )
    if named and found is None:
        raise Http404
    if found is None or not held.can("publish", found):
        raise PermissionDenied
    return found


def _items(request: HttpRequest, organisation: Organisation) -> list[Item]:
    """The organisation's drafts that say something which no version says."""
    drafts = (
        Draft.objects.filter(policy__organisation=organisation)
        .select_related("policy__organisation__authority")
        .order_by("policy__position", "policy__pk")
    )
    found = []
    for draft in drafts:
        item = _item(request, draft)
        if item is not None:
            found.append(item)
    return found


def _item(request: HttpRequest, draft: Draft) -> Item | None:
    policy, text = draft.policy, read_draft(draft)
    document = text.document
    newest = Version.objects.newest(policy)
    if not document.sections or (newest and newest.digest == document.digest()):
        return None
    pending = Version.objects.pending(policy, timezone.now())
    for version in pending:
        version.policy = policy
    data = request.POST if request.method == "POST" else None
    chosen = data is not None and str(policy.pk) in data.getlist("policy")
    form = NoteForm(
        data if chosen else None,
        prefix=f"p{policy.pk}",
        pending=pending,
        initial={"seen": draft.lock_version},
    )
    judge(form, policy, Version.objects.replaced(policy, timezone.now()), document)
    return Item(policy, draft, form, unmet(request.user, draft, text), chosen)


def _publish(request: HttpRequest, when: WhenForm, chosen: list[Item]) -> str:
    """Publish them all; answers what stands in the way, "" when it is done."""
    valid = [when.is_valid(), *(item.form.is_valid() for item in chosen)]
    if not chosen:
        return _("Choose the policies that are published.")
    if not all(valid):
        return _("Nothing was published yet: please look at what is marked below.")
    effective = when.cleaned_data["effective"]
    said = [(item.policy, item.form.publication(effective)) for item in chosen]
    try:
        made = publish_together(request.user, said)
    except Unmet as reason:
        _mark(chosen, reason)
        return _("Nothing was published: one of them can't be published like this.")
    _tell(request, made)
    return ""


def _mark(chosen: list[Item], reason: Unmet) -> None:
    for item in chosen:
        if reason.policy is not None and item.policy.pk == reason.policy.pk:
            fields = {"note": "note_nl"}
            field = fields.get(reason.code, reason.code)
            known = field if field in item.form.fields else None
            item.form.add_error(known, reason.message)


def _tell(request: HttpRequest, made: list[Any]) -> None:
    names = ", ".join(str(version) for version in made)
    text = ngettext(
        "%(count)d version was published: %(names)s.",
        "%(count)d versions were published together: %(names)s.",
        len(made),
    )
    messages.success(request, text % {"count": len(made), "names": names})
