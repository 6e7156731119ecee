"""The articles of law behind a kind of section, as links to where they can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import get_language

_LANGUAGES = {"nl": "nld", "en": "eng"}
_GDPR = "https://eur-lex.europa.eu/eli/reg/2016/679/oj/{language}#art_{number}"
_TW = "https://wetten.overheid.nl/jci1.3:c:BWBR0009950&artikel={number}"
# How a source is cited, and its address; without a place for a number it is one link.
_SOURCES = (
    (re.compile(r"^(GDPR|AVG)\b"), _GDPR),
    (re.compile(r"\bTw\b"), _TW),
    (re.compile(r"^P3P\b"), "https://www.w3.org/TR/P3P/"),
    (re.compile(r"^WP260\b"), "https://ec.europa.eu/newsroom/article29/items/622227"),
)
# "13(1)(c)" in English, "art. 13 lid 1 onder c" in Dutch: where "lid 1" is no article.
_ARTICLE = re.compile(
    r"(?<!lid )(?<!met )\b(?P<number>\d+(?:\.\d+)?[a-z]?)"
    r"(?:(?:\(\w+\))+| lid \d+(?: onder [a-z](?: (?:tot en met|en) [a-z])?\b)?)?"
)


@dataclass(frozen=True)
class Piece:
    """Some words of a citation, and the address behind them, if any."""

    words: str
    url: str = ""


def pieces(citation: str) -> list[Piece]:
    """The citation in pieces: each article of a law is a link of its own."""
    address = next((to for cited, to in _SOURCES if cited.search(citation)), "")
    if "{" not in address:
        return [Piece(citation, address)] if citation else []
    language = _LANGUAGES.get((get_language() or "nl")[:2], "eng")
    found, end = [], 0
    for match in _ARTICLE.finditer(citation):
        url = address.format(language=language, number=match["number"])
        found += [Piece(citation[end : match.start()]), Piece(match[0], url)]
        end = match.end()
    return [piece for piece in (*found, Piece(citation[end:])) if piece.words]
