"""News of a processor: a company that will, or will no longer, process data (F88)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from organisations import mail
from organisations.addresses import absolute
from policies import notices, paths
from policies.models import Announcement, ProcessorNotice
from policies.news.source import News, Source
from policies.news.subscriptions import about

SUBJECT = "processor"


def fresh(now: dt.datetime) -> Iterator[News]:
    """Notices that stand; for who follows a text that names processors."""
    announced = Announcement.objects.filter(subject=SUBJECT, object_id=OuterRef("pk"))
    rows = ProcessorNotice.objects.standing().filter(~Exists(announced))
    for row in rows.select_related("organisation").order_by("announced_at", "pk"):
        found = notices.lists_them_now(row.organisation)
        if not found:
            continue  # nobody could read of it
        concerns = about(*(version.policy for version in found))
        yield News(row.pk, row.organisation, row.announced_at, concerns)


def holds(pk: int) -> bool:
    """Whether it was not taken back."""
    found: bool = ProcessorNotice.objects.standing().filter(pk=pk).exists()
    return found


def written(pk: int, language: str, unsubscribe_url: str) -> mail.Written:
    """Who, for what, from when, and how one objects."""
    row = ProcessorNotice.objects.select_related("organisation").get(pk=pk)
    organisation = row.organisation
    words = {
        "organisation": organisation.trade_name,
        "told": notices.told(row, organisation, language),
        "url": absolute(organisation, paths.own(language, "processors")),
        "unsubscribe_url": unsubscribe_url,
    }
    return mail.written("processor", language, organisation.zone, words)


SOURCE = Source(SUBJECT, fresh, holds, written)
