"""How long ISO 8601 periods are, so that two can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import mul

from policies.kinds import wording

_PERIOD = re.compile(wording.DURATION_PATTERN)
# A year is 365.25 days, a month a twelfth of it: 30 days are not a month, 4 weeks are
# less than one.
_MONTHS = (12, 1)
_SECONDS = (604_800, 86_400, 3_600, 60, 1)
_MONTH = 365.25 * 86_400 / 12


@dataclass(frozen=True, slots=True)
class Length:
    """A period as written: its years and months, and what else it has.

    Equal lengths are the same period in other units; a year and 365 days are not.
    """

    months: int
    seconds: int

    @property
    def total(self) -> float:
        """The seconds of all of it."""
        return self.months * _MONTH + self.seconds


def length(period: str) -> Length | None:
    """How long the period is; None for what is no period."""
    found = _PERIOD.fullmatch(period)
    if not found:
        return None
    numbers = [int(part[:-1]) if part else 0 for part in found.groups()]
    return Length(
        sum(map(mul, numbers[:2], _MONTHS)), sum(map(mul, numbers[2:], _SECONDS))
    )
