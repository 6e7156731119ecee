"""Search in the texts in force: all of an organisation's, or one policy's. By GET."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations.languages import codes
from organisations.models import Organisation
from policies import overview, pages, paths
from policies.models import IndexedPassage, Version
from policies.searching import finding, showing
from policies.views import finding as addressed

# What fits a page; who gets more than this asks more precisely.
LIMIT = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, as a template shows it."""

    url: str
    policy: str
    heading: SafeString
    text: SafeString


@require_safe
def everywhere(request: HttpRequest, language: str) -> HttpResponse:
    """``/nl/zoeken/?q=``: in every policy that the organisation has in force."""
    organisation = addressed.organisation_or_404(request)
    if language not in codes():
        raise Http404
    current = overview.current(organisation)
    here = {code: paths.own(code, "search") for code in codes()}
    with translation.override(language):
        title = _("Search")
    return _page(request, organisation, language, current, here, title=title)


@require_safe
def within(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """``/nl/<slug>/zoeken/?q=``: in one policy."""
    found = addressed.policy_or_404(request, language, slug)
    version = Version.objects.in_force(found, timezone.now())
    if version is None or version.withdrawn is not None:
        raise Http404
    here = {code: paths.under(found, code, "search") for code in codes()}
    title = found.title_in(language)
    with translation.override(language):
        title = _("Search in: %(title)s") % {"title": title}
    return _page(
        request, found.organisation, language, [version], here, title=title,
        policy_url=found.path(language),
    )  # fmt: skip


def _page(
    request: HttpRequest,
    organisation: Organisation,
    language: str,
    versions: Sequence[Version],
    here: dict[str, str],
    **more: Any,
) -> HttpResponse:
    query = request.GET.get("q", "").replace("\0", "")[: finding.LONGEST].strip()
    keys = [version.pk for version in versions]
    rows = finding.find(keys, language, query, LIMIT)
    context = {
        **more,
        "query": query,
        "asked": bool(finding.asked(query)),
        "hits": [_hit(row, query, language) for row in rows],
        "limit": LIMIT,
        "several": len(versions) > 1,
        "search_url": here[language],
        "everywhere_url": paths.own(language, "search"),
        "page": pages.frame(organisation, language, more["title"], here, noindex=True),
    }
    return pages.respond(
        request, "policies/search.html", context, organisation, language
    )


def _hit(row: IndexedPassage, query: str, language: str) -> Hit:
    policy = row.version.policy
    text = showing.around(row.text.replace("\n", " – "), query, language)
    return Hit(
        f"{policy.path(language)}#{row.anchor}",
        policy.title_in(language),
        showing.marked(row.heading, query, language),
        showing.marked(text, query, language),
    )
