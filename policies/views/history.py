"""What a policy said before: all versions, one of them, the text of a day."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.languages import codes
from policies import pages, paths
from policies.models import Version
from policies.views import answers, finding


@require_safe
def versions(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Every version that took effect: number, dates, change note, digest (F02)."""
    found = finding.policy_or_404(request, language, slug)
    now = timezone.now()
    rows = list(finding.effective(found, now))
    if not rows:
        raise Http404
    current = Version.objects.in_force(found, now)
    title = found.title_in(language)
    here = {code: paths.under(found, code, "versions") for code in codes()}
    context = {
        "document_title": title,
        "policy_url": found.path(language),
        "versions": [
            pages.version_facts(row, row.document, language, row.state(now, current))
            for row in rows
        ],
        "page": pages.frame(found.organisation, language, title, here),
    }
    return pages.respond(
        request, "policies/versions.html", context, found.organisation, language
    )


@require_safe
def version(
    request: HttpRequest, language: str, slug: str, number: int
) -> HttpResponse:
    """The permanent address of a version (F03), from the moment it takes effect."""
    found = finding.policy_or_404(request, language, slug)
    row = finding.version_or_404(found, number)
    here = {code: paths.version(found, code, number) for code in codes()}
    return answers.fixed(request, row, language, here)


@require_safe
def on_day(request: HttpRequest, language: str, slug: str, day: str) -> HttpResponse:
    """What was in force on a day of the organisation's calendar (F03, F07).

    The text at the end of that day; today: at this moment. A day before the first
    version, or ahead, is not found.
    """
    found = finding.policy_or_404(request, language, slug)
    row = finding.on_day(found, finding.day_or_404(found, day))
    if row is None:
        raise Http404
    here = {code: paths.under(found, code, "on", day) for code in codes()}
    return answers.fixed(request, row, language, here)
