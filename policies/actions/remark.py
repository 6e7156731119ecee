"""Remarks on a draft: say something, ask for a change, answer, call it settled (F70)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit, permissions
from policies import conditions
from policies.models import Comment, Draft, Policy

LONGEST = conditions.LONGEST


def remark(
    actor: Any,
    policy: Policy,
    text: str,
    *,
    section_uid: str = "",
    reply_to: Comment | None = None,
    asks_change: bool = False,
) -> Comment:
    """Say something about the draft, or about one of its sections.

    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        check_remark(actor, policy, text, section_uid, reply_to)
        if reply_to is not None:
            section_uid, asks_change = reply_to.section_uid, False
        made = Comment.objects.create(
            policy=policy,
            section_uid=section_uid,
            reply_to=reply_to,
            author=audit.actor_id(actor),
            at=timezone.now(),
            text=text.strip(),
            asks_change=asks_change,
        )
        audit.record(
            made.author, "comment", policy, policy.organisation,
            section=section_uid, asks_change=asks_change,
        )  # fmt: skip
    return made


def check_remark(
    actor: Any,
    policy: Policy,
    text: str,
    section_uid: str = "",
    reply_to: Comment | None = None,
) -> None:
    """Raise `conditions.Unmet` when that can't be said there."""
    conditions.may(actor, "comment", policy.organisation)
    if not text.strip():
        raise conditions.Unmet("text", _("Write what you want to say."))
    conditions.is_readable(text, section_uid)
    if reply_to is not None and (
        reply_to.policy_id != policy.pk or reply_to.reply_to_id is not None
    ):
        raise conditions.Unmet("reply", _("That comment can't be answered."))
    draft = Draft.objects.filter(policy=policy)
    if section_uid and not draft.filter(sections__uid=section_uid).exists():
        raise conditions.Unmet("section", _("That section is no longer there."))


def can_remark(actor: Any, policy: Policy) -> bool:
    """Whether the actor may comment on this policy's draft."""
    try:
        check_remark(actor, policy, "-")
    except conditions.Unmet:
        return False
    return True


def settle(actor: Any, comment: Comment, *, resolved: bool = True) -> None:
    """Mark a remark as settled, or open it again. Nothing is deleted.

    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        comment = _locked(comment)
        check_settle(actor, comment)
        policy, who = comment.policy, audit.actor_id(actor)
        comment.resolved_at = timezone.now() if resolved else None
        comment.resolved_by = who if resolved else ""
        comment.save(update_fields=["resolved_at", "resolved_by"])
        verb = "settle comment" if resolved else "reopen comment"
        audit.record(who, verb, policy, policy.organisation, comment=comment.pk)


def check_settle(actor: Any, comment: Comment) -> None:
    """Raise `conditions.Unmet` when it is not the actor who says that it is settled.

    Who wrote the text does not decide that the change which was asked for was made: who
    asked for it does, or somebody who approves.
    """
    organisation = comment.policy.organisation
    conditions.may(actor, "comment", organisation)
    if comment.reply_to_id is not None:
        raise conditions.Unmet("reply", _("An answer is settled with its comment."))
    if actor is None or not comment.asks_change:
        return
    asked = comment.author == audit.actor_id(actor)
    if not asked and not permissions.of(actor).can("approve", organisation):
        raise conditions.Unmet(
            "not_yours",
            _("Who asked for the change, or an approver, says that it is settled."),
        )


def can_settle(actor: Any, comment: Comment) -> bool:
    """Whether the actor may say that this comment is settled."""
    try:
        check_settle(actor, comment)
    except conditions.Unmet:
        return False
    return True


def _locked(comment: Comment) -> Comment:
    """The comment, locked until the transaction ends; answers may still refer to it."""
    found: Comment = (
        Comment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("policy__organisation")
        .get(pk=comment.pk)
    )
    return found
