"""The public pages of policies. Reads versions only; changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from organisations.cms_details import details
from organisations.languages import codes, texts
from organisations.models import Organisation
from policies import overview, pages
from policies.models import Policy, Version
from policies.models.version import VersionQuerySet
from policies.rendering import pick
from policies.states import IN_FORCE


@require_safe
def policy(request: HttpRequest, language: str, slug: str) -> HttpResponseBase:
    """The version in force; a CMS page where no policy has that address."""
    found = _policy(request, language, slug)
    if found is None:
        page: HttpResponseBase = details(request, slug)
        return page
    version = Version.objects.in_force(found, timezone.now())
    if version is None:
        raise Http404
    if version.withdrawn is not None:
        return _withdrawn(request, version, language)
    paths = {code: found.path(code) for code in codes()}
    return _dated(
        pages.version_page(request, version, language, state=IN_FORCE, paths=paths),
        version,
    )


@require_safe
def landing(request: HttpRequest, language: str) -> HttpResponseBase:
    """The organisation's CMS landing page; a plain list where it has none (yet)."""
    if language not in codes():
        raise Http404
    try:
        return details(request, "")
    except Http404:
        if getattr(request, "is_admin_host", False):
            raise
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    title = organisation.trade_name
    context = {
        "policies": overview.in_force(organisation, language),
        "introduction": pick(texts(organisation, "landing"), language, rich=True),
        "page": pages.frame(
            organisation, language, title, {code: f"/{code}/" for code in codes()}
        ),
    }
    return pages.respond(
        request, "policies/landing.html", context, organisation, language
    )


@require_safe
def versions(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Every version that took effect: number, dates, change note, digest (F02)."""
    found = _policy_or_404(request, language, slug)
    now = timezone.now()
    rows = list(_effective(found, now))
    if not rows:
        raise Http404
    current = Version.objects.in_force(found, now)
    title = found.title_in(language)
    paths = {code: f"{found.path(code)}{pages.VERSIONS[code]}/" for code in codes()}
    context = {
        "document_title": title,
        "policy_url": found.path(language),
        "versions": [
            pages.version_facts(row, row.document, language, row.state(now, current))
            for row in rows
        ],
        "page": pages.frame(found.organisation, language, title, paths),
    }
    return pages.respond(
        request, "policies/versions.html", context, found.organisation, language
    )


@require_safe
def version(
    request: HttpRequest, language: str, slug: str, number: int
) -> HttpResponse:
    """The permanent address of a version (F03), from the moment it takes effect."""
    found = _policy_or_404(request, language, slug)
    row = _effective(found, timezone.now()).filter(number=number).first()
    if row is None:
        raise Http404
    paths = {code: f"{found.path(code)}v/{number}/" for code in codes()}
    return _fixed(request, row, language, paths)


@require_safe
def on_day(request: HttpRequest, language: str, slug: str, day: str) -> HttpResponse:
    """What was in force on a day of the organisation's calendar (F03, F07).

    The text at the end of that day; today: at this moment. A day before the first
    version, or ahead, is not found.
    """
    found = _policy_or_404(request, language, slug)
    now = timezone.now()
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    zone = found.organisation.zone
    if date > now.astimezone(zone).date():
        raise Http404
    end = dt.datetime.combine(date, dt.time.max, tzinfo=zone)
    row = Version.objects.in_force(found, min(end, now))
    if row is None:
        raise Http404
    segments = {"nl": "op", "en": "on"}
    paths = {code: f"{found.path(code)}{segments[code]}/{day}/" for code in codes()}
    return _fixed(request, row, language, paths)


def _fixed(
    request: HttpRequest, row: Version, language: str, paths: dict[str, str]
) -> HttpResponse:
    now = timezone.now()
    if row.withdrawn is not None:
        return _withdrawn(request, row, language)
    current = Version.objects.in_force(row.policy, now)
    return _dated(
        pages.version_page(
            request, row, language, state=row.state(now, current), paths=paths, old=True
        ),
        row,
    )


def _withdrawn(request: HttpRequest, row: Version, language: str) -> HttpResponse:
    """410 with the reason: the version stays in the record, the text is not shown."""
    found = row.policy
    reason = texts(row.withdrawn, "reason") if row.withdrawn else {}
    paths = {code: found.path(code) for code in codes()}
    title = found.title_in(language)
    context: dict[str, Any] = {
        "reason": reason.get(language, ""),
        "policy_title": title,
        "versions_url": f"{found.path(language)}{pages.VERSIONS[language]}/",
        "page": pages.frame(found.organisation, language, title, paths, noindex=True),
    }
    return pages.respond(
        request, "policies/withdrawn.html", context, found.organisation, language, 410
    )


def _effective(found: Policy, now: dt.datetime) -> VersionQuerySet:
    return found.versions.effective(now).select_related("withdrawal")


def _policy(request: HttpRequest, language: str, slug: str) -> Policy | None:
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


def _policy_or_404(request: HttpRequest, language: str, slug: str) -> Policy:
    found = _policy(request, language, slug)
    if found is None:
        raise Http404
    return found


def _dated(response: HttpResponse, row: Version) -> HttpResponse:
    """Last-Modified: when the text began to hold, or when its frame changed last."""
    moments = [row.effective_from, row.policy.organisation.updated_at]
    if row.effective_from < row.published_at:
        moments.append(row.published_at)
    response["Last-Modified"] = http_date(max(moments).timestamp())
    return response
