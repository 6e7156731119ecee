"""What a visitor of a rebranded address gets: a notice in both languages, or a redirect."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils import timezone, translation

from organisations.addresses import absolute
from organisations.brand import brand
from organisations.languages import codes
from organisations.models import Rebranding


def find(host_name: str, path: str) -> Rebranding | None:
    """The rebranding of that host and path; the longest path wins."""
    found = [
        moved
        for moved in Rebranding.objects.filter(old_host=host_name)
        .select_related("organisation__site")
        .prefetch_related("organisation__hosts")
        if path.startswith(moved.old_path)
    ]
    return max(found, key=lambda moved: len(moved.old_path), default=None)


def answer(request: HttpRequest, moved: Rebranding) -> HttpResponse:
    """The notice, or a permanent redirect. The target is always one of our own hosts."""
    organisation = moved.organisation
    if moved.mode == Rebranding.Mode.REDIRECT:
        return HttpResponsePermanentRedirect(
            absolute(organisation, moved.new_path(request.path))
        )
    targets = {
        code: absolute(organisation, moved.new_path(request.path, code))
        for code in codes()
    }
    context = {
        "old_name": moved.old_name,
        "new_name": organisation.trade_name,
        "organisation": brand(organisation),
        "target_nl": targets["nl"],
        "target_en": targets["en"],
        "mapped": moved.mapped(request.path),
        "languages": codes(),
        "page": {
            "language": organisation.default_language,
            "organisation": brand(organisation),
            "title": organisation.trade_name,
            "noindex": True,
            "year": timezone.localdate(timezone=organisation.zone).year,
        },
        "request": request,
    }
    with translation.override(organisation.default_language):
        body = render_to_string("organisations/rebranding.html", context)
    response = HttpResponse(body)
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response
