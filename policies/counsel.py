"""What outside counsel sees behind a signed link: a draft, read-only, until a day (F69).

On the admin host, without signing in: the link is the key. It is never indexed or kept
by a cache, and its address is not told to the pages that it links to.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from organisations.languages import codes
from policies import pages
from policies.actions.share_preview import count_visit, link_of
from policies.models import PreviewLink


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """To the draft in the organisation's default language."""
    link = _link(request, token)
    language = link.policy.organisation.default_language
    response = HttpResponseRedirect(reverse("counsel", args=[token, language]))
    return _private(response)


@require_safe
def draft(request: HttpRequest, token: str, language: str) -> HttpResponse:
    """The draft as its public page would look, in one language."""
    if language not in codes():
        raise Http404
    link = _link(request, token)
    if not link.is_open(timezone.now()):
        return _private(_closed(request, link, language))
    if request.method == "GET":
        count_visit(link)
    paths = {code: reverse("counsel", args=[token, code]) for code in codes()}
    response = pages.draft_page(
        request, link.policy, language, paths=paths, shared_until=link.expires_at
    )
    return _private(response)


def _link(request: HttpRequest, token: str) -> PreviewLink:
    link = link_of(token) if getattr(request, "is_admin_host", False) else None
    if link is None:
        raise Http404
    return link


def _closed(request: HttpRequest, link: PreviewLink, language: str) -> HttpResponse:
    context = {"page": {"language": language, "noindex": True, "home_url": "/"}}
    return render(request, "policies/link_closed.html", context, status=410)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    response.text_framed_by = "'none'"  # type: ignore[attr-defined]
    patch_vary_headers(response, ["Cookie"])
    return response
