"""The least that a WSGI application can do: the same bytes, and nothing asked.

BODY names a file with a page compressed by gzip.
"""

import os
from pathlib import Path

_BODY = Path(os.environ["BODY"]).read_bytes()
_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", str(len(_BODY))),
]


def application(environ, start_response):  # type: ignore[no-untyped-def]
    """Answer (PEP 3333)."""
    start_response("200 OK", _HEADERS)
    return [_BODY]
