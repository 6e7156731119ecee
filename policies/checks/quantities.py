"""Dates, amounts, periods and numbers in running text, in the words of its language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from policies.checks import numbers
from policies.checks.noting import Add
from policies.checks.vocabulary import VOCABULARIES, Vocabulary

_TAKEN = " · "
_ANY_DIGIT = re.compile(r"\d")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\b")
_ISO_PERIOD = re.compile(r"\bP(\d{1,4})([YMWD])\b")
_ISO_UNITS = {
    "Y": ("months", 12.0), "M": ("months", 1.0), "W": ("days", 7.0), "D": ("days", 1.0)
}  # fmt: skip
_LONG = re.compile(r"(?<![\w-])[A-Z]{0,2}\d{5,}[A-Z\d]*\b")
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "euro's": "EUR",
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "pond": "GBP",
}  # fmt: skip
_SIZES = ("kb", "mb", "gb", "tb", "km", "kg", "bit", "bits", "byte", "bytes")


_MONEY_WORDS = ("€", "$", "£", "eur", "usd", "gbp", "dollar", "pond", "pound")
_SHARE_WORDS = ("%", "cent", "kb", "mb", "gb", "tb", "km", "kg", "bit", "byte")


def _has(text: str, words: Iterable[str]) -> bool:
    """Whether a pattern has a chance: looking for plain words is a hundred times faster."""
    return any(word in text for word in words)


def _stems(words: Iterable[str]) -> tuple[str, ...]:
    """The words without those that contain another one: for `_has`."""
    found = set(words)
    return tuple(w for w in found if not any(o in w for o in found - {w}))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class _Patterns:
    period: re.Pattern[str]
    amount: re.Pattern[str]
    share: re.Pattern[str]
    day_first: re.Pattern[str]
    month_first: re.Pattern[str]
    word: re.Pattern[str]
    units: tuple[str, ...]
    months: tuple[str, ...]


@cache
def _patterns(language: str) -> _Patterns | None:
    words = VOCABULARIES.get(language)
    if words is None:
        return None
    number = rf"(?:{numbers.DIGITS}|{_either(words.numbers)})"
    to = rf"(?:\s*[-–]\s*|\s+(?:{_either(words.to)})\s+)"
    month = rf"(?:{_month_names(words)})\.?"
    times = rf"(?:\s*\b({_either(words.multipliers)})\b)?"
    start = rf"(?<![\w.,])(?=[\d{''.join({name[0] for name in words.numbers})}])"
    before, after = r"€|us\$|\$|£|\b(?:eur|usd|gbp)\b", _either(_CURRENCIES)
    return _Patterns(
        period=re.compile(
            rf"{start}(?:({number}){to})?({number})(?:\s*\({number}\))?"
            rf"(?:\s|-)*(?:(?:volle|hele|full|whole|consecutive|opeenvolgende)\s+)?"
            rf"({_either(words.units)})\b",
            re.IGNORECASE,
        ),
        amount=re.compile(
            rf"({before})\s*({numbers.DIGITS})(?:,[-–]+)?{times}"
            rf"|{start}({number}){times}(?:,[-–]+)?\s*({after})(?!\w)",
            re.IGNORECASE,
        ),
        share=re.compile(
            rf"{start}({number})\s*(%|procent\b|per\s?cent\b)"
            rf"|(?<![\w.,])({numbers.DIGITS})[\s-]?({_either(_SIZES)})\b",
            re.IGNORECASE,
        ),
        day_first=re.compile(
            rf"\b(\d{{1,2}})(?:st|nd|rd|th|e|ste|de)?\s+(?:of\s+)?({month})"
            rf"(?:,?\s+(\d{{4}})\b)?(?!\w)"
        ),
        month_first=re.compile(
            rf"\b({month})\s+(?:(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}})\b)?"
            rf"|(\d{{4}})\b)"
        ),
        word=re.compile(
            rf"\b(?:{_either(words.numbers.keys() - words.articles)})\b", re.IGNORECASE
        ),
        units=_stems(words.units),
        months=_stems(words.months),
    )


def _month_names(words: Vocabulary) -> str:
    if words.capital_months:
        return _either({name.capitalize() for name in words.months})
    return f"(?i:{_either(words.months)})"


def _value(text: str, words: Vocabulary) -> float:
    known = words.numbers.get(" ".join(text.lower().split()))
    return numbers.parse(text) if known is None else known


def dates(text: str, language: str, add: Add) -> str:
    """Note each date as (year, month, day), 0 where it isn't said."""
    if not _ANY_DIGIT.search(text):
        return text

    def note(found: re.Match[str], year: Any, month: int, day: Any) -> str:
        try:
            dt.date(int(year or 2000), month, int(day or 1))
        except ValueError:
            return found[0]
        add((int(year or 0), month, int(day or 0)), found[0])
        return _TAKEN

    def numeric(found: re.Match[str]) -> str:
        day, month = int(found[1]), int(found[3])
        if month > 12:
            day, month = month, day
        return note(found, found[4], month, day)

    text = _ISO_DATE.sub(lambda one: note(one, one[1], int(one[2]), one[3]), text)
    text = _NUMERIC_DATE.sub(numeric, text)
    patterns = _patterns(language)
    if patterns is None or not _has(text.lower(), patterns.months):
        return text
    months = VOCABULARIES[language].months

    def number(name: str) -> int:
        return months[name.rstrip(".").lower()]

    text = patterns.day_first.sub(
        lambda one: note(one, one[3], number(one[2]), one[1]), text
    )
    return patterns.month_first.sub(
        lambda one: note(one, one[3] or one[4], number(one[1]), one[2]), text
    )


