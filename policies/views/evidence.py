"""The evidence of a version: everything that is needed to check it without us."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations.addresses import absolute
from policies import pages, paths
from policies.exporters import Unmade
from policies.verifying import gathering
from policies.views import answers, finding


@require_safe
def evidence(
    request: HttpRequest, language: str, slug: str, number: int
) -> HttpResponse:
    """The package of a version, in a ZIP file; 410 where it was withdrawn."""
    found = finding.policy_or_404(request, language, slug)
    row = finding.version_or_404(found, number)
    if row.withdrawn is not None:
        return answers.withdrawn(request, row, language)
    try:
        content = gathering.package(row)
    except Unmade:
        return _busy(language)
    response = HttpResponse(content, content_type="application/zip")
    name = f"{found.organisation.slug}-{found.slug_in(language)}-v{row.number}-evidence"
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    page = absolute(found.organisation, paths.version(found, language, row.number))
    response["Link"] = f'<{page}>; rel="canonical"'
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = pages.CACHE_CONTROL
    return answers.dated(response, row)


def _busy(language: str) -> HttpResponse:
    with translation.override(language):
        says = _("Many files are being made at the moment. Try again in a minute.")
    response = HttpResponse(
        f"{says}\n",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        content_type="text/plain; charset=utf-8",
    )
    response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response
