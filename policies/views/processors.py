"""Who processes data for an organisation: today, announced, and changed before (F88).

Only where a policy in force names processors: the register of an organisation that
published none is nobody's business.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from organisations.languages import codes
from policies import notices, pages, paths
from policies.views import finding


@require_safe
def processors(request: HttpRequest, language: str) -> HttpResponse:
    """The register of today, and what was announced, with how one objects."""
    organisation = finding.organisation_or_404(request)
    if language not in codes() or not notices.lists_them_now(organisation):
        raise Http404
    rows = [
        notices.told(row, organisation, language)
        for row in notices.recent(organisation)
    ]
    with override(language):
        title = _("Processors")
    here = {code: paths.own(code, "processors") for code in codes()}
    context = {
        "title": title,
        "processors": notices.current(organisation, language),
        "upcoming": sorted(
            (row for row in rows if row.state == "upcoming"), key=lambda row: row.day
        ),
        "past": [row for row in rows if row.state != "upcoming"],
        "objection": notices.objection(organisation, language),
        "page": pages.frame(organisation, language, title, here),
    }
    return pages.respond(
        request, "policies/processors.html", context, organisation, language
    )
