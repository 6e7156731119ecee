"""Publishing a draft: now, on a day or at a moment, with what is read from when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from policies import conditions
from policies.actions import publish as publishing
from policies.admin.access import draft_for, page
from policies.admin.changes import changes
from policies.admin.timeline import Event, timeline
from policies.classifying import classify
from policies.comparing.reasons import ReasonsView
from policies.compiling import DraftText, read_draft
from policies.conditions import Unmet
from policies.document import Document
from policies.forms.publication import NoteForm, PublicationForm
from policies.models import Draft, Policy, Version
from policies.states import APPROVED

_ON_FIELD = {
    "note": "note_nl", "past": "day", "taken": "day", "scheduled": "scheduled",
    "override": "override",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, policy: int) -> HttpResponse:
    """Publish the draft; what stands in the way is said before anybody tries.

    While another version is scheduled, what will be read from when is shown first.
    """
    draft = draft_for(request, policy, "publish")
    pending = _pending(draft.policy)
    form = PublicationForm(
        request.POST if request.method == "POST" else None,
        organisation=draft.policy.organisation,
        pending=pending,
        initial={"seen": draft.lock_version},
    )
    if not form.is_bound or not form.is_valid():
        return _publish_page(request, draft, form, pending)
    if _plan(form, pending) != request.POST.get("plan", ""):
        return _publish_page(request, draft, form, pending, status=200)
    try:
        version = publishing.publish(request.user, draft.policy, form.whole())
    except Unmet as unmet:
        field = _ON_FIELD.get(unmet.code)
        form.add_error(field if field in form.fields else None, unmet.message)
        return _publish_page(request, draft, form, _pending(draft.policy))
    return _published(request, version)


def unmet(actor: Any, draft: Draft, text: DraftText) -> list[str]:
    """What stands in the way of publishing, whatever day and note are chosen."""
    newest = Version.objects.newest(draft.policy)
    document = text.document
    checks: tuple[Callable[[], None], ...] = (
        lambda: conditions.may(actor, "publish", draft.policy.organisation),
        lambda: conditions.has_text(document),
        lambda: conditions.variables_are_filled(text.written),
        lambda: conditions.is_valid(document),
        lambda: conditions.differs(document, newest),
        lambda: conditions.is_approved(draft, actor),
        lambda: conditions.is_as_approved(draft, document),
        lambda: conditions.no_change_is_asked(draft),
    )
    found = []
    for check in checks:
        try:
            check()
        except Unmet as reason:
            found.append(reason.message)
    return found


def judge(
    form: NoteForm, policy: Policy, replaced: Version | None, document: Document
) -> None:
    """Say in the form whether the change looks material, and why."""
    if replaced is None or replaced.digest == document.digest():
        return
    found = classify(replaced.document, document)
    language = (get_language() or "nl")[:2]
    address = reverse("admin:policies_policy_changes", args=[policy.pk])
    page = f"{address}?from={replaced.number}&to=draft"
    form.judge(ReasonsView(found, language, found.material, page))


def _pending(policy: Policy) -> list[Version]:
    found = Version.objects.pending(policy, timezone.now())
    for version in found:
        version.policy = policy
    return found


def _plan(form: PublicationForm, pending: list[Version]) -> str:
    """What was chosen, in a word that the next page sends back: it has been shown.

    Empty when there is nothing to explain, or nothing chosen yet.
    """
    choice = form.cleaned_data.get("scheduled", "")
    if not pending or not choice:
        return ""
    effective = form.cleaned_data["effective"]
    numbers = ",".join(str(version.number) for version in pending)
    return f"{choice} {numbers} {effective.isoformat() if effective else 'now'}"


def _publish_page(
    request: HttpRequest,
    draft: Draft,
    form: PublicationForm,
    pending: list[Version],
    status: int = 422,
) -> HttpResponse:
    draft.refresh_from_db(fields=["lock_version", "state"])
    planned = form.is_bound and not form.errors
    if form.is_bound:  # the next attempt is made on what is shown now
        form.data = {**form.data.dict(), "seen": str(draft.lock_version)}  # type: ignore[attr-defined]
    text, effective = read_draft(draft), _moment(form)
    document = text.document
    last = draft.policy.versions.order_by("-number").first()
    replaced = Version.objects.replaced(draft.policy, effective or timezone.now())
    judge(form, draft.policy, replaced, document)
    number = last.number + 1 if last else 1
    return page(
        request,
        "publish",
        draft.policy,
        status=status if form.is_bound else 200,
        title=_("Publish"),
        form=form,
        draft=draft,
        number=number,
        latest=replaced,
        single=draft.state != APPROVED,
        unmet=unmet(request.user, draft, text),
        changes=changes(replaced.document if replaced else None, document),
        timelines=_timelines(draft.policy, number, form, pending),
        plan=_plan(form, pending) if planned else "",
        zone=draft.policy.organisation.time_zone,
    )


def _moment(form: PublicationForm) -> dt.datetime | None:
    """The moment that was chosen; None for at once, or when nothing was sent yet."""
    moment: dt.datetime | None = getattr(form, "cleaned_data", {}).get("effective")
    return moment


def _timelines(
    policy: Policy, number: int, form: PublicationForm, pending: list[Version]
) -> dict[str, list[Event]]:
    """By choice, what is read from when; of what was chosen alone, once it was."""
    if not pending:
        return {}
    chosen = getattr(form, "cleaned_data", {}).get("scheduled")
    effective, now = _moment(form), timezone.now()
    return {
        choice: timeline(policy, number, effective, pending, choice, now)
        for choice in ([chosen] if chosen else ["keep", "cancel"])
    }


def _published(request: HttpRequest, version: Version) -> HttpResponse:
    if version.effective_from > timezone.now():
        text = _("Version %(number)d is published and takes effect on its day.")
    else:
        text = _("Version %(number)d is published and in force.")
    messages.success(request, text % {"number": version.number})
    return HttpResponseRedirect(
        reverse("admin:policies_policy_versions", args=[version.policy_id])
    )
