"""Whose news it is: the confirmed subscriptions that something concerns."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from organisations.models import Organisation
from policies.models import Policy, Subscription


def concerned(
    organisation: Organisation, concerns: Q, **more: Any
) -> QuerySet[Subscription]:
    """Those of the organisation's that were confirmed, each once."""
    found = Subscription.objects.filter(
        concerns, organisation=organisation, confirmed_at__isnull=False, **more
    )
    return found.distinct()


def about(*policies: Policy) -> Q:
    """Who follows everything, or one of these policies."""
    return Q(everything=True) | Q(policies__in=policies)


def of(policy: Policy) -> QuerySet[Subscription]:
    """Who is told when that policy changes."""
    return concerned(policy.organisation, about(policy))
