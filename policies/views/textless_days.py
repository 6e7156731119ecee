"""A day without a text: why, in words, and what is announced for it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from policies.kinds import wording
from policies.models import Policy, Version
from policies.views import finding
from policies.views.neighbours import Neighbours

_SHOWN = 40  # characters of what was typed that are said back


def not_read(typed: str) -> str:
    """What was typed is no day."""
    typed = typed.strip()
    if not typed:
        return _("Choose a day first.")
    if len(typed) > _SHOWN:
        typed = f"{typed[:_SHOWN]}…"
    return _("‘%(typed)s’ is not a day. Write it like 26-10-2022.") % {"typed": typed}


def announced(found: Policy, date: dt.date, near: Neighbours) -> Version | None:
    """The version that applies at the end of a day ahead, if nothing changes before."""
    zone = found.organisation.zone
    rows = [v for v in near.ahead if v.effective_from.astimezone(zone).date() <= date]
    return rows[-1] if rows and date > finding.today(found) else None


def not_then(
    found: Policy, date: dt.date, language: str, first: Version, ahead: Version | None
) -> str:
    """On that day there was no text, or there is none yet; ``ahead`` is announced for it."""
    zone, day = found.organisation.zone, wording.day(date, language)
    if ahead is not None:
        return _on_its_way(
            ahead, ahead.effective_from.astimezone(zone).date(), date, language
        )
    if date > finding.today(found):
        return _("%(day)s is still ahead. What applies then, nobody can say yet.") % {
            "day": day
        }
    beginning = first.effective_from.astimezone(zone).date()
    return _(
        "On %(day)s there was no text yet. The first version took effect on %(first)s."
    ) % {"day": day, "first": wording.day(beginning, language)}


def _on_its_way(row: Version, start: dt.date, date: dt.date, language: str) -> str:
    said = {
        "number": row.number,
        "start": wording.day(start, language),
        "day": wording.day(date, language),
    }
    if start == date:
        return (
            _(
                "Version %(number)d has been announced for %(day)s, and applies on that day "
                "unless it is changed before."
            )
            % said
        )
    return (
        _(
            "Version %(number)d has been announced for %(start)s. It still applies on "
            "%(day)s, unless something is changed before."
        )
        % said
    )
