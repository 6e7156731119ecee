"""Giving the figures away: on a port of their own, or to whoever has the token."""

from __future__ import annotations

import os
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, generate_latest, multiprocess
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from privacysite.metrics import PATH, queues, series


def answer(request: HttpRequest) -> HttpResponse:
    """The figures of all workers, and what waits."""
    if on_own_port(request):
        if request.path != PATH:
            return HttpResponse(status=404)
    elif not _has_token(request):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(figures(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def figures() -> bytes:
    """Everything in Prometheus' text format."""
    waiting = CollectorRegistry()
    waiting.register(queues.QueueCollector())
    own = series.REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        own = CollectorRegistry()
        multiprocess.MultiProcessCollector(own)  # type: ignore[no-untyped-call]
    return generate_latest(own) + generate_latest(waiting)


def on_own_port(request: HttpRequest) -> bool:
    """Whether the connection came in by METRICS_BIND: the socket says so, which, unlike
    a header, no visitor writes."""
    bind: str = settings.METRICS_BIND
    socket: Any = request.META.get("gunicorn.socket")
    if not bind or socket is None:
        return False
    name = socket.getsockname()
    return isinstance(name, tuple) and str(name[1]) == bind.rpartition(":")[2]


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and secrets.compare_digest(
        given.encode(), wanted.encode()
    )
