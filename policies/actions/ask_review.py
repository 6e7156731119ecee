"""Ask for a review: put a draft before the colleagues who approve."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from organisations import audit
from policies import announcing, conditions
from policies.actions import drafting, reviewing
from policies.compiling import DraftText, read_draft
from policies.models import Draft, Round, Version
from policies.states import EDITING, TAKEN_BACK


def ask_review(actor: Any, draft: Draft, note: str = "", *, seen: int | None) -> Round:
    """Open a round of review; who has the first step gets a message.

    ``seen`` is the draft's count as it was shown. Raises `conditions.Unmet` and then
    has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(draft, actor, seen)
        check_ask(actor, draft)
        conditions.is_readable(note)
        found = reviewing.open_round(draft, actor, note.strip())
        draft.save(update_fields=["state"])
        who = audit.actor_id(actor)
        organisation = draft.policy.organisation
        audit.record(
            who, "ask for review", draft.policy, organisation,
            round=found.number, note=found.note,
        )  # fmt: skip
        announcing.review_asked(draft, found, actor)
    return found


def check_ask(actor: Any, draft: Draft, text: DraftText | None = None) -> None:
    """Raise `conditions.Unmet` when there is nothing that colleagues could approve."""
    conditions.may(actor, "ask for review", draft.policy.organisation)
    conditions.is_in(draft, EDITING)
    text = text or read_draft(draft)
    conditions.has_text(text.written)
    conditions.variables_are_filled(text.written)
    conditions.is_valid(text.document)
    conditions.differs(text.document, Version.objects.newest(draft.policy))


def can_ask(actor: Any, draft: Draft) -> bool:
    """Whether the actor may put this draft before colleagues."""
    try:
        check_ask(actor, draft)
    except conditions.Unmet:
        return False
    return True


def take_back(actor: Any, draft: Draft) -> None:
    """Go on writing: end a round that is open, or give up an approval.

    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(draft, actor)
        check_take_back(actor, draft)
        reviewing.close(reviewing.current(draft.policy), TAKEN_BACK)
        draft.state = EDITING
        draft.save(update_fields=["state"])
        who = audit.actor_id(actor)
        audit.record(who, "take back", draft.policy, draft.policy.organisation)


def check_take_back(actor: Any, draft: Draft) -> None:
    """Raise `conditions.Unmet` when there is nothing to take back."""
    conditions.may(actor, "ask for review", draft.policy.organisation)
    conditions.is_not_in(draft, EDITING)


def can_take_back(actor: Any, draft: Draft) -> bool:
    """Whether the actor may end the review, or give up the approval."""
    try:
        check_take_back(actor, draft)
    except conditions.Unmet:
        return False
    return True
