"""The front door, and the pages for what is not found or went wrong."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from organisations.addresses import absolute
from organisations.brand import brand
from organisations.languages import accepted, codes
from organisations.middleware import not_understood
from organisations.models import Organisation
from policies import pages
from privacysite import away


@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    """To the landing page by ``Accept-Language``, without a cookie (F22).

    On the admin host: a list of the organisations.
    """
    if request.is_admin_host:  # type: ignore[attr-defined]
        return directory(request)
    organisation: Organisation = request.organisation  # type: ignore[attr-defined]
    wanted = request.headers.get("Accept-Language", "")
    language = accepted(wanted) or organisation.default_language
    response = HttpResponseRedirect(f"/{language}/")
    response["Cache-Control"] = pages.CACHE_CONTROL
    patch_vary_headers(response, ["Accept-Language"])
    return response


def directory(request: HttpRequest) -> HttpResponse:
    """Every organisation with its policies, for people who look around the demo."""
    language = translation.get_language() or "nl"
    organisations = [
        {
            "name": organisation.trade_name,
            "url": absolute(organisation, f"/{language}/"),
            "logo_url": (brand(organisation) or {}).get("logo_url", ""),
            "policies": [
                {**link, "url": absolute(organisation, link["url"])}
                for link in pages.policy_links(organisation, language)
            ],
        }
        for organisation in Organisation.objects.prefetch_related("hosts")
    ]
    context = {
        "organisations": organisations,
        "admin_url": "/admin/",
        "page": {"language": language, "home_url": "/", "noindex": True},
    }
    body = render_to_string("organisations/directory.html", context, request)
    return HttpResponse(body)


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. Django's own view asks for the form's token, so it would read once more the
    form that can't be read, and fail."""
    return not_understood(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 in the host's style and the address's language."""
    return _error(request, "404.html", 404)


def failed(request: HttpRequest) -> HttpResponse:
    """500 without touching the database; 503 when that is what failed.

    Django calls this while it handles the exception, wherever it was raised.
    """
    if away.is_away(sys.exc_info()[1]):
        return away.answer(request)
    return _error(request, "500.html", 500)


def _error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    first = request.path.split("/", 2)[1]
    organisation = getattr(request, "organisation", None)
    language = first if first in codes() else (
        organisation.default_language if organisation else translation.get_language()
    )  # fmt: skip
    page = {
        "language": language,
        "organisation": brand(organisation),
        "home_url": f"/{language}/" if organisation else "/",
        "noindex": True,
    }
    with translation.override(language):
        page["title"] = gettext("Page not found")  # 500.html has its own, bilingual
        body = render_to_string(template, {"page": page, "request": request})
    response = HttpResponse(body, status=status)
    response["Content-Language"] = language
    return response
