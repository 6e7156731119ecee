"""What every answer below /api/ has in common: methods, other origins, problem details."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from policies.api import problems
from policies.pages import CACHE_CONTROL

GetResponse = Callable[[HttpRequest], HttpResponseBase]
PREFIX = "/api/"
# Any page may read it, in a browser too: nothing here depends on who asks.
_OTHER_ORIGINS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT = {
    "Allow": problems.METHODS,
    "Access-Control-Allow-Methods": problems.METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


class ApiMiddleware:
    """The API's manners. Before the host is looked up, so that no fault escapes it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a fault becomes a problem, and other origins may read it."""
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        method = request.method
        response = self.get_response(request)
        request.method = method
        if not _is_api(request, response):
            return response
        if response.status_code >= 400:
            response = _as_problem(request, response)
        elif response.status_code != 204:
            del response["Content-Language"]  # it is in no one language
            response.headers.setdefault("Cache-Control", CACHE_CONTROL)
        for name, value in _OTHER_ORIGINS.items():
            response[name] = value
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """The methods; an address is known by now, unless it is the admin host's."""
        if not request.path.startswith(PREFIX) or not _public(request):
            return None
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=_PREFLIGHT)
        if request.method not in ("GET", "HEAD"):
            return problems.answer(request, 405)
        # The answer to HEAD is that to GET, its length and ETag too; servers send the
        # headers alone.
        request.method = "GET"
        return None


def _public(request: HttpRequest) -> bool:
    return getattr(request, "organisation", None) is not None and not getattr(
        request, "is_admin_host", False
    )


def _is_api(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the API answered: not the admin host, nor for a host that isn't ours.

    What was refused before the host was looked up is malformed.
    """
    return _public(request) or (
        response.status_code == 400 and not hasattr(request, "organisation")
    )


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if response.headers.get("Content-Type", "") == problems.MEDIA_TYPE:
        return response
    return problems.answer(request, response.status_code)
