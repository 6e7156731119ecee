"""Where the page of a version leads: its comparisons, the text ahead, both languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from policies import paths
from policies.models import Policy, Version
from policies.states import IN_FORCE, SUPERSEDED
from policies.views.neighbours import Neighbours


def of(found: Policy, language: str, near: Neighbours) -> dict[str, Any]:
    """What the templates of a version's page get besides its text and facts."""
    own, current, state = near.version, near.last, near.state
    return {
        "until": near.until if state == SUPERSEDED else None,
        "reviewed": reviewed(found, own) if state == IN_FORCE else None,
        "changes_url": comparison(found, language, near.previous, own),
        "since_url": comparison(found, language, own, current)
        if state == SUPERSEDED and current != near.next
        else "",
        "next_changes_url": comparison(found, language, own, near.next),
        "beside_url": paths.under(found, language, "beside")
        if state == IN_FORCE
        else "",
        "upcoming": upcoming(found, language, near) if state == IN_FORCE else None,
        "vacant": near.vacant,
    }


def reviewed(found: Policy, row: Version) -> dt.date | None:
    """The day on which the text in force was read again and still held (F06).

    Who changes or publishes a text has read it: the same day would say nothing new. A
    day before that, or before it took effect, is about another text.
    """
    day, zone = found.reviewed_on, found.organisation.zone
    if day is None or row.withdrawn is not None:
        return None
    moments = (row.published_at, row.effective_from)
    days = (moment.astimezone(zone).date().isoformat() for moment in moments)
    return day if day.isoformat() > max(row.updated, *days) else None


def upcoming(found: Policy, language: str, near: Neighbours) -> dict[str, Any] | None:
    """The next version that is scheduled, announced beside the text in force (F08)."""
    return announced(found, language, near, near.ahead[0]) if near.ahead else None


def announced(
    found: Policy, language: str, near: Neighbours, row: Version
) -> dict[str, Any]:
    """A version that is scheduled, and what it will change in the text in force."""
    return {
        "effective_from": row.effective_from,
        "url": paths.version(found, language, row.number),
        "changes_url": comparison(found, language, near.last, row),
    }


def comparison(
    found: Policy, language: str, before: Version | None, after: Version | None
) -> str:
    """The address of a comparison; "" where there are no two texts to compare."""
    if before is None or after is None or before.number == after.number:
        return ""
    return paths.comparison(found, language, before.number, after.number)
