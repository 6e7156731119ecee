"""What an address of a public host names: its policy, a version, a text of a day.

Only what the request's organisation published is found: versions that took effect, and
those that are announced. Everything else is "not found", the same for a secret as for
nothing.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists
from django.http import Http404, HttpRequest
from django.utils import timezone

from organisations.languages import codes
from organisations.models import Organisation
from policies.models import Policy, Version
from policies.models.version import VersionQuerySet


def organisation_or_404(request: HttpRequest) -> Organisation:
    """The organisation of the public host that was asked; the admin host has none."""
    organisation: Organisation | None = getattr(request, "organisation", None)
    if organisation is None or getattr(request, "is_admin_host", False):
        raise Http404
    return organisation


def policy(request: HttpRequest, language: str, slug: str) -> Policy | None:
    """The policy at that address of the request's organisation, and no other's."""
    organisation: Organisation | None = getattr(request, "organisation", None)
    if organisation is None or getattr(request, "is_admin_host", False):
        return None
    if language not in codes():
        raise Http404
    found = Policy.objects.filter(
        organisation=organisation, **{f"slug_{language}": slug}
    ).first()
    if found is not None:
        found.organisation = organisation  # with the hosts that the middleware read
    return found


def policy_or_404(request: HttpRequest, language: str, slug: str) -> Policy:
    """The policy at that address; 404 where there is none."""
    found = policy(request, language, slug)
    if found is None:
        raise Http404
    return found


def effective(found: Policy, now: dt.datetime) -> VersionQuerySet:
    """The versions that took effect by then, the latest first, with withdrawals."""
    return found.versions.effective(now).select_related("withdrawal")


def public(found: Policy, now: dt.datetime) -> VersionQuerySet:
    """The versions that took effect by then and those that are announced, the latest
    first, with withdrawals.

    A scheduled version is announced by the page of the text in force. So there is
    nothing to see before the first one takes effect.
    """
    rows: VersionQuerySet = found.versions.not_cancelled().select_related("withdrawal")
    return rows.filter(
        Exists(Version.objects.filter(policy=found).effective(now))
    ).order_by("-effective_from", "-number")


def first_or_404(found: Policy) -> Version:
    """The first version that took effect, without its text; withdrawn ones too."""
    rows = effective(found, timezone.now()).defer("canonical")
    row: Version | None = rows.last()
    if row is None:
        raise Http404
    return row


def is_vacant(found: Policy) -> bool:
    """Whether no text is in force, because the one that was is withdrawn."""
    row = effective(found, timezone.now()).defer("canonical").first()
    return row is not None and row.withdrawn is not None


def version_or_404(found: Policy, number: int) -> Version:
    """That version, as soon as it is announced; withdrawn ones too, never a cancelled."""
    return versions_or_404(found, {number})[0]


def versions_or_404(found: Policy, numbers: set[int]) -> list[Version]:
    """Those versions in the order in which they apply. One query."""
    rows = list(public(found, timezone.now()).filter(number__in=numbers).reverse())
    if len(rows) != len(numbers):
        raise Http404
    for row in rows:
        row.policy = found
    return rows


def day_or_404(found: Policy, day: str) -> dt.date:
    """An ISO 8601 day up to today, by the organisation's calendar."""
    date = day_of(day)
    if date is None or date > today(found):
        raise Http404
    return date


def day_of(day: str) -> dt.date | None:
    """That ISO 8601 day, where the calendar has it."""
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        return None


def today(found: Policy) -> dt.date:
    """This day by the organisation's calendar."""
    return timezone.now().astimezone(found.organisation.zone).date()


def on_day(found: Policy, date: dt.date) -> Version | None:
    """What was in force at the end of that day; today: what is in force now (F03)."""
    zone, now = found.organisation.zone, timezone.now()
    end = dt.datetime.combine(date, dt.time.max, tzinfo=zone)
    row: Version | None = Version.objects.in_force(found, min(end, now))
    return row
