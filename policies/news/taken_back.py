"""News of a change of processors that was announced and does not take place (F88).

For who was written to about it. Of one that another announcement replaces, that tells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from organisations import mail
from policies.models import Announcement, ProcessorNotice
from policies.news import processors
from policies.news.source import News, Source, stays

SUBJECT = "taken_back"


def fresh(now: dt.datetime) -> Iterator[News]:
    """Notices that were taken back, and that no other one replaces."""
    announced = Announcement.objects.filter(subject=SUBJECT, object_id=OuterRef("pk"))
    rows = ProcessorNotice.objects.filter(
        ~Exists(announced), taken_back_at__isnull=False, replaced_by=None
    )
    for row in rows.select_related("organisation").order_by("taken_back_at", "pk"):
        yield News(row.pk, row.organisation, row.taken_back_at, processors.readers(row))


def written(pk: int, language: str, unsubscribe_url: str) -> mail.Written:
    """What was announced last, and that it was taken back."""
    row = ProcessorNotice.objects.select_related("organisation").get(pk=pk)
    words = processors.facts(
        processors.last_told(row) or row, language, unsubscribe_url
    )
    return mail.written("taken_back", language, row.organisation.zone, words)


SOURCE = Source(SUBJECT, fresh, stays, written)
