"""The versions between two moments, each with what its publisher says of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from policies import pages
from policies.models import Policy, Version
from policies.views import neighbours

# A reader who was away longer is led to the list of all versions.
MOST = 50


def between(
    found: Policy,
    language: str,
    before: dt.datetime,
    after: dt.datetime,
    now: dt.datetime,
) -> list[dict[str, Any]]:
    """Those that took effect after the one moment, up to the other; the latest first.

    One query, and no text is read.
    """
    rows = (
        neighbours.light(found)
        .filter(effective_from__gt=before, effective_from__lte=after)
        .order_by("-effective_from")
    )
    shown = [row for row in rows[:MOST] if not row.cancelled]
    return [_step(found, language, row, now) for row in shown]


def _step(
    found: Policy, language: str, row: Version, now: dt.datetime
) -> dict[str, Any]:
    row.policy = found
    facts = pages.listed_facts(row, "", language, row.state(now, None))
    return facts | {"withdrawn": row.withdrawn is not None}
