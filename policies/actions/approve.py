"""Approve a draft, or send it back with what has to change (four eyes, F67)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit
from policies import announcing, conditions
from policies.actions import authorship, reviewing
from policies.actions.reviewing import Step
from policies.compiling import compile_draft
from policies.models import Decision, Draft, Round
from policies.states import (
    APPROVE,
    APPROVED,
    EDITING,
    IN_REVIEW,
    REJECT,
    REJECTED,
    ROUND_APPROVED,
)


def approve(
    actor: Any,
    draft: Draft,
    comment: str = "",
    *,
    seen: int | None,
    shown: str | None = None,
) -> Decision:
    """Approve the step whose turn it is; after the last one the draft is approved.

    ``seen`` is the draft's count as the approver saw it, ``shown`` the digest of the
    text with its facts and registers: nobody approves unread text. Raises
    `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = _lock(draft)
        found, step = check_approve(actor, draft)
        conditions.unchanged_since(draft, seen)
        check_shown(draft, shown)
        made = _decide(actor, draft, found, step, APPROVE, comment)
        found = reviewing.current(draft.policy) or found
        if reviewing.due(draft.policy.organisation, found) is None:
            reviewing.close(found, ROUND_APPROVED)
            draft.state = APPROVED
            draft.save(update_fields=["state"])
            announcing.approved(draft, found, made, actor)
        else:
            announcing.review_asked(draft, found, actor)
    return made


def reject(actor: Any, draft: Draft, comment: str, *, seen: int | None) -> Decision:
    """Send the draft back to its writers, with a comment that says why.

    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = _lock(draft)
        found, step = check_reject(actor, draft, comment)
        conditions.unchanged_since(draft, seen)
        made = _decide(actor, draft, found, step, REJECT, comment)
        reviewing.close(found, REJECTED)
        draft.state = EDITING
        draft.save(update_fields=["state"])
        announcing.rejected(draft, found, made, actor)
    return made


def check_approve(actor: Any, draft: Draft) -> tuple[Round, Step]:
    """The round and the step to approve; raises `conditions.Unmet` when it can't be."""
    found, step = _turn(actor, draft)
    conditions.no_change_is_asked(draft)
    if not draft.policy.organisation.single_person:
        _check_four_eyes(actor, draft, found)
    return found, step


def _check_four_eyes(actor: Any, draft: Draft, found: Round) -> None:
    if actor is not None and authorship.wrote(actor, draft):
        raise conditions.Unmet(
            "four_eyes",
            _("You wrote in this draft: a colleague has to approve it."),
        )
    if actor is not None and authorship.filled_in(actor, draft):
        raise conditions.Unmet(
            "four_eyes",
            _("You changed a register or a fact that this text prints: a colleague has "
              "to approve it."),
        )  # fmt: skip
    if audit.actor_id(actor) in reviewing.decided_by(found):
        raise conditions.Unmet(
            "four_eyes",
            _("You approved an earlier step: a colleague has to take this one."),
        )


def check_shown(draft: Draft, shown: str | None) -> None:
    """Raise `conditions.Unmet` when the approver was shown another text than this."""
    if shown is not None and shown != compile_draft(draft).digest():
        raise conditions.Unmet(
            "changed",
            _("A register or a fact that this text prints changed meanwhile. Look at the "
              "text, then try again."),
        )  # fmt: skip


def check_reject(actor: Any, draft: Draft, comment: str) -> tuple[Round, Step]:
    """The round and the step; raises `conditions.Unmet` when it can't be rejected."""
    found, step = _turn(actor, draft)
    if not comment.strip():
        raise conditions.Unmet("comment", _("Say what has to change."))
    return found, step


def can_approve(actor: Any, draft: Draft) -> bool:
    """Whether it is the actor's turn to approve this draft."""
    try:
        check_approve(actor, draft)
    except conditions.Unmet:
        return False
    return True


def can_reject(actor: Any, draft: Draft) -> bool:
    """Whether the actor may send this draft back."""
    try:
        check_reject(actor, draft, "-")
    except conditions.Unmet:
        return False
    return True


def _lock(draft: Draft) -> Draft:
    found: Draft = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("policy__organisation")
        .get(pk=draft.pk)
    )
    return found


def _turn(actor: Any, draft: Draft) -> tuple[Round, Step]:
    organisation = draft.policy.organisation
    conditions.may(actor, "approve", organisation)
    conditions.is_in(draft, IN_REVIEW)
    found = reviewing.current(draft.policy)
    step = reviewing.due(organisation, found)
    if found is None or step is None:
        raise conditions.Unmet("state", _("Nobody asked for a review of this draft."))
    if actor is not None and step.people and actor.pk not in step.people:
        raise conditions.Unmet(
            "step",
            _("The step “%(step)s” is another colleague's.") % {"step": step.name},
        )
    return found, step


def _decide(
    actor: Any, draft: Draft, found: Round, step: Step, verdict: str, comment: str
) -> Decision:
    conditions.is_readable(comment)
    who = audit.actor_id(actor)
    alone = authorship.wrote(actor, draft) or authorship.filled_in(actor, draft)
    name = step.name_in(draft.policy.organisation.default_language)
    made = Decision.objects.create(
        round=found,
        step=step.key,
        step_name=name,
        actor=who,
        at=timezone.now(),
        verdict=verdict,
        comment=comment.strip(),
        single_person=verdict == APPROVE and alone,
        digest=compile_draft(draft).digest(),
    )
    audit.record(
        who, verdict, draft.policy, draft.policy.organisation,
        round=found.number, step=name, comment=made.comment, digest=made.digest,
        **({"single_person": True} if made.single_person else {}),
    )  # fmt: skip
    return made
