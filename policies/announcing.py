"""Telling others what happened: colleagues by e-mail, other systems by webhooks.

Called inside the transaction of the verb; messages leave after the commit, to people
in their language. Nobody hears of what they did themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse

from organisations import mail, permissions
from organisations.audit import SYSTEM
from organisations.languages import texts
from organisations.models import Organisation
from organisations.people import names
from policies.actions import reviewing
from policies.compiling import compile_draft
from policies.document import Section
from policies.models import (
    Decision,
    Draft,
    Policy,
    ProcessorNotice,
    Round,
    Version,
    Withdrawal,
)
from policies.states import APPROVE
from policies.webhooks import events


def review_asked(draft: Draft, found: Round, actor: Any) -> None:
    """To those whose turn it is to approve; not to those who wrote the draft.

    It is who opened the round that asks, also of those who have a later step.
    """
    organisation = draft.policy.organisation
    step = reviewing.due(organisation, found)
    people = reviewing.approvers(organisation, step)
    if not organisation.single_person:
        people = _without(people, [*draft.writers, *reviewing.decided_by(found)])
    context = {
        "by": _called(found.opened_by),
        "note": found.note,
        "approved": _approvals(draft, found),
        "sections": changed_sections(draft),
        "path": _path("review", draft.policy),
    }
    _tell(mail.MessageKind.REVIEW_ASKED, people, draft.policy, actor, context)


def approved(draft: Draft, found: Round, decision: Decision, actor: Any) -> None:
    """To those who wrote the draft and who asked for the review."""
    steps = _steps(draft)
    context = {
        "comment": decision.comment,
        "ready": True,
        "step": reviewing.step_of(decision, steps).names if len(steps) > 1 else "",
        "path": _path("review", draft.policy),
    }
    people = _writers(draft, found)
    _tell(mail.MessageKind.APPROVED, people, draft.policy, actor, context)


def rejected(draft: Draft, found: Round, decision: Decision, actor: Any) -> None:
    """To those who wrote the draft and who asked for the review, with the reason."""
    context = {"comment": decision.comment, "path": _path("review", draft.policy)}
    people = _writers(draft, found)
    _tell(mail.MessageKind.REJECTED, people, draft.policy, actor, context)


def published(version: Version, actor: Any) -> None:
    """To other systems, and to everybody who writes for the organisation."""
    events.published(version)
    policy = version.policy
    context = {
        "number": version.number,
        "effective_from": version.effective_from,
        "note": texts(version, "note"),
        "path": _path("versions", policy),
    }
    people = permissions.staff_who_can("edit", policy.organisation)
    _tell(mail.MessageKind.PUBLISHED, people, policy, actor, context)


def withdrawn(version: Version, row: Withdrawal) -> None:
    """To other systems: it holds no longer, or its schedule was cancelled."""
    events.withdrawn(version, row)


def processor(notice: ProcessorNotice) -> None:
    """To other systems: a change of processors was announced, or that taken back."""
    events.processor(notice)


def review_overdue(organisation: Organisation, policies: Iterable[Policy]) -> int:
    """To everybody who writes for the organisation: what to read again (F71)."""
    listed = [
        {
            "policy": texts(policy, "title"),
            "due": policy.next_review,
            "path": _path("draft", policy),
        }
        for policy in policies
    ]
    context = {"policies": listed, "path": reverse("admin:index")}
    people = permissions.staff_who_can("edit", organisation)
    kind = mail.MessageKind.REVIEW_OVERDUE
    return len(mail.queue(kind, people, organisation, context))


def changed_sections(draft: Draft) -> list[dict[str, str]]:
    """The headings of what says something else than the last version, per language."""
    latest = Version.objects.newest(draft.policy)
    before = {s.id: _alone(s) for s in latest.document.walk()} if latest else {}
    after = {s.id: _alone(s) for s in compile_draft(draft).walk()}
    changed = [s for key, s in after.items() if before.get(key) != s]
    gone = [s for key, s in before.items() if key not in after]
    return [dict(s.heading) or {"nl": s.anchor, "en": s.anchor} for s in changed + gone]


def _tell(
    kind: str, people: Any, policy: Policy, actor: Any, context: Mapping[str, Any]
) -> None:
    if actor is not None:
        people = people.exclude(pk=actor.pk)
    about = {"policy": texts(policy, "title"), "by": _name(actor)}
    mail.queue(kind, people, policy.organisation, {**about, **context})


def _writers(draft: Draft, found: Round) -> Any:
    ids = [*draft.writers, found.opened_by]
    return reviewing.colleagues(draft.policy.organisation, ids)


def _without(people: Any, ids: Iterable[str]) -> Any:
    keys = [int(i.partition(":")[2]) for i in ids if i.startswith("user:")]
    return people.exclude(pk__in=keys)


def _name(actor: Any) -> str | dict[str, str]:
    if actor is None:
        return {"nl": "De beheerder", "en": "The administrator"}
    return str(actor.get_full_name() or actor.get_username())


def _approvals(draft: Draft, found: Round) -> list[dict[str, Any]]:
    """The steps of the round that were approved, and by whom."""
    steps = _steps(draft)
    return [
        {"step": reviewing.step_of(made, steps).names, "by": _called(made.actor)}
        for made in found.decisions.all()
        if made.verdict == APPROVE
    ]


def _called(staff_id: str) -> str | dict[str, str]:
    gone = {"nl": "Een oud-collega", "en": "A former colleague"}
    return _name(None) if staff_id == SYSTEM else names([staff_id]).get(staff_id, gone)


def _steps(draft: Draft) -> list[reviewing.Step]:
    return reviewing.steps(draft.policy.organisation)


def _alone(section: Section) -> Section:
    return replace(section, sections=())


def _path(name: str, policy: Policy) -> str:
    return reverse(f"admin:policies_policy_{name}", args=[policy.pk])
