"""Remind: tell colleagues which policies are due to be read again (F71)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from organisations import audit
from organisations.models import AuditEntry, Organisation
from policies import announcing, conditions
from policies.models import Policy

PAUSE = dt.timedelta(days=7)
ACTION = "remind of review"


def remind_reviews(actor: Any, organisation: Organisation) -> list[Policy]:
    """Write to those who write for the organisation, once a week for each policy.

    What was reminded of stands in the audit trail: that is the memory, so that the
    command may run as often as it likes. Answers the policies of which it told.
    """
    with transaction.atomic():
        # One at a time: two commands at once would both find nothing in the trail.
        rows = Organisation.objects.select_for_update(no_key=True)
        organisation = rows.get(pk=organisation.pk)
        check_remind(actor, organisation)
        due = [
            p for p in overdue(organisation) if str(p.uid) not in _told(organisation)
        ]
        if not due or not announcing.review_overdue(organisation, due):
            return []
        for policy in due:
            audit.record(
                audit.actor_id(actor), ACTION, policy, organisation,
                policy=str(policy.uid), due=str(policy.next_review),
            )  # fmt: skip
    return due


def check_remind(actor: Any, organisation: Organisation) -> None:
    """Raise `conditions.Unmet` when the actor may not send reminders there."""
    conditions.may(actor, "plan review", organisation)


def can_remind(actor: Any, organisation: Organisation) -> bool:
    """Whether the actor may send reminders there."""
    try:
        check_remind(actor, organisation)
    except conditions.Unmet:
        return False
    return True


def overdue(organisation: Organisation) -> list[Policy]:
    """The organisation's policies whose day of review has come, the longest due first."""
    today = timezone.localdate(timezone=organisation.zone)
    found = Policy.objects.filter(organisation=organisation, next_review__lte=today)
    return list(found.order_by("next_review", "pk"))


def all_overdue() -> dict[Organisation, list[Policy]]:
    """Per organisation what is due; organisations without are absent."""
    found: dict[Organisation, list[Policy]] = defaultdict(list)
    # Nowhere is it later than a day from now: one query, then each one's own clock.
    latest = timezone.now().date() + dt.timedelta(days=1)
    rows = Policy.objects.filter(next_review__lte=latest).select_related("organisation")
    for policy in rows.order_by("organisation__slug", "next_review", "pk"):
        today = timezone.localdate(timezone=policy.organisation.zone)
        if policy.next_review is not None and policy.next_review <= today:
            found[policy.organisation].append(policy)
    return dict(found)


def _told(organisation: Organisation) -> set[str]:
    """The policies of which the organisation was told within the last week."""
    entries = AuditEntry.objects.filter(
        organisation=organisation, action=ACTION, at__gt=timezone.now() - PAUSE
    )
    return {entry.details.get("policy", "") for entry in entries}
