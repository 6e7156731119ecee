"""A line of plain text: its indentation, list marker, and whether it is a heading."""

from __future__ import annotations

import re
from typing import NamedTuple

from policies.importers import dates
from policies.importers.p3p_line import token_line

_BULLET = re.compile(r"([•●▪◦‣∙·*+–—-])\s+(?=\S)")
_NUMBER = re.compile(r"(?:(\d{1,3})[.)]|([a-z])\))\s+(?=\S)", re.IGNORECASE)
_NUMBERED_HEADING = re.compile(r"\d{1,2}((?:\.\d{1,2}){0,4})[.)]?\s+\w")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_IMAGE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp)", re.IGNORECASE)
_SENTENCE_INSIDE = re.compile(r"[a-z)]{3}[.!?] [A-Z]")
_CLOSING = (".", ";", ":", ",", "!", "…")


class Line(NamedTuple):
    """A line without its indentation; empty lines have no text."""

    number: int
    indent: int
    text: str


class Marker(NamedTuple):
    """A list marker at the start of a line, and where the item's words begin."""

    ordered: bool
    start: int
    end: int


def split(text: str) -> list[Line]:
    """The lines of a text; blanks of any sort are blanks."""
    lines = []
    for number, raw in enumerate(text.split("\n"), start=1):
        clean = _INVISIBLE.sub("", raw) if not raw.isascii() else raw
        words = clean.strip()
        before = clean[: len(clean) - len(clean.lstrip())].expandtabs(4)
        lines.append(Line(number, len(before), words))
    return lines


def marker(text: str) -> Marker | None:
    """The list marker at the line's start."""
    if match := _BULLET.match(text):
        return Marker(False, 0, match.end())
    if match := _NUMBER.match(text):
        start = match[1] or str(ord(match[2].casefold()) - ord("a") + 1)
        return Marker(True, int(start), match.end())
    return None


def is_image(text: str) -> bool:
    """Whether the line is the name of an image file, left behind by its picture."""
    return bool(_IMAGE.fullmatch(text))


def heading_mark(text: str) -> str:
    """How a line standing alone shows that it is a heading; "" when it does not."""
    if text.startswith("| ") and "|" not in text[2:] and len(text) <= 150:
        return "pipe"
    if not _may_be_heading(text):
        return ""
    if text.endswith("?"):
        return "question"
    if text.endswith(_CLOSING):
        return ""
    if _NUMBERED_HEADING.match(text):
        return "number"
    return "line"


def number_depth(text: str) -> int:
    """How deep a numbered heading lies: 0 for "2.", 1 for "2.1"."""
    match = _NUMBERED_HEADING.match(text)
    return match[1].count(".") if match else 0


def closes(text: str) -> bool:
    """Whether a line ends like a sentence does."""
    return text.rstrip("\"'”’)]»").endswith((".", "!", "?", ":", ";", "…"))


def _may_be_heading(text: str) -> bool:
    if len(text) > 120 or len(text.split()) > 17 or "\t" in text:
        return False
    first = text.lstrip("“‘\"'(«¿")[:1]
    if not (first.isupper() or first.isdigit()):
        return False
    if dates.first_date(text) or token_line(text) or is_image(text):
        return False
    return not (_SENTENCE_INSIDE.search(text) or _is_fact(text))


def _is_fact(text: str) -> bool:
    """Whether the line states a fact, like "Telefoon: 06 …", an address or a URL."""
    if "@" in text or "://" in text or text.startswith("www."):
        return True
    label, colon, value = text.partition(":")
    return bool(colon and len(label) < 50 and any(c.isdigit() for c in value))
