"""Problem details (RFC 9457): what went wrong, as JSON, for every fault below /api/.

In English whatever the host's language: a problem is read by the people who write the
client and by their logs, and an answer that depends on Accept-Language would have to be
cached per language. What a visitor may be shown, the reason of a withdrawal, is there in
every language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path

MEDIA_TYPE = "application/problem+json"
# The methods that the API knows, as Allow lists them.
METHODS = "GET, HEAD, OPTIONS"

# What each fault means, for the answer itself and for the description of the API.
DETAILS = {
    400: "The request could not be read.",
    404: "This host has published nothing at that address.",
    405: f"The API is read-only: {METHODS}.",
    410: "This version was withdrawn. It stays in the record, its text is not shown.",
    422: "A parameter has a form or value that the description of the API rules out.",
    500: "Something went wrong here, not in the request. It was logged.",
    503: "The texts can't be reached at the moment. Try again in a few seconds.",
}


class Withdrawn(Exception):
    """The version that was asked for is withdrawn; ``facts`` say since when and why."""

    def __init__(self, version: int, facts: Mapping[str, Any]) -> None:
        super().__init__(version)
        self.version = version
        self.facts = facts


def answer(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    """The answer for a fault; ``more`` are further members, like ``errors``.

    Its type is "about:blank", which by the RFC means: nothing beyond the status.
    """
    title = HTTPStatus(status).phrase
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": DETAILS.get(status, f"{title}."),
        "instance": escape_uri_path(request.path),
        **(_identity(request) if status >= 500 else {}),
        **more,
    }
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=status,
        content_type=MEDIA_TYPE,
        # A fault may be over in a moment, and some depend on the request's headers.
        headers={"Cache-Control": "no-store", "Content-Language": "en"},
    )
    if status == 405:
        response["Allow"] = METHODS
    return response


def _identity(request: HttpRequest) -> dict[str, str]:
    """By what the log knows the request, for whoever reports the fault."""
    found = getattr(request, "request_id", "")
    return {"request_id": found} if found else {}
