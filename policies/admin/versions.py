"""The versions of a policy: reading, withdrawing, cancelling a schedule, restoring."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations import people
from organisations.addresses import absolute
from organisations.languages import codes, texts
from organisations.numerals import whole
from policies.actions import cancel_schedule as cancelling
from policies.actions import restore_version as restoring
from policies.actions import withdraw as withdrawing
from policies.actions.import_document import has_unpublished
from policies.admin.access import draft_for, page, policy_for
from policies.admin.changes import changes
from policies.compiling import compile_draft
from policies.conditions import Unmet
from policies.forms.moments import said
from policies.forms.publication import WithdrawalForm
from policies.models import Draft, Policy, Version
from policies.news import subscriptions
from policies.states import SCHEDULED, VERSION_STATES

AT_ONCE = 50


@require_safe
def versions(request: HttpRequest, policy: int) -> HttpResponse:
    """Every version of a policy with its permanent addresses; ``?version=`` opens the
    part of the list that has that one."""
    found = policy_for(request, policy, "read")
    shown = _part(request, found)
    rows = _versions(found, list(shown))
    return page(
        request,
        "versions",
        found,
        title=_("Versions"),
        shown=shown,
        versions=rows,
        names=people.names(row["version"].publisher for row in rows),
        zone=found.organisation.zone,
        readers=subscriptions.of(found).count(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, policy: int, number: int) -> HttpResponse:
    """Say that a version no longer holds; its address then answers with the reason."""
    found = policy_for(request, policy, "withdraw")
    version = get_object_or_404(Version, policy=found, number=number)
    if version.withdrawn:
        raise Http404
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            withdrawing.withdraw(request.user, version, form.reason())
        except Unmet as unmet:
            form.add_error("reason_nl", unmet.message)
        else:
            messages.success(request, _("The version was withdrawn."))
            return _to_versions(policy)
    return page(
        request,
        "withdraw",
        found,
        status=422 if form.is_bound else 200,
        title=_("Withdraw version %(number)d") % {"number": number},
        form=form,
        version=version,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, policy: int, number: int) -> HttpResponse:
    """Ask first, then cancel: the version never takes effect."""
    found = policy_for(request, policy, "publish")
    version = get_object_or_404(Version, policy=found, number=number)
    version.policy = found
    if request.method == "POST":
        try:
            cancelling.cancel_schedule(request.user, version)
        except Unmet as unmet:
            messages.error(request, unmet.message)
        else:
            messages.success(request, _("The schedule was cancelled."))
        return _to_versions(policy)
    current = Version.objects.in_force(found, timezone.now())
    return page(
        request,
        "cancel_schedule",
        found,
        title=_("Cancel the schedule of version %(number)d") % {"number": number},
        version=version,
        day=said(version.effective_from, found.organisation),
        goes_on=current if current and current.withdrawn is None else None,
        possible=cancelling.can_cancel(request.user, version),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, policy: int, number: int) -> HttpResponse:
    """Make the draft say what that version said; asks before anything is lost."""
    draft = draft_for(request, policy, "restore")
    version = get_object_or_404(Version, policy=draft.policy, number=number)
    version.policy = draft.policy
    refused = ""
    if request.method == "POST":
        seen, replace = whole(request.POST.get("seen")), "replace" in request.POST
        try:
            restored = restoring.restore_version(
                request.user,
                version,
                replace=replace,
                seen=-1 if seen is None else seen,
            )
        except Unmet as unmet:
            refused = unmet.message
        else:
            messages.success(request, _restored(version, restored))
            return HttpResponseRedirect(
                reverse("admin:policies_policy_draft", args=[policy])
            )
        draft.refresh_from_db(fields=["lock_version"])
    return page(
        request,
        "restore",
        draft.policy,
        status=422 if refused else 200,
        title=_("Restore version %(number)d as a draft") % {"number": number},
        draft=draft,
        version=version,
        refused=refused,
        unpublished=has_unpublished(draft, compile_draft(draft)),
    )


def _restored(version: Version, draft: Draft) -> str:
    """What the draft says now; and what it prints otherwise than the version did."""
    found = changes(version.document, compile_draft(draft))
    if not found:
        text = _("The draft says what version %(number)d said.")
        return text % {"number": version.number}
    text = _("The draft has the text of version %(number)d, but what comes from "
             "registers and facts is as it is now. This differs from the version: "
             "%(names)s.")  # fmt: skip
    names = ", ".join(dict.fromkeys(change.heading for change in found))
    url = reverse("admin:policies_policy_changes", args=[draft.policy_id])
    return format_html(
        '{} <a href="{}?from={}">{}</a>',
        text % {"number": version.number, "names": names},
        url,
        version.number,
        _("Compare with the draft"),
    )


def _to_versions(policy: int) -> HttpResponse:
    return HttpResponseRedirect(
        reverse("admin:policies_policy_versions", args=[policy])
    )


def _part(request: HttpRequest, policy: Policy) -> Page[Version]:
    """A page of the list, the newest first. Numbers have no gaps: they tell the page."""
    rows = Version.objects.filter(policy=policy).order_by("-number")
    every = Paginator(rows.select_related("withdrawal").defer("canonical"), AT_ONCE)
    number = whole(request.GET.get("version"))
    if number and number <= every.count:
        return every.page((every.count - number) // AT_ONCE + 1)
    return every.get_page(request.GET.get("page"))


def _versions(policy: Policy, found: list[Version]) -> list[dict[str, Any]]:
    now = timezone.now()
    prefetch_related_objects([policy], "organisation__hosts")  # for the addresses
    current = Version.objects.in_force(policy, now)
    labels = dict(VERSION_STATES)
    rows = []
    for version in found:
        state = version.state(now, current)
        rows.append(
            {
                "version": version,
                "state": state,
                "label": labels[state],
                "scheduled": state == SCHEDULED,
                "before": version.number - 1 or None,
                "note": _note(version),
                "links": {} if version.cancelled else _links(policy, version),
            }
        )
    return rows


def _note(version: Version) -> str:
    """What changed; of a cancelled or withdrawn one, why it no longer holds."""
    language = (get_language() or "nl")[:2]
    note = texts(version, "note")
    return note.get(language) or next(iter(note.values()), "")


def _links(policy: Policy, version: Version) -> dict[str, str]:
    return {
        code: absolute(policy.organisation, f"{policy.path(code)}v/{version.number}/")
        for code in codes()
    }
