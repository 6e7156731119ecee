"""The pages that visitors come for: the text in force, and the organisation's landing
page. Reads versions only; changes nothing."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.cms_details import details
from organisations.languages import codes, texts
from organisations.models import Organisation
from policies import overview, pages
from policies.models import Version
from policies.rendering import pick
from policies.views import answers, finding


@require_safe
def policy(request: HttpRequest, language: str, slug: str) -> HttpResponseBase:
    """The version in force; a CMS page where no policy has that address."""
    found = finding.policy(request, language, slug)
    if found is None:
        page: HttpResponseBase = details(request, slug)
        return page
    version = Version.objects.in_force(found, timezone.now())
    if version is None:
        raise Http404
    if version.withdrawn is not None:
        return answers.withdrawn(request, version, language)
    here = {code: found.path(code) for code in codes()}
    return answers.current(request, version, language, here)


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
        "policies": overview.listed(organisation, language),
        "introduction": pick(texts(organisation, "landing"), language, rich=True),
        "page": pages.frame(
            organisation, language, title, {code: f"/{code}/" for code in codes()}
        ),
    }
    return pages.respond(
        request, "policies/landing.html", context, organisation, language
    )
