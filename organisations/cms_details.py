"""CMS pages on public hosts: published ones, in the language of their address."""

from __future__ import annotations

from cms import views
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch
from django.utils import translation
from django.views.decorators.http import require_safe

CACHE_CONTROL = "public, max-age=0, must-revalidate"


@require_safe
def details(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """The CMS page at that address, or 404.

    Where an organisation has no landing page django CMS would welcome the visitor to
    django CMS, or send them to the admin; on a public host both are "not found".
    """
    if getattr(request, "is_admin_host", False):
        return _on_admin_host(request, slug)
    # Else ``?language=`` would choose the plugins' language, against the address.
    request._cms_language = translation.get_language()  # type: ignore[attr-defined]
    try:
        response: HttpResponseBase = views.details(request, slug)
    except NoReverseMatch:  # of the admin, which public hosts don't have
        raise Http404 from None
    if getattr(response, "template_name", "") == "cms/welcome.html":
        raise Http404
    if hasattr(response, "add_post_render_callback"):
        response.add_post_render_callback(_let_it_be_cached)
    return response


def _on_admin_host(request: HttpRequest, slug: str) -> HttpResponseBase:
    if request.organisation is None:  # type: ignore[attr-defined]
        raise Http404
    response: HttpResponseBase = views.details(request, slug)
    return response


def _let_it_be_cached(response: HttpResponseBase) -> None:
    """Overrule django CMS, which forbids to keep any page when its own cache is off."""
    del response["Expires"]
    response["Cache-Control"] = CACHE_CONTROL
