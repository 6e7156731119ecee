"""What the classifier can find, by stable codes: how much it matters, and its sentence.

The codes are read by programs (API, webhooks, audit trail): one is never renamed. The
sentences hold for staff and readers alike. Sources: Guidelines on transparency (WP260
rev.01) §29-30, and the article of the GDPR that makes a policy say such a thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from policies.kinds.attributes import Label

Severity = Literal["material", "minor"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code says. ``quiet`` ones are corrections that nobody needs a list of."""

    severity: Severity
    sentence: Label
    article: Label = ""
    quiet: bool = False


_MEANINGS: dict[str, Meaning] = {}


def get(code: str) -> Meaning:
    """What that code says; KeyError when there is none."""
    return _MEANINGS[code]


def known() -> list[str]:
    """Every code."""
    return list(_MEANINGS)


@cache
def names_value(code: str) -> bool:
    """Whether the sentence names the value that changed: several may, of one row."""
    return "%(what)s" in str(get(code).sentence)


def material(code: str, sentence: Label, article: Label = "") -> None:
    """Add a code for what people have to be told of (WP260 rev.01 §29)."""
    _MEANINGS[code] = Meaning("material", sentence, article)


def minor(
    code: str, sentence: Label, article: Label = "", *, quiet: bool = False
) -> None:
    """Add a code for what takes nothing from anybody, or says nothing else."""
    _MEANINGS[code] = Meaning("minor", sentence, article, quiet)
