"""When an answer about versions changed last. What it says exactly, its ETag tells."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, Q
from django.http import HttpResponse
from django.utils.http import http_date

from policies.models.version import VersionQuerySet


def dated(response: HttpResponse, rows: VersionQuerySet, now: dt.datetime) -> None:
    """Set Last-Modified: when one of these was published, took effect or was withdrawn.

    One query. A state may change without a row being written: a schedule's day comes.
    """
    moments = rows.aggregate(
        published=Max("published_at", filter=Q(published_at__lte=now)),
        began=Max("effective_from", filter=Q(effective_from__lte=now)),
        withdrawn=Max("withdrawal__at"),
    )
    if found := [moment for moment in moments.values() if moment is not None]:
        response["Last-Modified"] = http_date(max(found).timestamp())
