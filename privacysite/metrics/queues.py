"""What waits, and since when: asked of the database each time figures are collected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from organisations import mail
from organisations.models import Message
from policies.models import Letter, Version, WebhookDelivery

Queue = tuple[str, Any, str]


class QueueCollector(Collector):
    """Lengths of the queues and the age of what waits longest."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures; while the database is away, only that it is."""
        waiting = GaugeMetricFamily(
            "privacysite_waiting", "How many wait, by queue.", labels=["queue"]
        )
        oldest = GaugeMetricFamily(
            "privacysite_oldest_waiting_seconds",
            "How long the one has waited that waits longest.",
            labels=["queue"],
        )
        up = GaugeMetricFamily("privacysite_database_up", "Whether it answers: 1 or 0.")
        try:
            for name, number, age in lengths(timezone.now()):
                waiting.add_metric([name], number)
                oldest.add_metric([name], age)
            up.add_metric([], 1)
            yield from (waiting, oldest)
        except (DatabaseError, InterfaceError):
            up.add_metric([], 0)
        yield up


def lengths(now: dt.datetime) -> Iterator[tuple[str, int, float]]:
    """Each queue with its length and the age in seconds of its oldest. A query each."""
    for name, rows, since in queues(now):
        found = rows.order_by().aggregate(number=Count("pk"), first=Min(since))
        age = (now - found["first"]).total_seconds() if found["first"] else 0.0
        yield name, found["number"], max(0.0, age)


def queues(now: dt.datetime) -> tuple[Queue, ...]:
    """What waits, and the column that says since when. What was given up doesn't."""
    return (
        (
            "messages",
            Message.objects.filter(
                sent_at=None,
                created_at__gt=now - mail.sending.GIVEN_UP,
                user__is_active=True,
            ),
            "created_at",
        ),
        (
            "notices",
            Letter.objects.filter(sent_at=None, next_attempt__isnull=False),
            "announcement__at",
        ),
        (
            "webhooks",
            WebhookDelivery.objects.filter(
                delivered_at=None,
                next_attempt__isnull=False,
                webhook__active=True,
            ),
            "created_at",
        ),
        (
            "scheduled_versions",
            Version.objects.filter(effective_from__gt=now).not_cancelled(),
            "published_at",
        ),
    )
