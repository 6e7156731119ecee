"""The review of a draft: how far it is, what changed, who decides, and the verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organisations import people
from organisations.languages import codes
from organisations.numerals import whole
from policies import diffing
from policies.actions import approve as approving
from policies.actions import ask_review, reviewing
from policies.admin import standing
from policies.admin.access import draft_for, page
from policies.admin.changes import changes
from policies.admin.threads import staff_in, threads
from policies.comparing import ComparisonView
from policies.compiling import read_draft
from policies.conditions import Unmet
from policies.document import Document
from policies.forms.planning import PlanForm
from policies.models import Draft, Version
from policies.states import APPROVED


@require_safe
def review(request: HttpRequest, policy: int) -> HttpResponse:
    """Where the draft stands, what it changes, and what one may do with it."""
    draft = draft_for(request, policy, "read")
    return _show(request, draft)


@require_POST
def ask(request: HttpRequest, policy: int) -> HttpResponse:
    """Put the draft before the colleagues who approve."""
    draft = draft_for(request, policy, "ask for review")
    note = request.POST.get("note", "")
    return _do(
        request,
        draft,
        lambda: ask_review.ask_review(request.user, draft, note, seen=_seen(request)),
        _("Your colleagues were asked for a review."),
    )


@require_POST
def take_back(request: HttpRequest, policy: int) -> HttpResponse:
    """Go on writing."""
    draft = draft_for(request, policy, "ask for review")
    return _do(
        request,
        draft,
        lambda: ask_review.take_back(request.user, draft),
        _("The draft is being edited again."),
    )


@require_POST
def approve(request: HttpRequest, policy: int) -> HttpResponse:
    """Approve the step whose turn it is."""
    draft = draft_for(request, policy, "approve")
    comment = request.POST.get("comment", "")
    return _do(
        request,
        draft,
        lambda: approving.approve(
            request.user,
            draft,
            comment,
            seen=_seen(request),
            shown=request.POST.get("shown"),
        ),
        _("You approved this draft."),
    )


@require_POST
def reject(request: HttpRequest, policy: int) -> HttpResponse:
    """Send the draft back with what has to change."""
    draft = draft_for(request, policy, "approve")
    comment = request.POST.get("comment", "")
    return _do(
        request,
        draft,
        lambda: approving.reject(request.user, draft, comment, seen=_seen(request)),
        _("The draft went back to its writers, with your comment."),
    )


def _do(
    request: HttpRequest, draft: Draft, deed: Callable[[], object], said: str
) -> HttpResponse:
    try:
        deed()
    except Unmet as unmet:
        draft.refresh_from_db(fields=["state", "lock_version", "writers"])
        return _show(request, draft, status=422, refused=unmet)
    messages.success(request, said)
    back = reverse("admin:policies_policy_review", args=[draft.policy_id])
    return HttpResponseRedirect(back)


def _seen(request: HttpRequest) -> int:
    """The count that the page showed; one that never was when none came along."""
    seen = whole(request.POST.get("seen"))
    return -1 if seen is None else seen


def _show(
    request: HttpRequest, draft: Draft, status: int = 200, **more: Any
) -> HttpResponse:
    policy = draft.policy
    rounds = list(policy.rounds.prefetch_related("decisions"))
    found = next((each for each in rounds if not each.outcome), None)
    said = threads(request.user, policy)
    current = Version.objects.in_force(policy, timezone.now())
    base = current or Version.objects.newest(policy)
    read = read_draft(draft)
    text = read.document
    return page(
        request,
        "review",
        policy,
        status=status,
        title=_("Review"),
        draft=draft,
        stages=standing.stages(draft, found),
        shown=text.digest(),
        current=base,
        changes=changes(base.document if base else None, text),
        view=_compared(base, text),
        round=found,
        due=reviewing.due(policy.organisation, found),
        steps=reviewing.steps(policy.organisation),
        approved_by=_approval(draft, rounds),
        past=[each for each in rounds if each.outcome],
        may=standing.permitted(request.user, draft, read),
        all_threads=said,
        names=people.names(_staff(draft, rounds) | staff_in(said)),
        plan=PlanForm.of(policy),
        overdue=standing.overdue(policy.next_review, policy.organisation.zone),
        sent=request.POST,
        zone=policy.organisation.zone,
        **more,
    )


def _compared(base: Version | None, text: Document) -> ComparisonView | None:
    """Word by word in both languages; nothing when there is nothing to compare with."""
    if base is None:
        return None
    language = (get_language() or "nl")[:2]
    return ComparisonView(diffing.compare(base.document, text), language, codes())


def _approval(draft: Draft, rounds: list[Any]) -> list[Any]:
    """The decisions by which an approved draft was approved."""
    if draft.state != APPROVED or not rounds:
        return []
    return list(rounds[0].decisions.all())


def _staff(draft: Draft, rounds: list[Any]) -> set[str]:
    ids = {*draft.writers, *(each.opened_by for each in rounds)}
    return ids | {d.actor for each in rounds for d in each.decisions.all()}
