"""What a policy said on a day: the form that asks for one, and its answer (F03, F12)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import DateField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from organisations.languages import codes
from policies import pages, paths
from policies.models import Policy, Version
from policies.views import answers, finding, leads, neighbours, textless_days

# As browsers send it, and as people write it where no calendar helps them.
_WRITTEN = DateField(
    input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y"]
)


@require_safe
def choose(request: HttpRequest, language: str, slug: str, word: str) -> HttpResponse:
    """The form; from ``?day=`` to the address of that day, under that word."""
    found = finding.policy_or_404(request, language, slug)
    finding.first_or_404(found)
    typed = request.GET.get("day")
    if typed is None:
        return asking(request, found, language, word)
    day = _read(typed)
    if day is None:
        with translation.override(language):
            why = textless_days.not_read(typed)
        return asking(request, found, language, word, typed, why, 400)
    target = paths.under(found, language, word, day.isoformat())
    response = HttpResponseRedirect(target)
    response["Cache-Control"] = pages.CACHE_CONTROL
    return response


@require_safe
def on_day(request: HttpRequest, language: str, slug: str, day: str) -> HttpResponse:
    """What was in force on a day of the organisation's calendar (F03, F07).

    The text at the end of that day; today: at this moment. For a day before the first
    version, or ahead, the page says so.
    """
    found = finding.policy_or_404(request, language, slug)
    row = on(found, day)
    if row is None:
        return no_text(request, found, language, day, "on")
    here = {code: paths.under(found, code, "on", day) for code in codes()}
    return answers.fixed(request, row, language, here)


def on(found: Policy, day: str) -> Version | None:
    """The version of that day; None where the day is ahead, too early or no day."""
    date = finding.day_of(day)
    if date is None or date > finding.today(found):
        return None
    return finding.on_day(found, date)


def no_text(
    request: HttpRequest, found: Policy, language: str, day: str, word: str
) -> HttpResponse:
    """404 in words: why there is no text of that day, and what there is instead."""
    first = finding.first_or_404(found)
    date = finding.day_of(day)
    near = neighbours.around(found, first, timezone.now())
    ahead = textless_days.announced(found, date, near) if date else None
    with translation.override(language):
        if date is None:
            why = textless_days.not_read(day)
        else:
            why = textless_days.not_then(found, date, language, first, ahead)
    more = leads.announced(found, language, near, ahead) if ahead else None
    return asking(
        request, found, language, word, day, why, 404, first, more, near.vacant
    )


def form(
    found: Policy, language: str, first: Version, *, day: str = "", why: str = ""
) -> dict[str, Any]:
    """The variable ``day_form``: where it leads, which days it takes, what is wrong."""
    zone = found.organisation.zone
    return {
        "action": paths.under(found, language, "on"),
        "since_action": paths.under(found, language, "since"),
        "day": day,
        "min": first.effective_from.astimezone(zone).date().isoformat(),
        "max": finding.today(found).isoformat(),
        "why": why,
    }


def asking(
    request: HttpRequest,
    found: Policy,
    language: str,
    word: str,
    day: str = "",
    why: str = "",
    status: int = 200,
    first: Version | None = None,
    announced: dict[str, Any] | None = None,
    vacant: bool | None = None,
) -> HttpResponse:
    """The form on a page of its own, with what is wrong with the day; where it leads to
    a version that is ``announced`` for it."""
    first = first or finding.first_or_404(found)
    title = found.title_in(language)
    here = {code: paths.under(found, code, word) for code in codes()}
    read = _read(day)
    context = {
        "policy_title": title,
        "policy_url": found.path(language),
        "versions_url": paths.under(found, language, "versions"),
        "announced": announced,
        "vacant": finding.is_vacant(found) if vacant is None else vacant,
        "first": first,
        "first_url": ""
        if first.withdrawn
        else paths.version(found, language, first.number),
        "day_form": form(
            found, language, first, day=read.isoformat() if read else "", why=why
        ),
        "page": pages.frame(found.organisation, language, title, here, noindex=True),
    }
    return pages.respond(
        request, "policies/day.html", context, found.organisation, language, status
    )


def _read(typed: str) -> dt.date | None:
    try:
        day: dt.date | None = _WRITTEN.clean(typed)
    except ValidationError:
        return None
    return day
