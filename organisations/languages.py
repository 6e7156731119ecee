"""The languages of content, and a translated field as a mapping of all of them."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db.models import Model
from django.utils.translation.trans_real import parse_accept_lang_header


def codes() -> tuple[str, ...]:
    """The content languages in their order, like ``("nl", "en")``."""
    return tuple(code for code, _ in settings.LANGUAGES)


def texts(row: Model, field: str) -> dict[str, str]:
    """What a translated field says, per language; unwritten languages are absent."""
    found = {code: getattr(row, f"{field}_{code}") or "" for code in codes()}
    return {code: text for code, text in found.items() if text}


def write(row: Model, field: str, values: Mapping[str, str]) -> None:
    """Set a translated field in every language; what is absent becomes empty."""
    for code in codes():
        setattr(row, f"{field}_{code}", values.get(code, ""))


def accepted(header: str) -> str:
    """The content language that an ``Accept-Language`` header prefers; "" for none."""
    for code, _ in parse_accept_lang_header(header):
        short: str = code.split("-")[0]
        if short in codes():
            return short
    return ""
