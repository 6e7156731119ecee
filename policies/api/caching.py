"""When an answer about versions changed last. What it says exactly, its ETag tells."""

from __future__ import annotations

import datetime as dt

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.utils.http import http_date

from policies.models import Policy, Version


def dated(response: HttpResponse, of: QuerySet[Policy], now: dt.datetime) -> None:
    """Set Last-Modified: when a version of these policies was published, took effect or
    was withdrawn.

    One query. A state may change without a row being written: a schedule's day comes.
    """
    events = ("published_at", "effective_from", "withdrawal__at")
    rows = of.order_by().values_list(*(_last(event, now) for event in events))
    moments = [moment for row in rows for moment in row if moment is not None]
    if moments:
        response["Last-Modified"] = http_date(max(moments).timestamp())


def _last(event: str, now: dt.datetime) -> Subquery:
    """Each policy's last moment of that kind; found by an index, whatever its past."""
    versions = Version.objects.filter(policy=OuterRef("pk"), **{f"{event}__lte": now})
    return Subquery(versions.order_by(f"-{event}").values(event)[:1])
