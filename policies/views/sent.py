"""What somebody sends to a public page: how much it is, known before it is read."""

from __future__ import annotations

from django.http import HttpRequest


def length(request: HttpRequest) -> int:
    """How many bytes the request brings; 0 where it doesn't say: then none are read."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
