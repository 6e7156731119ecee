"""Addresses in texts, brought to a form in which two languages can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

_LANGUAGE = re.compile(
    r"(?:[a-z]{2}[-_])?(?:nl|en|be|us|gb|uk|int)(?:[-_][a-z]{2})?|"
    r"nederlands|dutch|english|engels",
    re.IGNORECASE,
)
_SUBDOMAIN = re.compile(r"(?:www\.)?(?:(nl|en)\.)?(?=.+\..)", re.IGNORECASE)
_PARAMETERS = {"hl", "l", "lang", "language", "locale", "lc", "taal"}


@dataclass(frozen=True, slots=True)
class Address:
    """A web address without what only tells the language.

    ``localised`` says that there was such a part: the rest may be translated as well.
    """

    host: str
    rest: str
    localised: bool


def address(url: str) -> Address:
    """The address of a page, the same for its Dutch and its English one if possible.

    Raises ValueError when it is none.
    """
    parts = urlsplit(url if "//" in url or url.startswith("/") else f"//{url}")
    host = (parts.hostname or "").rstrip(".")
    named = _SUBDOMAIN.match(host)
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    neutral = [segment for segment in segments if not _LANGUAGE.fullmatch(segment)]
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in query if name.lower() not in _PARAMETERS]
    return Address(
        host=host[named.end() :] if named else host,
        rest="/".join(neutral) + f"?{urlencode(sorted(kept))}#{parts.fragment}",
        localised=len(neutral) < len(segments)
        or len(kept) < len(query)
        or bool(named and named[1]),
    )
