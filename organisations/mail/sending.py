"""Sending messages: each once, again later when the mail server was away.

A process takes a message by one conditional UPDATE, which either database lets only one
of them win, and keeps it for `LEASE`. If it dies in the middle, the message is sent
again after that, with the same Message-ID: at most once would lose messages instead.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F, QuerySet
from django.utils import timezone

from organisations.mail import transport
from organisations.mail.transport import Result
from organisations.models import Message

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=10)
# After that nobody waits for the message any more.
GIVEN_UP = dt.timedelta(days=3)
KEPT = dt.timedelta(days=30)

Outcome = Counter[Result]


def due() -> QuerySet[Message]:
    """What should be sent now."""
    now = timezone.now()
    found: QuerySet[Message] = Message.objects.filter(
        sent_at=None,
        next_attempt__lte=now,
        created_at__gt=now - GIVEN_UP,
        user__is_active=True,
    )
    return found


def deliver(messages: QuerySet[Message], seconds: float | None = None) -> Outcome:
    """Send them over one connection, until the server is away or the time is over."""
    outcome: Outcome = Counter()
    end = time.monotonic() + seconds if seconds is not None else None
    connection = get_connection()
    try:
        for message in messages:
            if end is not None and time.monotonic() > end:
                break
            result = send(message, connection)
            outcome[result] += 1
            if result is Result.AWAY:
                break
    finally:
        connection.close()
    return outcome


def send(message: Message, connection: Any = None) -> Result:
    """Try to send it, unless somebody else does. Failures are kept, not raised."""
    if not _take(message):
        return Result.TAKEN
    try:
        _email(message, transport.opened(connection)).send()
    except Exception as error:  # whatever it is, the deed is done already
        _keep_failure(message, error)
        return transport.blame(error)
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now(), last_error="")
    return Result.SENT


def tidy() -> int:
    """Delete messages after a month; answers how many."""
    old = Message.objects.filter(created_at__lt=timezone.now() - KEPT)
    deleted: int = old.delete()[0]
    return deleted


def _take(message: Message) -> bool:
    """Whether it is ours now, and nobody else's for a while."""
    now = timezone.now()
    taken: int = Message.objects.filter(
        pk=message.pk, sent_at=None, next_attempt__lte=now
    ).update(next_attempt=now + LEASE, attempts=F("attempts") + 1)
    return taken == 1


def _keep_failure(message: Message, error: Exception) -> None:
    logger.warning("Message %s was not sent: %r", message.pk, error)
    Message.objects.filter(pk=message.pk).update(
        last_error=f"{type(error).__name__}: {error}"[:1000],
        next_attempt=timezone.now() + transport.pause(message.attempts),
    )


def _email(message: Message, connection: Any) -> EmailMultiAlternatives:
    return transport.Mail(
        message.to, message.subject, message.text, message.html,
        uid=message.uid, host=settings.ADMIN_HOST,
        topic=message.kind.replace("_", "-"), written_at=message.created_at,
    ).email(connection)  # fmt: skip
