"""News of a processor: a company that will, or will no longer, process data (F88)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q

from organisations import mail
from organisations.addresses import absolute
from policies import notices, paths
from policies.models import Announcement, ProcessorNotice
from policies.news.source import News, Source
from policies.news.subscriptions import about, concerned, reached

SUBJECT = "processor"


def fresh(now: dt.datetime) -> Iterator[News]:
    """Notices that stand; for who follows a text that names processors."""
    announced = Announcement.objects.filter(subject=SUBJECT, object_id=OuterRef("pk"))
    rows = ProcessorNotice.objects.standing().filter(~Exists(announced))
    for row in rows.select_related("organisation").order_by("announced_at", "pk"):
        if notices.lists_them_now(row.organisation):  # else nobody could read of it
            yield _news(row)


def holds(pk: int) -> bool:
    """Whether it was not taken back."""
    found: bool = ProcessorNotice.objects.standing().filter(pk=pk).exists()
    return found


def written(pk: int, language: str, unsubscribe_url: str) -> mail.Written:
    """Who, for what, from when, how one objects, and what it replaces."""
    row = ProcessorNotice.objects.select_related("organisation").get(pk=pk)
    earlier = last_told(row.replaces)
    words = {
        **facts(row, language, unsubscribe_url),
        "replaces": earlier and notices.replacing(earlier, row.organisation, language),
    }
    return mail.written("processor", language, row.organisation.zone, words)


def facts(row: ProcessorNotice, language: str, unsubscribe_url: str) -> dict[str, Any]:
    """What every letter about an announcement says."""
    organisation = row.organisation
    page = absolute(organisation, paths.own(language, "processors"))
    return {
        "organisation": organisation.trade_name,
        "told": notices.told(row, organisation, language),
        "url": page if notices.lists_them_now(organisation) else "",
        "unsubscribe_url": unsubscribe_url,
    }


def last_told(notice: ProcessorNotice | None) -> ProcessorNotice | None:
    """It, or the last one before it, that a reader was written to about; None: none."""
    while notice is not None:
        if concerned(notice.organisation, reached(SUBJECT, _news(notice))).exists():
            return notice
        notice = notice.replaces
    return None


def readers(notice: ProcessorNotice | None) -> Q:
    """Who was written to about it, or about one that it replaced."""
    found = Q(pk__in=[])
    while notice is not None:
        found |= reached(SUBJECT, _news(notice))
        notice = notice.replaces
    return found


def _news(notice: ProcessorNotice) -> News:
    found = notices.lists_them_now(notice.organisation)
    concerns = about(*(version.policy for version in found))
    return News(notice.pk, notice.organisation, notice.announced_at, concerns)


SOURCE = Source(SUBJECT, fresh, holds, written)
