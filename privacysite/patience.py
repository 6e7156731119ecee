"""A request waits so long for the database and no longer.

Each statement has a limit of its own; but where every answer is half a second late, the
dozens that a publication needs would hold a thread for as many seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PatienceMiddleware:
    """Ends a request, as when the database is away, that has waited for it for
    ``DATABASE_REQUEST_SECONDS`` together. What it began to write is rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.DATABASE_REQUEST_SECONDS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with so much patience for all statements of the request."""
        patience = Patience(settings.DATABASE_REQUEST_SECONDS)
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(patience))
            return self.get_response(request)


class Patience:
    """Seconds that may still be spent on statements; OperationalError when none is."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: Any,
    ) -> Any:
        """Execute a statement (Django's ``execute_wrapper``)."""
        if self.left <= 0:
            raise OperationalError("the database was too slow for this request")
        started = time.monotonic()
        try:
            return execute(sql, params, many, context)
        finally:
            self.left -= time.monotonic() - started
