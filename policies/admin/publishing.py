"""Publishing a draft, the list of versions, and withdrawing one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations.addresses import absolute
from organisations.languages import codes, texts
from organisations.models import Role
from policies import conditions
from policies.actions import publish as publishing
from policies.actions import withdraw as withdrawing
from policies.admin.access import draft_for, page, policy_for
from policies.admin.changes import changes
from policies.compiling import compile_draft
from policies.conditions import Unmet
from policies.document import Document
from policies.forms.publication import PublicationForm, WithdrawalForm
from policies.models import Draft, Policy, Version
from policies.states import VERSION_STATES

_ON_FIELD = {"note": "note_nl", "past": "day", "taken": "day"}


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, policy: int) -> HttpResponse:
    """Publish the draft; what stands in the way is said before anybody tries."""
    draft = draft_for(request, policy, Role.APPROVER)
    data = request.POST if request.method == "POST" else None
    form = PublicationForm(
        data, policy=draft.policy, initial={"seen": draft.lock_version}
    )
    if data is not None and form.is_valid():
        try:
            version = publishing.publish(request.user, draft.policy, form.publication())
        except Unmet as unmet:
            form.add_error(_ON_FIELD.get(unmet.code), unmet.message)
        else:
            return _published(request, version)
    return _publish_page(request, draft, form)


@require_safe
def versions(request: HttpRequest, policy: int) -> HttpResponse:
    """Every version of a policy with its permanent addresses."""
    found = policy_for(request, policy, Role.VIEWER)
    return page(
        request,
        "versions",
        found,
        title=_("Versions"),
        versions=_versions(found),
        zone=found.organisation.zone,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, policy: int, number: int) -> HttpResponse:
    """Say that a version no longer holds; its address then answers with the reason."""
    found = policy_for(request, policy, Role.APPROVER)
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
            return HttpResponseRedirect(
                reverse("admin:policies_policy_versions", args=[policy])
            )
    status = 422 if form.is_bound else 200
    title = _("Withdraw version %(number)d") % {"number": number}
    return page(
        request,
        "withdraw",
        found,
        status=status,
        title=title,
        form=form,
        version=version,
    )


def unmet(actor: Any, draft: Draft, document: Document) -> list[str]:
    """What stands in the way of publishing, whatever day and note are chosen."""
    policy = draft.policy
    latest = Version.objects.filter(policy=policy).order_by("-number").first()
    checks: tuple[Callable[[], None], ...] = (
        lambda: conditions.has_role(actor, Role.APPROVER, policy.organisation),
        lambda: conditions.has_text(document),
        lambda: conditions.is_valid(document),
        lambda: conditions.differs(document, latest),
    )
    found = []
    for check in checks:
        try:
            check()
        except Unmet as reason:
            found.append(reason.message)
    return found


def _publish_page(
    request: HttpRequest, draft: Draft, form: PublicationForm
) -> HttpResponse:
    draft.refresh_from_db(fields=["lock_version"])
    if form.is_bound:  # the next attempt is made on what is shown now
        form.data = {**form.data.dict(), "seen": str(draft.lock_version)}  # type: ignore[attr-defined]
    document = compile_draft(draft)
    latest = Version.objects.filter(policy=draft.policy).order_by("-number").first()
    return page(
        request,
        "publish",
        draft.policy,
        status=422 if form.is_bound else 200,
        title=_("Publish"),
        form=form,
        draft=draft,
        number=latest.number + 1 if latest else 1,
        latest=latest,
        unmet=unmet(request.user, draft, document),
        changes=changes(latest.document if latest else None, document),
        zone=draft.policy.organisation.time_zone,
    )


def _published(request: HttpRequest, version: Version) -> HttpResponse:
    if version.effective_from > timezone.now():
        text = _("Version %(number)d is published and takes effect on its day.")
    else:
        text = _("Version %(number)d is published and in force.")
    messages.success(request, text % {"number": version.number})
    return HttpResponseRedirect(
        reverse("admin:policies_policy_versions", args=[version.policy_id])
    )


def _versions(policy: Policy) -> list[dict[str, Any]]:
    now = timezone.now()
    current = Version.objects.in_force(policy, now)
    labels = dict(VERSION_STATES)
    language = (get_language() or "nl")[:2]
    rows = []
    for version in (
        Version.objects.filter(policy=policy)
        .select_related("withdrawal")
        .defer("canonical")
        .order_by("-number")
    ):
        state, note = version.state(now, current), texts(version, "note")
        rows.append(
            {
                "version": version,
                "state": state,
                "label": labels[state],
                "note": note.get(language) or next(iter(note.values()), ""),
                "links": {
                    code: absolute(
                        policy.organisation, f"{policy.path(code)}v/{version.number}/"
                    )
                    for code in codes()
                },
            }
        )
    return rows
