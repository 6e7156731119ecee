"""Public pages are read from the replica; everything else from the primary.

What the admin and the commands read, they may write in the next moment, so a row that is
a moment old won't do. A visitor's page may be: the page cache takes its generations from
the same replica, so an old page is never taken for a new one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from organisations import hostnames
from privacysite.databases import REPLICA

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_reading_public: ContextVar[bool] = ContextVar("reading_public", default=False)


class PublicReadsMiddleware:
    """Notes that a public page is being read. Outermost: the host is looked up by it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; what reads the database meanwhile reads the replica."""
        token = _reading_public.set(_is_public(request))
        try:
            return self.get_response(request)
        finally:
            _reading_public.reset(token)


class PublicReads:
    """The router. After a write, the rest of the request reads what it wrote."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """The replica while a public page is read and nothing was written."""
        if _reading_public.get() and not connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return REPLICA
        return DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """The primary, from now on for reading too."""
        _reading_public.set(False)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Rows of both are rows of one database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """The replica gets its tables from the primary."""
        return db != REPLICA


def _is_public(request: HttpRequest) -> bool:
    if request.method not in {"GET", "HEAD"}:
        return False
    return hostnames.asked(request.META) != hostnames.normalise(settings.ADMIN_HOST)
