"""How a version is answered: its page, 410 when it was withdrawn, and since when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date

from organisations import clock
from organisations.languages import codes, texts
from policies import downloads, pages, paths
from policies.models import Version
from policies.views import leads, memento, neighbours


def current(
    request: HttpRequest, row: Version, language: str, here: dict[str, str]
) -> HttpResponse:
    """The page of the version in force, at the policy's own address."""
    near = neighbours.around(row.policy, row, timezone.now())
    return _linked(_page(request, near, language, here), language, near)


def fixed(
    request: HttpRequest, row: Version, language: str, here: dict[str, str]
) -> HttpResponse:
    """The page of a version at an address that will always show that version."""
    if row.withdrawn is not None:
        return withdrawn(request, row, language)
    near = neighbours.around(row.policy, row, timezone.now())
    response = _page(request, near, language, here, old=True)
    if not near.lies_ahead:
        response["Memento-Datetime"] = memento.date(row)
        _linked(response, language, near)
    return response


def _page(
    request: HttpRequest,
    near: neighbours.Neighbours,
    language: str,
    here: dict[str, str],
    *,
    old: bool = False,
) -> HttpResponse:
    row, state = near.version, near.state
    more = leads.of(row.policy, language, near)
    response = pages.version_page(
        request, row, language, state=state, paths=here, old=old, more=more
    )
    response["Link"] = downloads.link_header()
    return dated(response, row, *near.moments)


def _linked(
    response: HttpResponse, language: str, near: neighbours.Neighbours
) -> HttpResponse:
    links = memento.links(near.version.policy, language, near)
    response["Link"] = ", ".join(filter(None, [links, response["Link"]]))
    return response


def withdrawn(request: HttpRequest, row: Version, language: str) -> HttpResponse:
    """410 with the reason: the version stays in the record, the text is not shown.

    Says which one it was, and what comes in its place where that is announced.
    """
    found = row.policy
    near = neighbours.around(found, row, timezone.now())
    reason = texts(row.withdrawn, "reason") if row.withdrawn else {}
    here = {code: found.path(code) for code in codes()}
    title = found.title_in(language)
    context: dict[str, Any] = {
        "reason": reason.get(language, ""),
        "number": row.number,
        "withdrawn_at": row.withdrawn.at if row.withdrawn else None,
        "upcoming": leads.upcoming(found, language, near),
        "policy_title": title,
        "versions_url": paths.under(found, language, "versions"),
        "page": pages.frame(found.organisation, language, title, here, noindex=True),
    }
    return pages.respond(
        request, "policies/withdrawn.html", context, found.organisation, language, 410
    )


def dated(response: HttpResponse, row: Version, *also: dt.datetime) -> HttpResponse:
    """Last-Modified: when the text began to hold, or when its frame changed last.

    ``also`` are moments of what else the page tells; those ahead don't count yet.
    """
    organisation = row.policy.organisation
    moments = [row.effective_from, row.published_at, organisation.updated_at, *also]
    if row.policy.reviewed_on is not None:
        moments.append(clock.midnight(row.policy.reviewed_on, organisation.zone))
    past = [moment for moment in moments if moment <= timezone.now()]
    response["Last-Modified"] = http_date(max(past).timestamp())
    return response
