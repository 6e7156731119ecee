"""Contents as they are kept: by their digest, and compressed once and for all."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Mapping

import brotli

# Longest first: what is tried and does not pay is not kept.
_COMPRESSED = (
    "application/atom+xml", "application/json", "application/ld+json",
    "application/link-format", "application/problem+json", "application/schema+json",
    "application/xml", "application/yaml", "image/svg+xml", "text/",
)  # fmt: skip
# 1980, which ZIP files can say, and some eight years on.
_EARLIEST, _SPAN = 315_532_800, 2**28


def digest_of(body: bytes) -> str:
    """The name under which a content is kept."""
    return hashlib.sha256(body).hexdigest()


def variants(body: bytes, media_type: str) -> dict[str, bytes]:
    """The body compressed, by the ending of the file's name: ``.gz`` and ``.br``."""
    if not media_type.startswith(_COMPRESSED) and "+json" not in media_type:
        return {}
    found = {ending: pack(body) for ending, pack in _PACKERS.items()}
    return {
        ending: packed for ending, packed in found.items() if len(packed) < len(body)
    }


def moment_of(digest: str) -> int:
    """The time stamp of a content's files.

    Web servers make an ETag of time and size. A time that follows from the content
    itself makes it strong: another content has another one even if it was written in
    the same second and is as long, and all machines say the same.
    """
    return _EARLIEST + int(digest[:16], 16) % _SPAN


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=9, mtime=0)


def _brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, quality=11)
    return packed


_PACKERS: Mapping[str, Callable[[bytes], bytes]] = {".gz": _gzip, ".br": _brotli}
