"""Sending messages to other systems: each until it arrives, later and later.

A process takes a message by one conditional UPDATE, which either database lets only one
of them win, and keeps it for `LEASE`. If it dies in the middle, the message is sent
again after that, with the same id: at most once would lose messages instead.
"""

from __future__ import annotations

import datetime as dt
import enum
import logging
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Signer

from policies.models import Trouble, Webhook, WebhookDelivery
from policies.webhooks.addresses import Refused, target
from policies.webhooks.posting import Answer, post

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=2)
# How long after each failure it is tried again; after the last it is given up.
PAUSES = tuple(
    dt.timedelta(minutes=minutes)
    for minutes in (1, 5, 30, 2 * 60, 5 * 60, 10 * 60, 24 * 60, 24 * 60)
)
KEPT = dt.timedelta(days=30)
AGENT = "privacysite-webhooks/1"


class Result(enum.Enum):
    """What became of one attempt."""

    ARRIVED = "arrived"
    TAKEN = "taken"  # somebody else has it, or had it
    REFUSED = "refused"  # this message
    AWAY = "away"  # the receiver: its other messages wait for the next time


Outcome = Counter[Result]


def due() -> Any:
    """What should be sent now, to receivers that are in use."""
    rows = WebhookDelivery.objects.due(timezone.now()).select_related("webhook")
    return rows.filter(webhook__active=True)


def deliver(deliveries: Iterable[WebhookDelivery]) -> Outcome:
    """Try each once. A receiver that can't be reached holds nobody else up."""
    outcome: Outcome = Counter()
    away: set[int] = set()
    for delivery in deliveries:
        if delivery.webhook_id in away:
            continue
        result = send(delivery)
        outcome[result] += 1
        if result is Result.AWAY:
            away.add(delivery.webhook_id)
    return outcome


def send(delivery: WebhookDelivery) -> Result:
    """Try to send it, unless somebody else does. Failures are kept, not raised."""
    if not _take(delivery):
        return Result.TAKEN
    try:
        answer = _post(delivery)
    except Refused as refused:
        _failed(delivery, refused.trouble, refused.detail)
        return Result.AWAY
    if 200 <= answer.status < 300:
        _arrived(delivery, answer.status)
        return Result.ARRIVED
    moved = 300 <= answer.status < 400
    trouble = Trouble.REDIRECT if moved else Trouble.ANSWER
    _failed(delivery, trouble, answer.beginning, answer.status)
    return Result.REFUSED


def headers(
    webhook: Webhook, message_id: str, body: str, now: dt.datetime
) -> dict[str, str]:
    """The signature, with the moment and the id that it covers (Standard Webhooks)."""
    signatures = [
        Signer(secret).sign(message_id, now, body) for secret in webhook.secrets_at(now)
    ]
    return {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def tidy() -> int:
    """Delete messages after a month; answers how many."""
    old = WebhookDelivery.objects.filter(created_at__lt=timezone.now() - KEPT)
    deleted: int = old.delete()[0]
    return deleted


def _post(delivery: WebhookDelivery) -> Answer:
    webhook, now = delivery.webhook, timezone.now().astimezone(dt.UTC)
    signed = headers(webhook, delivery.message_id, delivery.body, now)
    return post(target(webhook.url), delivery.body.encode(), signed)


def _take(delivery: WebhookDelivery) -> bool:
    """Whether it is ours now, and nobody else's for a while."""
    now = timezone.now()
    mine = WebhookDelivery.objects.due(now).filter(pk=delivery.pk).order_by()
    taken: int = mine.update(
        next_attempt=now + LEASE, attempts=F("attempts") + 1, attempted_at=now
    )
    return taken == 1


def _arrived(delivery: WebhookDelivery, status: int) -> None:
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        delivered_at=timezone.now(), next_attempt=None,
        last_status=status, trouble="", last_error="",
    )  # fmt: skip


def _failed(
    delivery: WebhookDelivery, trouble: str, detail: str, status: int | None = None
) -> None:
    logger.warning("Webhook message %s: %s %s", delivery.uid, trouble, status or "")
    pause = dict(enumerate(PAUSES)).get(delivery.attempts)
    # NUL would be refused by PostgreSQL; whoever answers chooses these words.
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        trouble=trouble, last_status=status,
        last_error=detail.replace("\x00", "")[:500],
        next_attempt=timezone.now() + pause if pause else None,
    )  # fmt: skip
