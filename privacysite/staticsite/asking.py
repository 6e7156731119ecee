"""What the application answers to a visitor, asked in this process.

Django itself, behind the page cache: a page that was kept a moment ago is not what
should be written into a file.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

# Between the application and one visitor, or made anew by whoever serves the file.
_NOT_KEPT = {
    "age", "cache-status", "connection", "content-length", "date", "etag",
    "keep-alive", "server", "transfer-encoding", "vary", "x-request-id",
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """An answer as it will be served again: status, lasting headers, body."""

    status: int
    headers: dict[str, str]
    body: bytes
    vary: str = ""


def ask(host: str, address: str, language: str = "") -> Answer:
    """GET that address of that host, as a visitor who takes no compressed answer."""
    heard: list[Any] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], _exc_info: Any = None
    ) -> Callable[[bytes], object]:
        heard[:] = [status, headers]
        return lambda _: None

    environ = _environ(host, address, language)
    with _the_same_connection():
        parts: Iterable[bytes] = _application()(environ, start_response)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
    status, headers = heard
    vary = ", ".join(value for name, value in headers if name.lower() == "vary")
    kept = {k: v for k, v in headers if k.lower() not in _NOT_KEPT}
    return Answer(int(status.split()[0]), dict(sorted(kept.items())), body, vary)


@contextmanager
def _the_same_connection() -> Iterator[None]:
    """A server closes its connections to the database between requests; who asks a
    thousand times goes on with one."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@cache
def _application() -> Any:
    return get_wsgi_application()


def _environ(host: str, address: str, language: str) -> dict[str, Any]:
    path, _, query = address.partition("?")
    scheme, usual = ("https", 443) if settings.HTTPS else ("http", 80)
    port = usual if settings.HTTPS else settings.PORT
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "RAW_URI": address,
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": host if port == usual else f"{host}:{port}",
        "HTTP_X_FORWARDED_PROTO": scheme,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    return environ | ({"HTTP_ACCEPT_LANGUAGE": language} if language else {})
