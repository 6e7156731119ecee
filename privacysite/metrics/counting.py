"""Counting requests, publications and faults of the database as they happen."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.core.signals import got_request_exception
from django.db import DatabaseError, InterfaceError
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from policies.models import Version
from privacysite import metrics, tracing

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# Answered for machines, every few seconds: no visit.
_PROBES = ("/healthz", "/readyz", metrics.PATH)

_published: ContextVar[bool] = ContextVar("published", default=False)


class MetricsMiddleware:
    """Counts what Django answers. Not there at all while nobody collects figures."""

    def __init__(self, get_response: GetResponse) -> None:
        if not metrics.wanted():
            raise MiddlewareNotUsed
        self.get_response = get_response
        post_save.connect(_notice_version, sender=Version)
        got_request_exception.connect(_notice_fault)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer and count."""
        token, started = _published.set(False), time.perf_counter()
        try:
            response = self.get_response(request)
            if request.path not in _PROBES:
                _count(request, response, time.perf_counter() - started)
        finally:
            _published.reset(token)
        return response


def _count(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    from privacysite.metrics import labels, series

    whose = tracing.organisation(request)
    site = whose if whose in (labels.ADMIN, labels.UNKNOWN) else "public"
    method = request.method if request.method in series.METHODS else "other"
    label = labels.of_slug(whose)
    series.REQUESTS.labels(label, method, str(response.status_code)).inc()
    series.SECONDS.labels(site).observe(seconds)
    if _published.get() and response.status_code < 400:
        series.PUBLISHED.observe(seconds)


def _notice_version(created: bool = False, **_: Any) -> None:
    if created:
        _published.set(True)


def _notice_fault(**_: Any) -> None:
    """Called while the exception is handled."""
    from privacysite.metrics import series

    error = sys.exc_info()[1]
    if isinstance(error, (DatabaseError, InterfaceError)):
        series.DATABASE_ERRORS.labels(type(error).__name__).inc()
