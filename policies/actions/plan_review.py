"""When a policy is looked at again: the next review date, and that it was done (F71)."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit
from policies import conditions
from policies.models import Policy

MOST_MONTHS = 60


def plan_review(actor: Any, policy: Policy, *, on: dt.date | None, months: int) -> None:
    """Set the next review date, and every how many months one follows another.

    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        policy = _lock(policy)
        check_plan(actor, policy)
        if not 1 <= months <= MOST_MONTHS:
            raise conditions.Unmet(
                "months",
                _("Choose a number of months from 1 to %(most)d.")
                % {"most": MOST_MONTHS},
            )
        before = policy.next_review
        policy.next_review, policy.review_months = on, months
        policy.save(update_fields=["next_review", "review_months"])
        audit.record(
            audit.actor_id(actor), "plan review", policy, policy.organisation,
            changes={"next_review": [_iso(before), _iso(on)]}, months=months,
        )  # fmt: skip


def mark_reviewed(actor: Any, policy: Policy) -> None:
    """The text was read again and still holds: the next review is planned from today.

    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        policy = _lock(policy)
        check_plan(actor, policy)
        before = policy.next_review
        policy.reviewed_on = timezone.localdate(timezone=policy.organisation.zone)
        policy.save(update_fields=["reviewed_on"])
        plan_next(policy)
        audit.record(
            audit.actor_id(actor), "review", policy, policy.organisation,
            changes={"next_review": [_iso(before), _iso(policy.next_review)]},
        )  # fmt: skip


def check_plan(actor: Any, policy: Policy) -> None:
    """Raise `conditions.Unmet` when the actor has no say in when it is read again."""
    conditions.may(actor, "plan review", policy.organisation)


def can_plan(actor: Any, policy: Policy) -> bool:
    """Whether the actor may plan reviews of this policy."""
    try:
        check_plan(actor, policy)
    except conditions.Unmet:
        return False
    return True


def plan_next(policy: Policy) -> None:
    """The next review comes a period from today: somebody has read the text, or publishes
    one.

    Publishing is no review: of the text in force it says nothing while the new one is
    scheduled, and of the new one nothing that its own day doesn't say. A history that is
    taken over follows from today, too: nobody here missed the reviews before.
    """
    today = timezone.localdate(timezone=policy.organisation.zone)
    policy.next_review = months_after(today, policy.review_months)
    policy.save(update_fields=["next_review"])


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day some months on, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )


def _lock(policy: Policy) -> Policy:
    found: Policy = (
        Policy.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=policy.pk)
    )
    return found


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
