"""Tells the CDN on each answer under which keys, and for how long, it may keep it.

A browser asks each time, as without a CDN: Cache-Control stays what the page says. The
CDN may keep a page for ``CDN_SECONDS``, because it is purged when the page changes.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from privacysite import cdn

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# What a CDN tells apart by itself. It keeps one answer an address whatever else differs:
# one language for everybody, or a file for who asked for a page.
_TOLD_APART = {"accept-encoding"}


class CdnMiddleware:
    """Outermost, so that it sees the answer as it leaves."""

    def __init__(self, get_response: GetResponse) -> None:
        found = cdn.configured()
        if found is None:
            raise ImproperlyConfigured("CDN names no service.")
        self.cdn = found
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the CDN's headers."""
        response = self.get_response(request)
        if "immutable" in response.get("Cache-Control", ""):
            return response  # a file whose name changes with its content
        moved = getattr(request, "moved", None)
        organisation = (
            moved.organisation if moved else getattr(request, "organisation", None)
        )
        keys = [cdn.EVERYTHING, *([cdn.key(organisation.pk)] if organisation else [])]
        seconds = settings.CDN_SECONDS if _may_be_kept(request, response) else 0
        for name, value in self.cdn.headers(keys, seconds).items():
            response.headers[name] = value
        return response


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    # Without being told, a CDN keeps "not found" and the like for minutes.
    if getattr(request, "is_admin_host", True) or response.cookies:
        return False
    if response.status_code >= 400 or "public" not in _words(response, "Cache-Control"):
        return False
    return _words(response, "Vary") <= _TOLD_APART


def _words(response: HttpResponseBase, name: str) -> set[str]:
    return {word.strip().lower() for word in response.get(name, "").split(",")} - {""}
