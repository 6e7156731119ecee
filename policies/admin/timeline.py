"""What readers will see from when, in words: shown before anything is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from policies.forms.moments import said
from policies.models import Policy, Version


@dataclass(frozen=True)
class Event:
    """From a moment on readers see one text."""

    when: str
    what: str
    new: bool = False  # the text that is about to be published
    never: bool = False  # a version that is given up


def timeline(
    policy: Policy,
    number: int,
    effective: dt.datetime | None,
    pending: Sequence[Version],
    choice: str,
    now: dt.datetime,
) -> list[Event]:
    """What holds from now on, if ``number`` is published like that.

    ``choice`` is "keep" or "cancel": what becomes of those that are scheduled.
    """
    given_up = list(pending) if choice == "cancel" else []
    marks = [(v.effective_from, v.number) for v in pending if v not in given_up]
    marks.append((effective or now, number))
    current = Version.objects.in_force(policy, now)
    found = []
    if effective and effective > now and current is not None:
        found.append(Event(_("now"), _version(current.number)))
    before = 0
    for moment, each in sorted(marks):
        new = each == number
        what = (
            _this(number) if new else _replaces(each, number if before == number else 0)
        )
        when = _("now") if moment <= now else _from(moment, policy)
        found.append(Event(when, what, new=new))
        before = each
    return found + [
        Event(_("never"), _version(version.number), never=True) for version in given_up
    ]


def _from(moment: dt.datetime, policy: Policy) -> str:
    return _("from %(day)s") % {"day": said(moment, policy.organisation)}


def _version(number: int) -> str:
    return _("version %(number)d") % {"number": number}


def _this(number: int) -> str:
    return _("version %(number)d: this text") % {"number": number}


def _replaces(number: int, new: int) -> str:
    """The next one; said outright when it replaces the text that is published now."""
    if not new:
        return _version(number)
    return _("version %(number)d replaces this text") % {"number": number}
