"""The versions of a policy: all of them, one, the one in force, the one of a day."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from policies.api import caching, consent, finding, problems, shapes, showing
from policies.api.paging import Window, part
from policies.api.parameters import Day, Limit, Number, Offset, PolicyName, Seen
from policies.models import Policy, Version
from policies.views import finding as public

router = Router(tags=["Versions"])
_OF = "/policies/{policy}"


@router.get(f"{_OF}/versions", response=shapes.VersionList, operation_id="versions",
            summary="All versions of a policy")  # fmt: skip
def versions(
    request: HttpRequest,
    response: HttpResponse,
    policy: PolicyName,
    limit: Limit,
    offset: Offset,
) -> shapes.VersionList:
    """Every version that took effect or is announced, the latest first, without their
    texts. The way to further parts is in the `Link` header."""
    now = timezone.now()
    found = finding.policy_or_404(request, policy, now)
    window = Window(request.path, limit, offset)
    rows = public.public(found, now).textless()
    count, some = part(rows, window, found.organisation, response)
    current = _current(found, now)
    for row in some:
        row.policy = found
    caching.dated(response, finding.only(found), now)
    return shapes.VersionList(
        count=count, items=[showing.facts(row, now, current) for row in some]
    )


@router.get(f"{_OF}/versions/{{number}}", response=shapes.Version,
            operation_id="version", summary="One version")  # fmt: skip
def version(
    request: HttpRequest, response: HttpResponse, policy: PolicyName, number: Number
) -> shapes.Version:
    """A version with its whole text, from the day that it is announced."""
    now = timezone.now()
    found = finding.policy_or_404(request, policy, now)
    return _answered(response, public.version_or_404(found, number), now)


@router.get(f"{_OF}/current", response=shapes.Version, operation_id="current",
            summary="The version in force")  # fmt: skip
def current(
    request: HttpRequest, response: HttpResponse, policy: PolicyName
) -> shapes.Version:
    """The version that is in force at this moment, with its whole text."""
    now = timezone.now()
    found = finding.policy_or_404(request, policy, now)
    return _answered(response, Version.objects.in_force(found, now), now)


@router.get(f"{_OF}/on/{{date}}", response=shapes.Version, operation_id="on",
            summary="The version of a day")  # fmt: skip
def on(
    request: HttpRequest, response: HttpResponse, policy: PolicyName, date: Day
) -> shapes.Version:
    """What was in force at the end of that day, by the organisation's calendar; today:
    what is in force at this moment."""
    now = timezone.now()
    found = finding.policy_or_404(request, policy, now)
    day = public.day_or_404(found, date.isoformat())
    return _answered(response, public.on_day(found, day), now)


@router.get(f"{_OF}/current-version", response=consent.CurrentVersion,
            operation_id="current_version", summary="Whether to ask for consent again",
            tags=["Consent"])  # fmt: skip
def current_version(
    request: HttpRequest,
    response: HttpResponse,
    policy: PolicyName,
    seen: Seen,
) -> consent.CurrentVersion:
    """Which version is in force, without its text. Store its number or digest beside a
    consent, and give it back as `seen`: the answer says what happened since and whether
    to ask again. Compare these, never dates."""
    now = timezone.now()
    found = finding.policy_or_404(request, policy, now)
    row = _current(found, now)
    if row is None:
        raise Http404
    _refuse_withdrawn(row)
    caching.dated(response, finding.only(found), now)
    return consent.answer(row, seen, now)


def _current(found: Policy, now: dt.datetime) -> Version | None:
    row = public.effective(found, now).defer("canonical").first()
    if row is not None:
        row.policy = found
    return row


def _answered(
    response: HttpResponse, row: Version | None, now: dt.datetime
) -> shapes.Version:
    if row is None:
        raise Http404
    _refuse_withdrawn(row)
    caching.dated(response, finding.only(row.policy), now)
    return showing.version(row, now, _current(row.policy, now))


def _refuse_withdrawn(row: Version) -> None:
    if withdrawn := showing.withdrawn(row):
        raise problems.Withdrawn(row.number, withdrawn.model_dump())
