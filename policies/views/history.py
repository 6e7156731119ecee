"""All versions of a policy, and each at its own address for ever (F02, F03)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from organisations.languages import codes, texts
from policies import pages, paths
from policies.models import Policy, Version
from policies.states import IN_FORCE
from policies.views import answers, days, finding, leads

# What a reader looks through; each row has as many words as a short page.
AT_ONCE = 20


@require_safe
def versions(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Every version that is public: number, dates, change note, digest (F02).

    A page of rows at a time, and never their texts.
    """
    found = finding.policy_or_404(request, language, slug)
    rows = finding.public(found, timezone.now()).values_list("pk", flat=True)
    shown = Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))
    if not shown.paginator.count:
        raise Http404
    query = f"?page={shown.number}" if shown.number > 1 else ""
    here = {code: paths.under(found, code, "versions") + query for code in codes()}
    title = found.title_in(language)
    context = {
        "document_title": title,
        "policy_url": found.path(language),
        "versions": _rows(found, language, shown),
        "shown": shown,
        "day_form": days.form(found, language, finding.first_or_404(found)),
        "page": _frame(found, language, here),
    }
    return pages.respond(
        request, "policies/versions.html", context, found.organisation, language
    )


@require_safe
def version(
    request: HttpRequest, language: str, slug: str, number: int
) -> HttpResponse:
    """The permanent address of a version (F03), as soon as it is announced."""
    found = finding.policy_or_404(request, language, slug)
    row = finding.version_or_404(found, number)
    here = {code: paths.version(found, code, number) for code in codes()}
    return answers.fixed(request, row, language, here)


def _frame(found: Policy, language: str, here: Mapping[str, str]) -> dict[str, Any]:
    named = {"policy": found.title_in(language), "name": found.organisation.trade_name}
    with override(language):
        title = _("%(policy)s: all versions") % named
        told = _(
            "All versions of the text “%(policy)s” of %(name)s: from when each of them "
            "applied, what it changed, and the text itself."
        )
    description = pages.shortened(told % named)
    return pages.frame(
        found.organisation, language, title, here, description=description
    )


def _rows(found: Policy, language: str, shown: Page[int]) -> list[dict[str, Any]]:
    """The rows of a page of the list; with one more, to know what came before."""
    known = _read(shown)
    for row in known:
        row.policy = found
    now = timezone.now()
    took_effect = (row for row in known if row.effective_from <= now)
    current = next(took_effect, None) if shown.number == 1 else None
    facts = []
    for place, row in enumerate(known[:AT_ONCE]):
        state = row.state(now, current)
        facts.append(
            pages.listed_facts(row, row.updated, language, state)
            | _more(found, language, row, known[place + 1 :])
            | {"reviewed": leads.reviewed(found, row) if state == IN_FORCE else None}
        )
    return facts


def _more(
    found: Policy, language: str, row: Version, earlier: Sequence[Version]
) -> dict[str, Any]:
    """What the list tells of a version besides its facts."""
    before = next((v for v in earlier if v.withdrawn is None), None)
    if row.withdrawn is None:
        changes = leads.comparison(found, language, before, row)
        return {"changes_url": changes, "first": not earlier}
    reason = texts(row.withdrawn, "reason")
    return {
        "withdrawn_at": row.withdrawn.at,
        "reason": reason.get(language) or next(iter(reason.values()), ""),
        "reason_lang": "" if language in reason else next(iter(reason), ""),
    }


def _read(shown: Page[int]) -> list[Any]:
    """The versions of a page and the one before, the latest first, without texts.

    Which they are was told by an index: however long the list, no others are read.
    """
    keys = shown.paginator.object_list[
        shown.start_index() - 1 : shown.start_index() + AT_ONCE
    ]
    return list(
        Version.objects.filter(pk__in=list(keys))
        .select_related("withdrawal")
        .textless()
        .order_by("-effective_from", "-number")
    )
