"""The page in a web archive (MHTML), as browsers save one in a single file.

Read by hand: what reads any e-mail at all can be kept busy for hours by one that was
made for it.
"""

from __future__ import annotations

import binascii
import quopri
import re

from policies.evidence.saved import Unreadable

# Where the boundary and a part's own facts stand, in bytes from the beginning.
HEAD = 4_000
# The page comes before its pictures.
MOST_PARTS = 1_000
_BOUNDARY = re.compile(rb'boundary="?([^"\s;]{1,200})"?', re.IGNORECASE)
# Those that browsers write; some of Python's others take their time.
_CHARSET = re.compile(
    r'charset="?(utf-(?:8|16)|us-ascii|(?:windows-125|iso-8859-)[0-9]+)'
)
_BLANK = re.compile(rb"\r?\n\r?\n")


def page(content: bytes) -> str:
    """The first page in the archive. Raises `Unreadable` where there is none."""
    boundary = _BOUNDARY.search(content[:HEAD])
    parts = content.split(b"--" + boundary[1], MOST_PARTS) if boundary else []
    for part in parts[1:]:
        if end := _BLANK.search(part, 0, HEAD):
            head = part[: end.start()].decode("latin-1").lower()
            if "text/html" in head:
                return _decoded(part[end.end() :], head)
    raise Unreadable


def _decoded(body: bytes, head: str) -> str:
    if "quoted-printable" in head:
        body = quopri.decodestring(body)
    elif "base64" in head:
        try:
            body = binascii.a2b_base64(body)
        except binascii.Error:
            raise Unreadable from None
    charset = _CHARSET.search(head)
    try:
        return body.decode(charset[1] if charset else "utf-8", errors="replace")
    except LookupError:
        return body.decode(errors="replace")
