"""The versions of a policy that can be compared, and which stand beside two of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from policies.models import Policy, Version
from policies.views import finding, leads

# A form with more to choose from is no form any more; the newest are asked for most.
MOST = 100


@dataclass(frozen=True)
class Shelf:
    """The newest versions that can be read, scheduled ones too; the latest first."""

    policy: Policy
    language: str
    now: dt.datetime
    rows: list[Version]

    def choice(self, *chosen: Version) -> list[dict[str, Any]]:
        """What the form offers, and always what is chosen."""
        known = {row.number for row in self.rows}
        missing = (row for row in chosen if row.number not in known)
        rows = sorted(
            [*self.rows, *missing], key=lambda row: row.effective_from, reverse=True
        )
        return [
            {
                "number": row.number,
                "effective_from": row.effective_from,
                "scheduled": row.effective_from > self.now,
            }
            for row in rows
        ]

    def leading_to(self, row: Version) -> str:
        """The address of what changed with that version; "" when it was the first."""
        earlier = (v for v in self.rows if v.effective_from < row.effective_from)
        return leads.comparison(self.policy, self.language, next(earlier, None), row)

    def going_on_from(self, row: Version) -> str:
        """The address of what changed after that version; "" when it is the last."""
        later = [v for v in self.rows if v.effective_from > row.effective_from]
        following = later[-1] if later else None
        return leads.comparison(self.policy, self.language, row, following)


def of(found: Policy, language: str, now: dt.datetime) -> Shelf:
    """The versions of a policy that can be compared. One query, and no text is read."""
    rows = finding.public(found, now).filter(withdrawal=None)
    light = rows.defer("canonical")[:MOST]
    return Shelf(found, language, now, list(light))
