"""The addresses for machines that watch: /healthz, /readyz and /metrics.

Answered before the host is looked up and before the redirect to https: a load balancer
asks by number, inside the network.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase

from privacysite import health, metrics

GetResponse = Callable[[HttpRequest], HttpResponseBase]
METHODS = ("GET", "HEAD")


class ProbeMiddleware:
    """Answers them for any host; without a cookie, a host's name or a detail."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer what is asked of the process itself; pass on everything else."""
        found = self._probe(request)
        if found is None:
            return self.get_response(request)
        response = found() if request.method in METHODS else _not_allowed()
        response["Cache-Control"] = "no-store"
        response["Content-Length"] = str(len(response.content))
        return response

    def _probe(self, request: HttpRequest) -> Callable[[], HttpResponse] | None:
        if request.path == "/healthz":
            return healthz
        if request.path == "/readyz":
            return readyz
        if metrics.asked(request):
            return lambda: metrics.answer(request)
        return None


def healthz() -> HttpResponse:
    """This process answers. Nothing is asked of anything else."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz() -> HttpResponse:
    """200 when everything that is needed is there; 503 and what is missing."""
    found = health.readiness.ask()
    ready = all(word == health.OK for word in found.values())
    status = 200 if ready else 503
    return JsonResponse({"ready": ready, "checks": found}, status=status)


def _not_allowed() -> HttpResponse:
    return HttpResponseNotAllowed(METHODS)
