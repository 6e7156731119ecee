"""How long an ISO 8601 period is, so that two can be compared."""

from __future__ import annotations

import re

from policies.kinds import wording

_PERIOD = re.compile(wording.DURATION_PATTERN)
# A year is 365.25 days, a month a twelfth of it: 12 months are a year, 30 days are not
# a month, 4 weeks are less than one.
_DAYS = (365.25, 365.25 / 12, 7.0, 1.0, 1 / 24, 1 / 1440, 1 / 86400)


def days(period: str) -> float | None:
    """The period in days; None for what is no period."""
    found = _PERIOD.fullmatch(period)
    if not found:
        return None
    numbers = (float(part[:-1]) if part else 0.0 for part in found.groups())
    total = sum(n * unit for n, unit in zip(numbers, _DAYS, strict=True))
    return round(total, 6)
