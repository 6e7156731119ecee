"""A request's id and its facts, for the log and for whoever reports a fault."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from privacysite import logs, redacting

GetResponse = Callable[[HttpRequest], HttpResponseBase]
HEADER = "X-Request-ID"
logger = logging.getLogger("privacysite.requests")

_VALID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
# Parts of an address that open something for whoever knows them.
_SECRET_PARTS = ("token",)


class RequestMiddleware:
    """Gives each request an id. Outermost, so that every line has it.

    The answer repeats it unless a cache may keep the answer for others: the id of
    whoever came first would be told to all.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and write a line where LOG_REQUESTS asks for one."""
        request.request_id = identity(request)  # type: ignore[attr-defined]
        ask = request.log_facts = partial(facts, request)  # type: ignore[attr-defined]
        token = logs.context.set(ask)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            if settings.LOG_REQUESTS:
                _tell(request, response, time.perf_counter() - started)
        finally:
            logs.context.reset(token)
        if "public" not in response.headers.get("Cache-Control", ""):
            response[HEADER] = request.request_id  # type: ignore[attr-defined]
        return response


def identity(request: HttpRequest) -> str:
    """The id that the proxy gave, if it is one; else a new one."""
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return given if _VALID.fullmatch(given) else uuid.uuid4().hex


def facts(request: HttpRequest) -> dict[str, Any]:
    """What the log says of a request: no query, no name, no more of an address than
    LOG_ADDRESSES allows."""
    return {
        "request_id": request.request_id,  # type: ignore[attr-defined]
        "method": request.method,
        "organisation": organisation(request),
        "path": path(request),
        "address": redacting.address(remote(request), settings.LOG_ADDRESSES),
    }


def organisation(request: HttpRequest) -> str:
    """Whose host was asked: a slug, "admin", or "unknown"; never the header itself."""
    if getattr(request, "is_admin_host", False):
        return "admin"
    moved = getattr(request, "moved", None)
    found = moved.organisation if moved else getattr(request, "organisation", None)
    return str(found.slug) if found is not None else "unknown"


def path(request: HttpRequest) -> str:
    """The address without its query, and without what is a key to something."""
    shown, match = request.path, request.resolver_match
    for name, value in (match.kwargs if match else {}).items():
        if name in _SECRET_PARTS and value:
            shown = shown.replace(str(value), "…")
    return shown


def remote(request: HttpRequest) -> str:
    """Whose address it is: the last that the proxy added, or the connection's."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.BEHIND_PROXY and forwarded:
        return redacting.valid(forwarded.rpartition(",")[2].strip())
    return redacting.valid(request.META.get("REMOTE_ADDR", ""))


def _tell(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    said = {"status": response.status_code, "duration_ms": round(seconds * 1000, 1)}
    logger.info("request", extra={"facts": said})
