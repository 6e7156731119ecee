"""Host names: normalised once, so that every comparison is a plain one (F25)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import idna

_LABEL = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)$")
_PORT = re.compile(r":\d{1,5}$", re.ASCII)
_ABSOLUTE = re.compile(r"https?://([^/?#]*)", re.IGNORECASE)


def normalise(raw: str) -> str:
    """The host name in lower case ASCII without port or trailing dot, or "".

    Internationalised names become their A-labels (RFC 5891). "" means that this is no
    host name at all: nothing is guessed.
    """
    name = _PORT.sub("", raw.strip()).rstrip(".").lower()
    if not name or len(name) > 253:
        return ""
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except idna.IDNAError:
            return ""
    return name if all(_LABEL.match(label) for label in name.split(".")) else ""


def asked(environ: Mapping[str, Any]) -> str:
    """The host that a request names, normalised, or "".

    A request line with a whole address in it (RFC 9112, 3.2.2) has to name the same
    host as the header: a proxy may have looked at the one, and we look at the other.
    """
    name = normalise(environ.get("HTTP_HOST", ""))
    absolute = _ABSOLUTE.match(environ.get("RAW_URI", ""))
    return "" if absolute and normalise(absolute[1]) != name else name
