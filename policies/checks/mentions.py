"""What a text says in a form that can be compared: periods, dates, amounts, addresses.

Each pattern takes its finds out of the text before the next one looks, so that the "26"
of a date or a telephone number is never read once more as something else.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from policies.checks import quantities, telephones
from policies.checks.addresses import Address, address
from policies.checks.noting import Add
from policies.richtext import BLOCKS

_BLOCK = re.compile(r"</?(?:{})\b[^<>]*>".format("|".join(sorted(BLOCKS | {"br"}))))
_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_LINK = re.compile(r'<a\b(?:[^<>"]|"[^"]*")*>')
_HREF = re.compile(r'\shref="([^"]*)"')
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?)\]]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """One find. ``value`` is what is compared, ``shown`` what the text has.

    A ``weak`` one ("a year" may be "per year", a link to a page in another language) is
    matched when the other text has it too, but missing it there says nothing.
    ``number`` is the bare number in it.
    """

    value: Any
    shown: str
    weak: bool = False
    number: float | None = None


@dataclass(slots=True)
class Reading:
    """All that one text mentions; ``rest`` is the text without that."""

    language: str

    items: int = 0
    rows: int = 0
    emails: list[Mention] = field(default_factory=list)
    phones: list[Mention] = field(default_factory=list)
    amounts: list[Mention] = field(default_factory=list)
    periods: list[Mention] = field(default_factory=list)
    dates: list[Mention] = field(default_factory=list)
    numbers: list[Mention] = field(default_factory=list)
    urls: list[Mention] = field(default_factory=list)
    anchors: list[Mention] = field(default_factory=list)
    rest: str = ""

    def has_bare(self, number: float | None) -> bool:
        """Whether that number stands by itself somewhere."""
        return number in quantities.bare_numbers(self.rest, self.language)


@lru_cache(maxsize=8192)
def read(text: str, language: str, *, rich: bool) -> Reading:
    """What a text mentions. Shared between callers: don't change it."""
    found = Reading(language)
    if rich:
        text = _words(text, found)
    if "@" in text:
        text = _take(_EMAIL, text, found.emails, lambda one: one[0].lower())
    if "://" in text or "www." in text:
        text = _take(_URL, text, found.urls, lambda one: _url(one[0]))
    text = quantities.dates(text, language, _adder(found.dates))
    text = telephones.phones(text, _adder(found.phones))
    text = quantities.amounts(text, language, _adder(found.amounts))
    text = quantities.periods(text, language, _adder(found.periods))
    found.rest = quantities.long_numbers(text, _adder(found.numbers))
    return found


def _adder(to: list[Mention]) -> Add:
    def add(
        value: Any, shown: str, *, weak: bool = False, number: float | None = None
    ) -> None:
        to.append(Mention(value, " ".join(shown.split()), weak, number))

    return add


def _take(
    pattern: re.Pattern[str],
    text: str,
    to: list[Mention],
    value: Callable[[re.Match[str]], Any],
) -> str:
    def put(found: re.Match[str]) -> str:
        to.append(Mention(value(found), found[0]))
        return " · "

    return pattern.sub(put, text)


def _words(text: str, found: Reading) -> str:
    """The text without tags; what the tags mention is noted."""
    if "<" in text:
        found.items = text.count("<li")
        found.rows = text.count("<tr")
        if "<a" in text:
            for tag in _LINK.findall(text):
                if href := _HREF.search(tag):
                    _link(html.unescape(href[1]), " hreflang=" in tag, found)
        text = _TAG.sub("", _BLOCK.sub("\n", text))
    return html.unescape(text) if "&" in text else text


def _link(href: str, foreign: bool, found: Reading) -> None:
    scheme, _, rest = href.partition(":")
    if href.startswith("#"):
        found.anchors.append(Mention(unquote(href), href))
    elif scheme == "mailto":
        emails = unquote(rest.partition("?")[0]).split(",")
        found.emails += [Mention(one.strip().lower(), one.strip()) for one in emails]
    elif scheme == "tel":
        telephones.phones(unquote(rest), _adder(found.phones))
    else:
        found.urls.append(Mention(_url(href), href, weak=foreign))


def _url(href: str) -> Address:
    try:
        return address(href)
    except ValueError:
        return Address("", href, localised=False)
