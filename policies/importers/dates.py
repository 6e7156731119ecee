"""The day of a policy's last change, as policies write it in Dutch and English."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "january", "jan"),
            ("februari", "february", "feb"),
            ("maart", "march", "mrt", "mar"),
            ("april", "apr"),
            ("mei", "may"),
            ("juni", "june", "jun"),
            ("juli", "july", "jul"),
            ("augustus", "august", "aug"),
            ("september", "sept", "sep"),
            ("oktober", "october", "okt", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_SAYS_SO = re.compile(
    r"laatst (?:bijgewerkt|gewijzigd|aangepast|herzien)|laatste (?:wijziging|update|"
    r"aanpassing|versie)|bijgewerkt op|gewijzigd op|versiedatum|versie van|"
    r"last (?:updated|modified|changed|revised|update|change|amended)|"
    r"updated on|version of|^(?:datum|date|updated|bijgewerkt|versie|version)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONG = re.compile(
    r"\b(\d{1,2})(?:e|st|nd|rd|th)? ([a-z]{3,9})\.? (\d{4})\b", re.IGNORECASE
)
_AMERICAN = re.compile(
    r"\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?, (\d{4})\b", re.IGNORECASE
)
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_SHORT = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")


def last_change(text: str) -> dt.date | None:
    """The day when a line says that the text was last changed; None when it doesn't."""
    says = _SAYS_SO.search(text) if _YEAR.search(text) else None
    return first_date(text[says.end() : says.end() + 90]) if says else None


def first_date(text: str) -> dt.date | None:
    """The first calendar day that a line names."""
    if not _YEAR.search(text):
        return None
    found = []
    for pattern, order in ((_LONG, "dmy"), (_AMERICAN, "mdy"), (_ISO, "ymd")):
        found += [(m.start(), _date(m, order)) for m in pattern.finditer(text)]
    found += [(m.start(), _date(m, "dmy")) for m in _SHORT.finditer(text)]
    return next((day for _at, day in sorted(found, key=lambda f: f[0]) if day), None)


def _date(match: re.Match[str], order: str) -> dt.date | None:
    parts = dict(zip(order, match.groups(), strict=True))
    month = parts["m"]
    number = _MONTHS.get(month.casefold(), 0) if month.isalpha() else int(month)
    try:
        return dt.date(int(parts["y"]), number, int(parts["d"]))
    except ValueError:
        return None
