"""Whether an organisation's public pages may have changed, as one number.

Every table that a public page reads is watched: triggers raise the number of the
organisations concerned in the transaction that changes a row, whoever does it and by
whatever way (ORM, raw SQL, another program). So what was made from the database can be
kept for as long as the number stays, and no list of "places to invalidate" has to be
right.

An app names its tables when it starts::

    generations.watch("cookies_cookie", "SELECT {row}.organisation_id")

and what changes by the clock alone::

    generations.add_moment(next_version)

Numbers grow over the whole installation, in the order of the commits. Their last 20 bits
are random: after a restore to an earlier moment the same number doesn't come again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db.models import Max

from organisations import clock
from organisations.generations.watched import WATCHED, watch
from organisations.models import Generation, Organisation

__all__ = ["WATCHED", "add_moment", "current", "holds_until", "read_alias", "watch"]

Moment = Callable[[Organisation, dt.datetime], dt.datetime | None]
_moments: list[Moment] = []


def add_moment(ahead: Moment) -> None:
    """Let ``ahead`` say when, after a moment, an organisation's pages change next."""
    _moments.append(ahead)


def current(organisation_pk: int) -> int:
    """The organisation's number: that of its last change, or of everybody's."""
    rows = Generation.objects.using(read_alias()).filter(
        organisation_id__in=[organisation_pk, Generation.EVERYBODY]
    )
    return int(rows.aggregate(last=Max("number"))["last"] or 0)


def holds_until(organisation: Organisation, now: dt.datetime) -> dt.datetime:
    """The moment up to which pages made now stay true, if nobody changes anything.

    At the latest the next midnight in the organisation's zone: days begin then, for
    notices and for what "today" means.
    """
    zone = organisation.zone
    tomorrow = now.astimezone(zone).date() + dt.timedelta(days=1)
    found = (ahead(organisation, now) for ahead in _moments)
    return min([clock.midnight(tomorrow, zone), *filter(None, found)])


def read_alias() -> str:
    """The database that public pages are read from; the numbers have to be its own."""
    return "replica" if "replica" in settings.DATABASES else "default"
