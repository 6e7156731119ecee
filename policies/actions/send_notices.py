"""Send notices: tell readers by e-mail what changed, each once (F61).

What is new is announced in one transaction, with a letter to everybody who is to be
told. A process takes a letter by one conditional UPDATE, sends it, and notes that it is
sent as soon as the server has it. If it is killed, the letter is taken up after `LEASE`.
Between the server's answer and the note lies an instant in which a letter may be sent
twice: with the same Message-ID, by which a mailbox knows it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.crypto import get_random_string

from organisations.mail import Result, Written, transport
from policies.actions.subscribe import unsubscribe
from policies.models import Announcement, Letter, Subscription
from policies.news import SOURCES, links, subscriptions
from policies.news.post import mail_to
from policies.news.source import KEPT, NEWS, News

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = dt.timedelta(minutes=10)
GIVEN_UP = dt.timedelta(days=14)
MOST_REFUSALS = 3
LEAST = dt.timedelta(0)

Outcome = Counter[Result]
Progress = Callable[[Outcome, int], None]


def announce() -> tuple[int, int]:
    """Settle who is told of what is new: how many letters, and how much was too old."""
    now = timezone.now()
    letters = old = 0
    for subject, source in SOURCES.items():
        for news in source.fresh(now):
            if news.published_at < now - NEWS:
                old += 1
            letters += _announce(subject, news, now)
    return letters, old


def due() -> QuerySet[Letter]:
    """The letters that should be sent now, one announcement after the other."""
    now = timezone.now()
    found = Letter.objects.filter(
        sent_at=None, next_attempt__lte=now, announcement__at__gt=now - GIVEN_UP
    )
    return found.order_by("announcement", "pk")


def deliver(progress: Progress, batch: int = BATCH) -> Outcome:
    """Send what is due in batches, a connection each, until the server is away."""
    outcome: Outcome = Counter()
    total = due().count()
    sender = _Sender()
    while letters := list(due().select_related("subscription", "announcement")[:batch]):
        prefetch_related_objects(letters, "subscription__organisation__hosts")
        outcome += Counter(sender.send(letters))
        progress(outcome, total)
        if outcome[Result.AWAY]:
            break
    return outcome


def tidy() -> int:
    """Delete letters a month after their announcement; answers how many."""
    old = Letter.objects.filter(announcement__at__lt=timezone.now() - KEPT)
    return old.delete()[0]


def _announce(subject: str, news: News, now: dt.datetime) -> int:
    """All the letters or none: another process may do the same, or this one die."""
    with transaction.atomic():
        made, new = Announcement.objects.get_or_create(
            subject=subject, object_id=news.object_id, defaults={"at": now}
        )
        if not new or news.published_at < now - NEWS:
            return 0
        readers = subscriptions.concerned(
            news.organisation, news.concerns, confirmed_at__lt=news.published_at
        )
        keys = readers.order_by("pk").values_list("pk", flat=True)
        letters = [
            Letter(announcement=made, subscription_id=key, next_attempt=now)
            for key in keys
        ]
        return len(Letter.objects.bulk_create(letters, batch_size=500))


class _Sender:
    """Sends letters one after the other; writes each announcement once a language."""

    def __init__(self) -> None:
        # Stands in for the one part that differs from reader to reader.
        self.mark = f"https://{get_random_string(24).lower()}.invalid/"
        self.written = cache(self._write)

    def send(self, letters: list[Letter]) -> Iterator[Result]:
        """Send them over one connection; stops when the server is away."""
        connection = get_connection()
        try:
            for letter in letters:
                result = self._send(letter, connection)
                yield result
                if result is Result.AWAY:
                    return
        finally:
            connection.close()

    def _send(self, letter: Letter, connection: Any) -> Result:
        announcement = letter.announcement
        if not _take(letter):
            return Result.TAKEN
        if not SOURCES[announcement.subject].holds(announcement.object_id):
            _drop(letter)
            return Result.TAKEN
        try:
            mail = self._mail(letter)
        except Exception:  # a text that can't be written keeps no other one waiting
            logger.exception("Letter %s can't be written.", letter.pk)
            return _later(letter, Result.REFUSED, "can't be written")
        try:
            mail.email(transport.opened(connection)).send()
        except Exception as error:  # one reader's trouble is not the others'
            return _failed(letter, error)
        _note_sent(letter)
        return Result.SENT

    def _mail(self, letter: Letter) -> transport.Mail:
        row, announcement = letter.subscription, letter.announcement
        found = self.written(announcement.subject, announcement.object_id, row.language)
        link = links.unsubscription(row)
        own = Written(
            found.subject,
            found.text.replace(self.mark, link),
            found.html.replace(self.mark, link),
        )
        return mail_to(row, own, letter.uid, announcement.at, link)

    def _write(self, subject: str, object_id: int, language: str) -> Written:
        return SOURCES[subject].written(object_id, language, self.mark)


def _take(letter: Letter) -> bool:
    """Whether it is ours now, and nobody else's for a while."""
    now = timezone.now()
    taken = Letter.objects.filter(
        pk=letter.pk, sent_at=None, next_attempt__lte=now
    ).update(next_attempt=now + LEASE, attempts=F("attempts") + 1, last_error="")
    return taken == 1


def _drop(letter: Letter) -> None:
    """It holds no longer: who was not told never is; the others are told of that first."""
    Letter.objects.filter(pk=letter.pk).update(
        attempts=letter.attempts, last_error=letter.last_error
    )
    announce()
    letter.announcement.letters.filter(sent_at=None).delete()


def _note_sent(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), last_error="")
    if letter.subscription.refusals:
        Subscription.objects.filter(pk=letter.subscription_id).update(refusals=0)


def _failed(letter: Letter, error: Exception) -> Result:
    """Note what went wrong, without the text of the error: it names the address."""
    reason = type(error).__name__
    logger.warning("Letter %s was not sent: %s", letter.pk, reason)
    if not transport.is_final(error):
        return _later(letter, transport.blame(error), reason)
    Letter.objects.filter(pk=letter.pk).update(next_attempt=None, last_error=reason)
    _count_refusal(letter.subscription)
    return Result.REFUSED


def _later(letter: Letter, result: Result, reason: str) -> Result:
    """Try again: after a pause, or as soon as the server is there again."""
    pause = transport.pause(letter.attempts) if result is Result.REFUSED else LEAST
    Letter.objects.filter(pk=letter.pk).update(
        next_attempt=timezone.now() + pause, last_error=reason
    )
    return result


def _count_refusal(row: Subscription) -> None:
    """An address that is refused again and again exists no more: it is deleted."""
    mine = Subscription.objects.filter(pk=row.pk)
    mine.update(refusals=F("refusals") + 1)
    if mine.filter(refusals__gte=MOST_REFUSALS).exists():
        unsubscribe(row)
