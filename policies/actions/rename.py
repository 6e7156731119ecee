"""Rename: the title is part of what colleagues approve, though it stands elsewhere."""

from __future__ import annotations

from typing import Any

from organisations import audit
from policies import announcing
from policies.actions import reviewing
from policies.models import Draft, Policy


def renamed(actor: Any, policy: Policy) -> None:
    """Tell the draft that its title is another: who approved the old one decides anew.

    Called inside the transaction that changed the title.
    """
    draft = Draft.objects.select_for_update().filter(policy=policy).first()
    if draft is None:
        return
    draft.policy = policy
    who = audit.actor_id(actor)
    anew = reviewing.overtake(draft, actor)
    draft.writers = [*draft.writers, *([who] if who not in draft.writers else [])]
    draft.lock_version += 1
    draft.save()
    if anew is not None:
        announcing.review_asked(draft, anew, actor)
