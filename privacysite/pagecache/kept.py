"""A page as it is kept: what is known of it, its body in each encoding, its answers."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, NamedTuple

import brotli
import zstandard

from privacysite.pagecache.asked import IDENTITY

Headers = list[tuple[str, str]]
# What Django's header of each answer says for itself; the layer writes them anew.
_OWN = {"content-length", "etag", "vary", "date", "server", "connection"}
# A reader who has the page needs these again (RFC 9110, 15.4.5), and no others.
OF_304 = {
    "cache-control", "content-location", "expires",
    # A browser asks for them again before it tells another site's script (Fetch, 3.3.5).
    "access-control-allow-origin", "access-control-expose-headers",
    "cdn-cache-control", "surrogate-control", "surrogate-key", "cache-tag",
}  # fmt: skip
_COMPRESSED = ("text/", "application/json", "image/svg+xml", "application/link-format")
CACHE_STATUS = "Cache-Status"
VARY = ("Vary", "Accept-Encoding")
# Below this an encoding costs more than it spares.
_SMALL = 256


class Answer(NamedTuple):
    """What goes to the server: a status line, headers, a body."""

    status: str
    headers: Headers
    body: bytes


@dataclass(slots=True)
class Page:
    """What is known of a kept page. Its bodies lie elsewhere, named by ``tag``.

    ``organisation`` is whose page it is, ``marks`` the generations at which it was made,
    ``since`` and ``until`` the moments (Unix time) at which it was asked for and at which
    the clock alone makes it untrue, and ``parameters`` the names of a query that would
    change it (None: any).
    """

    status: str
    headers: Headers
    tag: str
    size: int
    organisation: int
    marks: tuple[int, int]
    since: float
    until: float
    parameters: frozenset[str] | None
    compressible: bool
    # Worked out, and not part of what is kept: the status as a number; where its files
    # are, without the name of the encoding.
    code: int = field(init=False, compare=False)
    place: str = field(init=False, default="", compare=False)
    # The numbers at which it was last found true.
    known: object = field(init=False, default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.code = int(self.status[:3])
        # Most are the same for all pages: in memory they are there once.
        self.headers = [_shared(name, value) for name, value in self.headers]

    @property
    def stored(self) -> str:
        """The encoding that is always kept, and from which the others are made."""
        return "gzip" if self.compressible else IDENTITY

    def unpacked(self, body: bytes) -> bytes | None:
        """The body from its stored form; None where that is damaged."""
        if self.compressible:
            try:
                body = gzip.decompress(body)
            except (OSError, EOFError, zlib.error):
                return None
        return body if len(body) == self.size else None

    def etag(self, encoding: str) -> str:
        """The strong entity tag of an encoding: other bytes, another tag."""
        return f'"{self.tag}"' if encoding == IDENTITY else f'"{self.tag}-{encoding}"'

    def is_tagged(self, tag: str) -> bool:
        """Whether an entity tag is that of one of the page's encodings."""
        return tag == "*" or tag.strip('"').partition("-")[0] == self.tag

    def answer(self, encoding: str, body: bytes, how: str) -> Answer:
        """The answer in an encoding; ``how`` it came about (RFC 9211)."""
        headers = [
            *self.headers,
            ("Content-Length", str(len(body))),
            ("ETag", self.etag(encoding)),
            (CACHE_STATUS, how),
        ]
        if self.compressible:
            headers.append(VARY)
        if encoding != IDENTITY:
            headers.append(("Content-Encoding", encoding))
        return Answer(self.status, headers, body)

    def not_modified(self, tag: str) -> Answer:
        """304: the reader has what bears that tag."""
        headers = [pair for pair in self.headers if pair[0].lower() in OF_304]
        if self.compressible:
            headers.append(VARY)
        return Answer("304 Not Modified", [*headers, ("ETag", tag)], b"")

    def dumped(self) -> bytes:
        """The page's facts as JSON, for a file."""
        facts = {one.name: getattr(self, one.name) for one in fields(self) if one.init}
        known = self.parameters
        facts["parameters"] = None if known is None else sorted(known)
        return json.dumps(facts, separators=(",", ":")).encode()


@lru_cache(maxsize=2_048)
def _shared(name: str, value: str) -> tuple[str, str]:
    return name, value


def loaded(data: bytes) -> Page:
    """A page's facts from a file. ValueError where they aren't that."""
    try:
        facts: dict[str, Any] = json.loads(data)
        facts["marks"] = tuple(facts["marks"])
        known = facts["parameters"]
        facts["parameters"] = None if known is None else frozenset(known)
        return Page(**facts)
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def made(
    status: str, headers: Sequence[tuple[str, str]], body: bytes, **facts: Any
) -> Page:
    """The page that an answer of the application is."""
    known = {name.lower(): value for name, value in headers}
    kind = known.get("content-type", "")
    return Page(
        status=status,
        headers=[(name, value) for name, value in headers if name.lower() not in _OWN],
        tag=hashlib.sha256(body).hexdigest()[:32],
        size=len(body),
        compressible=len(body) > _SMALL
        and (kind.startswith(_COMPRESSED) or "+xml" in kind or "+json" in kind),
        **facts,
    )


def encoded(body: bytes, encoding: str) -> bytes:
    """The body in an encoding, as small as it gets: it is made once and read often."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=11, mode=brotli.MODE_TEXT))
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=19).compress(body)
    if encoding == "gzip":
        return gzip.compress(body, 9, mtime=0)
    return body
