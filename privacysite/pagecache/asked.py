"""What a request asks for, as far as kept pages are concerned."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

Environ = dict[str, Any]
IDENTITY = "identity"
# The smallest first.
ENCODINGS = ("br", "zstd", "gzip")
# How many names of hosts are remembered in their normal form.
_MANY = 4_096


class Asked(NamedTuple):
    """The page that a request names: one key for all its forms."""

    host: str
    path: str
    secure: bool


def of(environ: Environ, *, trusts_proxy: bool) -> Asked | None:
    """The page, or None where the request is nothing for kept pages.

    That is one for a part of a page, or one that depends on what the reader holds; and
    one with a host name in any other form than the normal one: Django normalises, so
    that a thousand spellings make no thousand entries.
    """
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    if (
        "HTTP_RANGE" in environ
        or "HTTP_IF_MATCH" in environ
        or "HTTP_IF_UNMODIFIED_SINCE" in environ
        or environ.get("SCRIPT_NAME")
        or environ.get("RAW_URI", "/")[:1] != "/"
    ):
        return None
    host = _host(environ.get("HTTP_HOST", ""))
    if host is None:
        return None
    scheme: str = environ["wsgi.url_scheme"]
    if trusts_proxy:
        # As Django reads it: what the nearest proxy put first.
        sent = environ.get("HTTP_X_FORWARDED_PROTO", scheme)
        scheme = sent.partition(",")[0].strip()
    return Asked(host, environ["PATH_INFO"], scheme == "https")


@lru_cache(maxsize=_MANY)
def _host(sent: str) -> str | None:
    """The name in a ``Host`` header, without its port, where it is in normal form."""
    host, colon, port = sent.partition(":")
    if colon and not (port.isdigit() and port.isascii()):
        return None
    if host != host.lower() or host[-1:] == "." or not host.isascii():
        return None
    return host


def parameters(query: str) -> frozenset[str]:
    """The names in a query string."""
    return frozenset(
        unquote_plus(part.partition("=")[0]) for part in query.split("&") if part
    )


@lru_cache(maxsize=512)
def encoding(accepted: str) -> str:
    """The best of our encodings that an ``Accept-Encoding`` takes (RFC 9110, 12.5.3)."""
    weights = dict(_weighed(part) for part in accepted.lower().split(","))
    everything = weights.get("*", 0.0)
    return next(
        (name for name in ENCODINGS if weights.get(name, everything) > 0), IDENTITY
    )


@lru_cache(maxsize=512)
def quick(accepted: str) -> str:
    """The encoding for an answer that was just made: gzip is made in no time."""
    best = encoding(accepted)
    return "gzip" if best != IDENTITY and "gzip" in accepted.lower() else best


def _weighed(part: str) -> tuple[str, float]:
    name, _, weight = part.partition(";")
    try:
        return name.strip(), float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return name.strip(), 0.0


def tags(environ: Mapping[str, Any]) -> list[str]:
    """The entity tags of ``If-None-Match``, without the mark of weak ones."""
    sent = environ.get("HTTP_IF_NONE_MATCH", "")
    return [tag.strip().removeprefix("W/") for tag in sent.split(",")] if sent else []
