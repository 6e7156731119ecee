"""How language-neutral values read in a language: days, periods, countries, phones."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

import phonenumbers
from babel import Locale
from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext, ngettext, override

# At most six digits each: a longer number is a mistake that int() would refuse.
_N = "[0-9]{1,6}"
DURATION_PATTERN = (
    rf"^P(?!$)({_N}Y)?({_N}M)?({_N}W)?({_N}D)?"
    rf"(?:T(?=[0-9])({_N}H)?({_N}M)?({_N}S)?)?$"
)
_DURATION = re.compile(DURATION_PATTERN)
# Codes that CLDR lists beside countries: pseudo-locales, groupings, "unknown".
_NO_COUNTRIES = {"EZ", "QO", "UN", "XA", "XB", "ZZ"}


def day(date: dt.date, language: str) -> str:
    """A day in full, like "26 oktober 2022" or "26 October 2022"."""
    return format_date(date, "d MMMM y", locale=language)


def moment(at: dt.datetime, language: str) -> str:
    """A day with the time, like "26 oktober 2022 14:05"."""
    return f"{day(at.date(), language)} {format_skeleton('Hm', at, locale=language)}"


def yes_no(value: bool, language: str) -> str:
    """Yes or no in that language."""
    with override(language):
        return gettext("yes") if value else gettext("no")


def country(code: str, language: str) -> str:
    """The name of an ISO 3166-1 country in that language, or the code itself."""
    return str(Locale.parse(language).territories.get(code, code))


def countries(language: str) -> list[tuple[str, str]]:
    """All countries as (code, name), sorted by name as a dictionary does."""
    names = Locale.parse(language).territories.items()
    pairs = [
        (code, name)
        for code, name in names
        if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRIES
    ]
    return sorted(pairs, key=lambda pair: unicodedata.normalize("NFKD", pair[1]))


def phone(number: str) -> str:
    """An E.164 number as people write it abroad, like "+31 20 615 9155"."""
    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(
        parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )


@lru_cache(maxsize=512)
def duration(period: str, language: str) -> str:
    """An ISO 8601 duration in words, like "1 jaar en 6 maanden".

    Raises ValueError when it is no such duration.
    """
    match = _DURATION.fullmatch(period)
    if not match:
        raise ValueError(f"not an ISO 8601 duration: {period!r}")
    years, months, weeks, days, hours, minutes, seconds = (
        int(part[:-1]) if part else 0 for part in match.groups()
    )
    with override(language):
        parts = [
            words % {"n": n}
            for n, words in (
                (years, ngettext("%(n)d year", "%(n)d years", years)),
                (months, ngettext("%(n)d month", "%(n)d months", months)),
                (weeks, ngettext("%(n)d week", "%(n)d weeks", weeks)),
                (days, ngettext("%(n)d day", "%(n)d days", days)),
                (hours, ngettext("%(n)d hour", "%(n)d hours", hours)),
                (minutes, ngettext("%(n)d minute", "%(n)d minutes", minutes)),
                (seconds, ngettext("%(n)d second", "%(n)d seconds", seconds)),
            )
            if n
        ] or [ngettext("%(n)d day", "%(n)d days", 0) % {"n": 0}]
        if len(parts) == 1:
            return parts[0]
        return gettext("%(most)s and %(last)s") % {
            "most": ", ".join(parts[:-1]),
            "last": parts[-1],
        }
