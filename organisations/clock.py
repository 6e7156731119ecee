"""A day and a time on somebody's clock as a moment, right across daylight saving."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from zoneinfo import ZoneInfo

Which = Literal["", "first", "second"]


class Skipped(ValueError):
    """The clock is put forward over that time: it never comes. ``later`` is what the
    clock shows instead."""

    def __init__(self, later: dt.datetime) -> None:
        super().__init__(later.isoformat())
        self.later = later


class Twice(ValueError):
    """The clock is put back over that time: it comes twice, and nobody said which."""


def midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The moment at which that day begins in that zone."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=zone)


def moment(
    day: dt.date, time: dt.time, zone: ZoneInfo, which: Which = ""
) -> dt.datetime:
    """That time in that zone, as a moment in UTC.

    Raises `Skipped`, or `Twice` unless ``which`` says which of the two is meant.
    """
    local = dt.datetime.combine(day, time.replace(tzinfo=None, fold=0), tzinfo=zone)
    first = local.astimezone(dt.UTC)
    shown = first.astimezone(zone)
    if shown.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Skipped(shown)
    second = local.replace(fold=1).astimezone(dt.UTC)
    if first == second:
        return first
    if not which:
        raise Twice(local.isoformat())
    return first if which == "first" else second
