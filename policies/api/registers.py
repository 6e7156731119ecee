"""Registers: rows that the organisation keeps, as they stand today.

A register is public from the day that a policy in force takes over its rows. Before, it
is the staff's own; and an empty answer would say that there are no processors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, Field

from organisations.models import Organisation
from policies import document, kinds, notices, registers
from policies.api import shapes
from policies.api.addresses import page
from policies.api.showing import moment
from policies.models import ProcessorNotice, Version
from policies.views.finding import organisation_or_404

router = Router(tags=["Registers"])


class Register(BaseModel):
    """The rows that hold on a day, in the form that they have in a Document."""

    on: shapes.Date
    count: int = Field(ge=0, description="How many rows there are.")
    items: list[shapes.Entry]


class Announcement(BaseModel):
    """A change of processors that readers were told of, and that is still to come."""

    id: str = Field(description="The same in feeds and webhooks.")
    what: str = Field(pattern="^(added|removed)$")
    effective_on: shapes.Date
    announced_at: shapes.Moment
    processor: shapes.Entry


class Processors(Register):
    """The processors of a day, and the changes announced."""

    announced: list[Announcement] = Field(description="The next one first.")
    page: shapes.Pages


@router.get("/processors", response=Processors, operation_id="processors",
            summary="The processors of today")  # fmt: skip
def processors(request: HttpRequest) -> Processors:
    """The companies that handle data for the organisation today, with what they do and
    where, and those that will begin or end. Not found where no policy lists them."""
    organisation, today = public(request, "processors")
    rows = registers.processors(organisation, today)
    return Processors(
        **register(rows, today).model_dump(),
        announced=[_announcement(row) for row in notices.upcoming(organisation)],
        page=page(organisation, "processors"),
    )


def public(request: HttpRequest, name: str) -> tuple[Organisation, dt.date]:
    """The organisation, and its day of today, when that register of it is public."""
    organisation, now = organisation_or_404(request), timezone.now()
    if not is_public(organisation, name, now):
        raise Http404
    return organisation, now.astimezone(organisation.zone).date()


def is_public(organisation: Organisation, name: str, now: dt.datetime) -> bool:
    """Whether a policy in force takes over that register. One query."""
    return any(_takes_over(row, name) for row in _in_force(organisation, now))


def register(entries: Iterable[document.Entry], on: dt.date) -> Register:
    """The answer for a register's rows of that day."""
    items = [entry.as_dict() for entry in entries]
    return Register(on=on.isoformat(), count=len(items), items=items)


def _announcement(notice: ProcessorNotice) -> Announcement:
    return Announcement(
        id=str(notice.uid),
        what=notice.what,
        effective_on=notice.effective_on.isoformat(),
        announced_at=moment(notice.announced_at),
        processor=notice.entry.as_dict(),
    )


def _in_force(organisation: Organisation, now: dt.datetime) -> Iterable[Version]:
    latest = Version.objects.filter(policy=OuterRef("policy")).effective(now)
    found: Iterable[Version] = Version.objects.filter(
        policy__organisation=organisation,
        pk=Subquery(latest.values("pk")[:1]),
        withdrawal=None,
    )
    return found


def _takes_over(version: Version, name: str) -> bool:
    return any(kinds.get(s.kind).register == name for s in version.document.walk())
