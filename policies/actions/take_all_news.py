"""Take every new text that a draft is offered, where its own words are not lost (F30)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from policies import borrowing
from policies.actions import drafting
from policies.actions.borrow import put_in
from policies.borrowing import Loan
from policies.models import Draft


def take_all_news(actor: Any, draft: Draft, offered: Mapping[int, str]) -> list[str]:
    """Take what was offered as it was shown; answers the anchors of what changed.

    ``offered`` has, by the section's key, the digest of the new text (`Loan.offer`).
    A section with words of its own, or whose source changed again, stays as it is.
    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(draft, actor)
        taken = []
        for found in takable(borrowing.loans(draft)):
            if offered.get(found.section.pk) == found.offer:
                put_in(found, None)
                taken.append(found.section.anchor)
        if taken:
            subject = ", ".join(taken)
            drafting.touch(draft, actor, "take new text", subject)
    return taken


def takable(loans: list[Loan]) -> list[Loan]:
    """Those with a new text at the source, and none of their own."""
    return [
        found
        for found in loans
        if found.news
        and not found.own
        and found.source is not None
        and found.source.kind == found.value.kind
    ]
