"""What changed between two versions, for readers: section by section, words marked (F04)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from organisations.languages import codes
from organisations.numerals import whole
from policies import diffing, pages, paths
from policies.comparing import ComparisonView, reasons
from policies.models import Policy, Version
from policies.views import answers, finding, shelf, steps

BOTH = "?languages=both"


@dataclass(frozen=True)
class Pair:
    """Two versions in the order in which they apply, and for whom they are compared."""

    policy: Policy
    language: str
    before: Version
    after: Version
    both: bool = False

    def path(self, language: str) -> str:
        """The address of the comparison, without the other language beside it."""
        return paths.comparison(
            self.policy, language, self.before.number, self.after.number
        )

    def here(self) -> dict[str, str]:
        """The page's own address in each language."""
        query = BOTH if self.both else ""
        return {code: self.path(code) + query for code in codes()}

    def beside(self) -> str:
        """The address of the comparison in both languages."""
        return self.path(self.language) + BOTH

    def reasons(self, view: ComparisonView) -> reasons.ReasonsView:
        """Why it matters, above what differs."""
        return reasons.of(
            self.before, self.after, self.language, view=view, both=self.beside()
        )

    def compared(self) -> ComparisonView:
        """What differs. The two documents are read here."""
        found = diffing.compare(self.before.document, self.after.document)
        shown = codes() if self.both else (self.language,)
        return ComparisonView(found, self.language, shown)


@require_safe
def changes(
    request: HttpRequest, language: str, slug: str, number: int, other: int
) -> HttpResponse:
    """The comparison of two versions; ``?languages=both`` has both languages."""
    found = finding.policy_or_404(request, language, slug)
    first, second = int(number), int(other)
    if first == second:
        raise Http404
    before, after = finding.versions_or_404(found, {first, second})
    pair = Pair(found, language, before, after, _both(request))
    if before.number != first:
        return _redirect(pair)
    for row in (before, after):
        if row.withdrawn is not None:
            return answers.withdrawn(request, row, language)
    return _page(request, pair)


@require_safe
def choose(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """From ``?from=&to=`` to the comparison of those two; else the form that asks."""
    found = finding.policy_or_404(request, language, slug)
    finding.first_or_404(found)
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    rows = _asked(found, asked)
    if len(rows) == len(asked):
        return _redirect(Pair(found, language, rows[0], rows[1], _both(request)))
    here = {code: paths.under(found, code, "changes") for code in codes()}
    with override(language):
        title = _("%(policy)s: compare versions") % {"policy": found.title_in(language)}
    context = _around(found, language) | {
        "choice": shelf.of(found, language, timezone.now()).choice(),
        "wrong": any(asked),
        "page": pages.frame(found.organisation, language, title, here, noindex=True),
    }
    return pages.respond(
        request, "policies/changes.html", context, found.organisation, language,
        400 if any(asked) else 200,
    )  # fmt: skip


def _asked(found: Policy, asked: list[str]) -> list[Version]:
    """Those of the versions asked for that are there, in the order they apply."""
    numbers = {number for number in map(whole, asked) if number is not None}
    rows = finding.public(found, timezone.now()).defer("canonical")
    return list(rows.filter(number__in=numbers).reverse())


def _both(request: HttpRequest) -> bool:
    return request.GET.get("languages") == "both"


def _redirect(pair: Pair) -> HttpResponse:
    response = HttpResponseRedirect(pair.here()[pair.language])
    response["Cache-Control"] = pages.CACHE_CONTROL
    return response


def _page(request: HttpRequest, pair: Pair) -> HttpResponse:
    found, language, now = pair.policy, pair.language, timezone.now()
    scheduled = pair.after.effective_from > now
    view = pair.compared()
    with override(language):
        title, told = _title(pair), "; ".join(view.lines())
    context = _around(found, language) | _beside(pair) | {
        "before": _facts(pair.before, language),
        "after": _facts(pair.after, language),
        "scheduled": scheduled,
        "view": view,
        "reasons": pair.reasons(view),
        "steps": steps.between(
            found, language, pair.before.effective_from, pair.after.effective_from, now
        ),
        "page": pages.frame(
            found.organisation, language, title, pair.here(),
            canonical=pair.path(language), noindex=pair.both or scheduled,
            description=pages.shortened(told or title),
        ),
    }  # fmt: skip
    response = pages.respond(
        request, "policies/changes.html", context, found.organisation, language
    )
    return answers.dated(response, pair.after, pair.before.published_at)


def _around(found: Policy, language: str) -> dict[str, Any]:
    return {
        "policy_title": found.title_in(language),
        "policy_url": found.path(language),
        "versions_url": paths.under(found, language, "versions"),
        "changes_url": paths.under(found, language, "changes"),
    }


def _beside(pair: Pair) -> dict[str, Any]:
    """Other comparisons: the ones next to it, any other, and in both languages."""
    known = shelf.of(pair.policy, pair.language, timezone.now())
    return {
        "earlier_url": known.leading_to(pair.before),
        "later_url": known.going_on_from(pair.after),
        "choice": known.choice(pair.before, pair.after),
        "both": pair.both,
        "other_url": pair.path(pair.language) if pair.both else pair.beside(),
    }


def _facts(row: Version, language: str) -> dict[str, Any]:
    return pages.listed_facts(row, "", language, row.state(timezone.now(), None))


def _title(pair: Pair) -> str:
    return _(
        "%(policy)s: what changed from version %(before)d to version %(after)d"
    ) % {
        "policy": pair.policy.title_in(pair.language),
        "before": pair.before.number,
        "after": pair.after.number,
    }
