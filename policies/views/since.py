"""Which text applied on a day, and what has changed since (F12)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from organisations.languages import codes
from policies import pages, paths
from policies.kinds import wording
from policies.models import Policy, Version
from policies.views import answers, days, finding, leads, neighbours, steps
from policies.views.comparison import Pair


@require_safe
def since(request: HttpRequest, language: str, slug: str, day: str) -> HttpResponse:
    """The version of that day, what took its place, and both compared."""
    found = finding.policy_or_404(request, language, slug)
    then = days.on(found, day)
    if then is None:
        return days.no_text(request, found, language, day, "since")
    if then.withdrawn is not None:
        return answers.withdrawn(request, then, language)
    now = Version.objects.in_force(found, timezone.now()) or then
    context = _compared(found, language, then, now)
    here = {code: paths.under(found, code, "since", day) for code in codes()}
    date = finding.day_or_404(found, day)
    with override(language):
        title = _("%(policy)s: what has changed since %(day)s") % {
            "policy": found.title_in(language),
            "day": wording.day(date, language),
        }
    context |= {
        "day": date,
        "day_url": paths.under(found, language, "on", day),
        "day_form": days.form(
            found, language, finding.first_or_404(found), day=date.isoformat()
        ),
        "page": pages.frame(found.organisation, language, title, here, noindex=True),
    }
    response = pages.respond(
        request, "policies/since.html", context, found.organisation, language
    )
    return answers.dated(response, now)


def _compared(
    found: Policy, language: str, then: Version, now: Version
) -> dict[str, Any]:
    """Both texts, what lies between them, and what lies ahead.

    Where the last one was withdrawn, the last that can be read is compared.
    """
    then.policy = found
    moment = timezone.now()
    near = neighbours.around(found, now, moment)
    gone, ends = now.withdrawn, now.effective_from
    if gone is not None:
        now = finding.version_or_404(found, near.last.number) if near.last else then
    pair = Pair(found, language, then, now)
    same = then.number == now.number
    view = None if same else pair.compared()
    return {
        "policy_title": found.title_in(language),
        "policy_url": found.path(language),
        "versions_url": paths.under(found, language, "versions"),
        "then": pages.listed_facts(then, "", language, then.state(moment, now)),
        "now": pages.listed_facts(now, "", language, now.state(moment, now)),
        "same": same,
        "vacant": gone and {"number": gone.version.number, "at": gone.at},
        "steps": steps.between(found, language, then.effective_from, ends, moment),
        "view": view,
        "reasons": pair.reasons(view) if view else None,
        "changes_url": "" if same else pair.path(language),
        "upcoming": leads.upcoming(found, language, near),
    }
