"""A kind of news: where it comes from, for whom it is, how it reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

from organisations.mail import Written
from organisations.models import Organisation

# What is older when it is found is history that came from elsewhere, not news.
NEWS = dt.timedelta(days=30)
# How long letters are kept after their announcement.
KEPT = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened and that readers were not told of yet.

    ``concerns`` says which of the organisation's subscriptions it is for.
    """

    object_id: int
    organisation: Organisation
    published_at: dt.datetime
    concerns: Q


def stays(pk: int) -> bool:
    """What was taken back or withdrawn stays so: what a `Source` of that ``holds``."""
    return True


@dataclass(frozen=True, slots=True)
class Source:
    """Where one kind of news comes from.

    ``fresh`` finds what was not announced at that moment, the oldest first. ``holds``
    says whether it is still so: nobody is told of what was taken back. ``written`` is
    the message in a language, with that address in it to unsubscribe.
    """

    subject: str
    fresh: Callable[[dt.datetime], Iterable[News]]
    holds: Callable[[int], bool]
    written: Callable[[int, str, str], Written]
