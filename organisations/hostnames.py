"""Host names: normalised once, so that every comparison is a plain one (F25)."""

from __future__ import annotations

import re

import idna

_LABEL = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)$")
_PORT = re.compile(r":\d{0,5}$")


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