def amounts(text: str, language: str, add: Add) -> str:
    """Note each amount of money, percentage and size."""
    patterns = _patterns(language)
    if patterns is None:
        return text
    words = VOCABULARIES[language]
    low = text.lower()

    def money(found: re.Match[str]) -> str:
        before, first, times, second, more, after = found.groups()
        number = _value(first or second, words)
        value = number * words.multipliers.get((times or more or "").lower(), 1)
        add((_CURRENCIES[(before or after).lower()], value), found[0], number=number)
        return _TAKEN

    def share(found: re.Match[str]) -> str:
        unit = "%" if found[1] else found[4].lower().rstrip("s")
        number = _value(found[1] or found[3], words)
        add((unit, number), found[0], number=number)
        return _TAKEN

    if _has(low, _MONEY_WORDS):
        text = patterns.amount.sub(money, text)
    return patterns.share.sub(share, text) if _has(low, _SHARE_WORDS) else text


def periods(text: str, language: str, add: Add) -> str:
    """Note each period in months, days, working days, minutes or seconds."""

    def coded(found: re.Match[str]) -> str:
        dimension, times = _ISO_UNITS[found[2]]
        add((dimension, int(found[1]) * times), found[0])
        return _TAKEN

    if "P" in text:
        text = _ISO_PERIOD.sub(coded, text)
    patterns = _patterns(language)
    if patterns is None or not _has(text.lower(), patterns.units):
        return text
    words = VOCABULARIES[language]

    def worded(found: re.Match[str]) -> str:
        dimension, times = words.units[" ".join(found[3].lower().split())]
        for number in filter(None, (found[1], found[2])):
            shown = found[0] if not found[1] else f"{number} {found[3]}"
            value = _value(number, words)
            weak = number.lower() in words.articles
            add((dimension, value * times), shown, weak=weak, number=value)
        return _TAKEN

    return patterns.period.sub(worded, text)


def long_numbers(text: str, add: Add) -> str:
    """Note registration numbers and the like: five digits and more."""

    def put(found: re.Match[str]) -> str:
        add(found[0], found[0])
        return _TAKEN

    return _LONG.sub(put, text) if _ANY_DIGIT.search(text) else text


def bare_numbers(text: str, language: str) -> set[float]:
    """The numbers that are left, in digits and in words."""
    found = {numbers.parse(one) for one in re.findall(numbers.DIGITS, text)}
    patterns = _patterns(language)
    if patterns is not None:
        words = VOCABULARIES[language]
        found |= {_value(one, words) for one in patterns.word.findall(text)}
    return found
