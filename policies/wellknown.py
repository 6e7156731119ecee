"""``/.well-known/``: what browsers and researchers ask a host (RFC 8615)."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.addresses import absolute
from organisations.languages import codes
from organisations.models import Organisation
from policies.pages import CACHE_CONTROL
from policies.views import finding

SECURITY = "/.well-known/security.txt"
# RFC 9116 §2.5.5 wants less than a year.
MONTHS = 7


@require_safe
def gpc(request: HttpRequest) -> HttpResponse:
    """``gpc.json``: since when the organisation honours Global Privacy Control.

    404 for one that says nothing about it.
    """
    organisation = finding.organisation_or_404(request)
    since = organisation.gpc_since
    if since is None:
        raise Http404
    return _kept(JsonResponse({"gpc": True, "lastUpdate": since.isoformat()}))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """``security.txt`` (RFC 9116); 404 for an organisation without such a contact."""
    organisation = finding.organisation_or_404(request)
    contact = organisation.security_contact
    if not contact:
        raise Http404
    expiry = _expiry(timezone.localdate(timezone=organisation.zone))
    lines = [
        f"Contact: {contact if '://' in contact else f'mailto:{contact}'}",
        f"Expires: {expiry.isoformat()}T00:00:00Z",
        f"Preferred-Languages: {', '.join(_languages(organisation))}",
        f"Canonical: {absolute(organisation, SECURITY)}",
    ]
    text = "".join(f"{line}\n" for line in lines)
    return _kept(HttpResponse(text, content_type="text/plain; charset=utf-8"))


def _expiry(today: dt.date) -> dt.date:
    """The first of a month, over half a year ahead: the file changes once a month."""
    months = today.year * 12 + today.month - 1 + MONTHS
    return dt.date(months // 12, months % 12 + 1, 1)


def _languages(organisation: Organisation) -> list[str]:
    """The organisation's own language first."""
    return sorted(codes(), key=lambda code: code != organisation.default_language)


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = CACHE_CONTROL
    return response
