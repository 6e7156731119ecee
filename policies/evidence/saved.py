"""What a reader found in a file: whose version it claims to be, and its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise
# What a part is called that has no heading of its own.
NAMES: Mapping[str, Label] = {
    "title": _("the title"),
    "summary": _("the summary"),
    "contents": _("the list of contents"),
    "dates": _("the dates under the title"),
    "head": _("under the title"),
    "record": _("the record of the version"),
    "text": _("the text between the sections"),
    "organisation": _("the facts of the organisation"),
}
_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_NUMBER = re.compile(r"/v/([1-9][0-9]{0,8})/")


class Unreadable(Exception):
    """The file can't be read as a policy; the message says why, for whoever gave it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the text: a section with its heading, or what stands in `NAMES`.

    ``key`` says which part it is, whatever it is called: ``#anchor`` for a section.
    """

    key: str
    name: Label
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that tells about a version: its words, and the days in it by themselves."""

    text: str
    days: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join([self.text, *self.days])


@dataclass(frozen=True, slots=True)
class Saved:
    """A file as its reader found it.

    ``digests``, ``addresses`` and ``number`` tell which version it claims to be;
    ``permanent`` are those addresses that it says are this version's own.
    ``dates`` are lines that say whether it is in force, ``within`` what else a page says
    about its text, each with the part that it stands in, ``around`` what stands about the
    text without being part of it: all change with time. ``styles`` has what makes a page
    look as it does. ``data`` is set where a file is data, not words.
    """

    form: str
    language: str = ""
    parts: tuple[Part, ...] = ()
    digests: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    permanent: tuple[str, ...] = ()
    number: int | None = None
    dates: tuple[Line, ...] = ()
    within: tuple[tuple[str, str], ...] = ()
    around: tuple[str, ...] = ()
    styles: frozenset[str] = frozenset()
    data: Mapping[str, Any] | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The version numbers that it claims, in its addresses or in so many words."""
        found = [int(m[1]) for a in self.addresses if (m := _NUMBER.search(a))]
        return tuple(dict.fromkeys([*([self.number] if self.number else []), *found]))


def digests(text: str) -> tuple[str, ...]:
    """Everything in a text that has the form of a fingerprint, once each."""
    return tuple(dict.fromkeys(_DIGEST.findall(text)))


def host(address: str) -> str:
    """The host of an absolute address, without its port; "" where it has none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def path(address: str) -> str:
    """The path of an address."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
