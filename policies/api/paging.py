"""A part of a list, and in the ``Link`` header (RFC 8288) the way to the other parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from organisations.addresses import absolute
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list was asked for."""

    path: str
    limit: int
    offset: int

    def links(self, organisation: Organisation, count: int) -> str:
        """The ``Link`` header: first, previous, next and last part, where they are."""
        last = max(0, (count - 1) // self.limit * self.limit)
        found = {"first": 0}
        if self.offset > 0:
            found["prev"] = max(0, self.offset - self.limit)
        if self.offset + self.limit < count:
            found["next"] = self.offset + self.limit
        found["last"] = last
        return ", ".join(
            f'<{self._address(organisation, offset)}>; rel="{rel}"'
            for rel, offset in found.items()
        )

    def _address(self, organisation: Organisation, offset: int) -> str:
        return absolute(organisation, f"{self.path}?limit={self.limit}&offset={offset}")


def part(
    rows: QuerySet[Any],
    window: Window,
    organisation: Organisation,
    response: HttpResponse,
) -> tuple[int, list[Any]]:
    """How many rows there are, and those of the window; two queries."""
    count = rows.count()
    response["Link"] = window.links(organisation, count)
    return count, list(rows[window.offset : window.offset + window.limit])
