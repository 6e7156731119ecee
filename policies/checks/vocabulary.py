"""How a language writes numbers, months, periods and money in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language, in small letters.

    ``articles`` are number words for one that are as often no number at all: "een jaar",
    "once a year". ``units`` leads to a dimension and how often it holds the base unit.
    """

    numbers: Mapping[str, float]
    articles: frozenset[str]
    months: Mapping[str, int]
    units: Mapping[str, tuple[str, float]]
    multipliers: Mapping[str, int]
    to: frozenset[str]
    capital_months: bool = False


def _units(**words: str) -> dict[str, tuple[str, float]]:
    """Years are twelve months, weeks seven days: those may be translated into another."""
    found = {}
    for base, text in words.items():
        for word in text.split():
            found[word] = _BASES[base]
    return found


_BASES = {
    "years": ("months", 12.0),
    "months": ("months", 1.0),
    "weeks": ("days", 7.0),
    "days": ("days", 1.0),
    "working_days": ("working days", 1.0),
    "hours": ("minutes", 60.0),
    "minutes": ("minutes", 1.0),
    "seconds": ("seconds", 1.0),
}


def _numbered(words: str, start: int = 1) -> dict[str, float]:
    return {word: float(number) for number, word in enumerate(words.split(), start)}


def _months(full: str, short: str) -> dict[str, int]:
    return {
        word: number
        for words in (full, short)
        for number, word in enumerate(words.split(), 1)
    }


DUTCH = Vocabulary(
    numbers={
        **_numbered("één twee drie vier vijf zes zeven acht negen tien elf twaalf"),
        "een": 1, "veertien": 14, "vijftien": 15, "achttien": 18, "twintig": 20,
        "vierentwintig": 24, "dertig": 30, "achtenveertig": 48, "zestig": 60,
        "tweeënzeventig": 72, "negentig": 90, "half": 0.5, "halve": 0.5,
        "anderhalf": 1.5, "anderhalve": 1.5,
    },
    articles=frozenset({"een"}),
    months=_months(
        "januari februari maart april mei juni juli augustus september oktober "
        "november december",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
    ),
    units=_units(
        years="jaar jaren jarig jarige",
        months="maand maanden maands",
        weeks="week weken",
        days="dag dagen daags daagse kalenderdag kalenderdagen",
        working_days="werkdag werkdagen",
        hours="uur uren",
        minutes="minuut minuten",
        seconds="seconde seconden",
    ),
    multipliers={"duizend": 1000, "miljoen": 10**6, "mln": 10**6, "miljard": 10**9},
    to=frozenset({"tot", "of", "en", "à"}),
)  # fmt: skip

ENGLISH = Vocabulary(
    numbers={
        **_numbered("one two three four five six seven eight nine ten eleven twelve"),
        "a": 1, "an": 1, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20,
        "twenty-four": 24, "thirty": 30, "forty-eight": 48, "sixty": 60,
        "seventy-two": 72, "ninety": 90, "half": 0.5, "half a": 0.5, "half an": 0.5,
        "one and a half": 1.5,
    },
    articles=frozenset({"a", "an"}),
    months=_months(
        "january february march april may june july august september october "
        "november december",
        "jan feb mar apr may jun jul aug sept oct nov dec",
    ) | {"sep": 9},
    units=_units(
        years="year years",
        months="month months",
        weeks="week weeks",
        days="day days",
        working_days="workday workdays",
        hours="hour hours",
        minutes="minute minutes",
        seconds="second seconds",
    ) | {
        f"{word} {day}": _BASES["working_days" if word != "calendar" else "days"]
        for word in ("working", "business", "calendar")
        for day in ("day", "days")
    },
    multipliers={"thousand": 1000, "million": 10**6, "billion": 10**9},
    to=frozenset({"to", "or", "and"}),
    # "article 6 may apply" is no day in May.
    capital_months=True,
)  # fmt: skip

VOCABULARIES: Mapping[str, Vocabulary] = MappingProxyType({"nl": DUTCH, "en": ENGLISH})
