"""sitemap.xml with hreflang, and robots.txt: what search engines may know of a host."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.addresses import absolute
from organisations.languages import codes
from organisations.models import Organisation
from policies.models import Policy, Version
from policies.pages import CACHE_CONTROL, alternates


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The landing page and each policy in force, in every language (sitemaps.org 0.9)."""
    organisation = _organisation(request)
    now = timezone.now()
    pages = [({code: f"/{code}/" for code in codes()}, "")]
    for policy in Policy.objects.filter(organisation=organisation):
        version = Version.objects.in_force(policy, now)
        if version is not None and version.withdrawn is None:
            paths = {code: policy.path(code) for code in codes()}
            day = version.effective_from.astimezone(organisation.zone).date()
            pages.append((paths, day.isoformat()))
    urls = [
        {
            "location": absolute(organisation, path),
            "changed": changed,
            "alternates": alternates(organisation, paths),
        }
        for paths, changed in pages
        for path in paths.values()
    ]
    body = render_to_string("sitemap.xml", {"urls": urls})
    return _answer(body, "application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; the admin host asks to stay away."""
    if getattr(request, "is_admin_host", False):
        return _answer("User-agent: *\nDisallow: /\n", "text/plain")
    address = absolute(_organisation(request), "/sitemap.xml")
    return _answer(f"User-agent: *\nAllow: /\nSitemap: {address}\n", "text/plain")


def _organisation(request: HttpRequest) -> Organisation:
    organisation = getattr(request, "organisation", None)
    if organisation is None or getattr(request, "is_admin_host", False):
        raise Http404
    found: Organisation = organisation
    return found


def _answer(body: str, content_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=f"{content_type}; charset=utf-8")
    response["Cache-Control"] = CACHE_CONTROL
    return response
