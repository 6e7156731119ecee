"""Whose news it is: the confirmed subscriptions that something concerns."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from organisations.models import Organisation
from policies.models import Announcement, Policy, Subscription
from policies.news.source import KEPT, NEWS, News


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


def reached(subject: str, news: News) -> Q:
    """Who may have its letter; once letters are deleted, who was to have it."""
    rows = Announcement.objects.filter(subject=subject, object_id=news.object_id)
    made = rows.first()
    if made is None or made.at - news.published_at > NEWS:
        return Q(pk__in=[])
    if made.at > timezone.now() - KEPT:
        # A process that is sending it, or was killed at that, has noted nothing yet.
        sent = Q(sent_at__isnull=False) | Q(attempts__gt=0, last_error="")
        return Q(pk__in=made.letters.filter(sent).values("subscription"))
    return news.concerns & Q(confirmed_at__lt=news.published_at)
