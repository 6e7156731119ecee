"""How a version is answered: its page, 410 when it was withdrawn, and since when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date

from organisations.languages import codes, texts
from policies import pages, paths
from policies.models import Version


def fixed(
    request: HttpRequest, row: Version, language: str, here: dict[str, str]
) -> HttpResponse:
    """The page of a version at an address that will always show that version."""
    if row.withdrawn is not None:
        return withdrawn(request, row, language)
    now = timezone.now()
    current = Version.objects.in_force(row.policy, now)
    return dated(
        pages.version_page(
            request, row, language, state=row.state(now, current), paths=here, old=True
        ),
        row,
    )


def withdrawn(request: HttpRequest, row: Version, language: str) -> HttpResponse:
    """410 with the reason: the version stays in the record, the text is not shown."""
    found = row.policy
    reason = texts(row.withdrawn, "reason") if row.withdrawn else {}
    here = {code: found.path(code) for code in codes()}
    title = found.title_in(language)
    context: dict[str, Any] = {
        "reason": reason.get(language, ""),
        "policy_title": title,
        "versions_url": paths.under(found, language, "versions"),
        "page": pages.frame(found.organisation, language, title, here, noindex=True),
    }
    return pages.respond(
        request, "policies/withdrawn.html", context, found.organisation, language, 410
    )


def dated(response: HttpResponse, row: Version) -> HttpResponse:
    """Last-Modified: when the text began to hold, or when its frame changed last."""
    moments = [row.effective_from, row.policy.organisation.updated_at]
    if row.effective_from < row.published_at:
        moments.append(row.published_at)
    response["Last-Modified"] = http_date(max(moments).timestamp())
    return response
