"""Figures for Prometheus, off unless METRICS_BIND or METRICS_TOKEN is set.

Nothing of the client library is loaded while they are off.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["PATH", "answer", "asked", "pages_answered", "wanted"]

PATH = "/metrics"
# Host name, status, and "hit", "miss", "pass", "stale" or "refused".
Answered = tuple[str, int, str]

_lock = threading.Lock()
_waiting: Counter[Answered] = Counter()


def wanted() -> bool:
    """Whether anybody collects figures."""
    return bool(settings.METRICS_BIND or settings.METRICS_TOKEN)


def asked(request: HttpRequest) -> bool:
    """Whether the request is for figures.

    On their own port everything is: whoever may reach it is to reach nothing else.
    """
    if not wanted():
        return False
    from privacysite.metrics import answering

    own_port = answering.on_own_port(request)
    return own_port or (bool(settings.METRICS_TOKEN) and request.path == PATH)


def answer(request: HttpRequest) -> HttpResponse:
    """The figures, or why not."""
    from privacysite.metrics import answering

    return answering.answer(request)


def pages_answered(counts: Mapping[Answered, int]) -> None:
    """Add what the page cache answered: by host name, status and result.

    For the layer in front of Django, about once a second. Until Django is up in this
    process, and while the database is away, nothing is lost.
    """
    if not counts or not wanted():
        return
    with _lock:
        _waiting.update(counts)
        if not apps.ready:  # whose host it is can't be asked yet
            return
        due = dict(_waiting)
        _waiting.clear()
    from privacysite.metrics import labels, series

    for (host, status, result), number in due.items():
        organisation = labels.of_host(host)
        series.PAGES.labels(organisation, str(status), result).inc(number)
