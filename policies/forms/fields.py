"""Form fields that accept what people write and answer what a Document stores."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from organisations import validators
from policies import richtext
from policies.kinds import wording

_TAG = re.compile(r"<[a-zA-Z/]")
# A part of a period in words, and what may stand between two: "1 jaar en 6 maanden".
_PART = re.compile(r"([0-9]{1,6})\s*([a-z]{1,9})(?:\s*,\s*|\s+(?:en|and)\s+|\s+|$)")
# The small letters stand behind the T of ISO 8601.
_UNITS = {
    "Y": ("y", "year", "years", "jaar", "jaren"),
    "M": ("month", "months", "maand", "maanden"),
    "W": ("w", "week", "weeks", "weken"),
    "D": ("d", "day", "days", "dag", "dagen"),
    "h": ("h", "hour", "hours", "uur", "uren"),
    "m": ("min", "minute", "minutes", "minuut", "minuten"),
    "s": ("s", "sec", "second", "seconds", "seconde", "seconden"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}


class PlainField(forms.CharField):
    """Plain text; grows with what is written, line breaks as one sign."""

    default_validators = [validators.printable]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 1, "class": "grows"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """The text with newlines as ``\\n``."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class LinesField(PlainField):
    """One item a line: inline HTML where it has tags, else plain text.

    The value is a list with "" for an empty line, so that languages can be paired.
    """

    def prepare_value(self, value: Any) -> Any:
        """Stored items as lines; what was typed as it is."""
        if not isinstance(value, list):
            return value
        return "\n".join(self._shown(item) for item in value)

    def clean(self, value: Any) -> Any:
        """The items, sanitised."""
        text = super().clean(value)
        return [self._stored(line.strip()) for line in text.split("\n")] if text else []

    @staticmethod
    def _shown(item: str) -> str:
        line = " ".join(item.split())
        return line if _TAG.search(line) else html.unescape(line)

    @staticmethod
    def _stored(line: str) -> str:
        return richtext.sanitise_inline(
            line if _TAG.search(line) else html.escape(line, quote=False)
        )


class PeriodField(forms.CharField):
    """A period: ISO 8601 like P7Y, or words like "7 jaar" and "4 weeks"."""

    default_error_messages = {
        "period": gettext_lazy(
            "Write a period like “7 years”, “1 year and 6 months” or “24 hours”, or "
            "like P7Y."
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"class": "period", "spellcheck": "false"}),
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The period by ISO 8601."""
        text = (super().clean(value) or "").strip()
        if not text:
            return ""
        period = self._from_words(text) or text.upper().replace(" ", "")
        try:
            wording.duration(period, "nl")
        except ValueError:
            raise ValidationError(
                self.error_messages["period"], code="period"
            ) from None
        return period

    @staticmethod
    def meaning(value: Any) -> str:
        """What the period says in the interface's language, "" when it says nothing."""
        try:
            return wording.duration(str(value), get_language() or "nl") if value else ""
        except ValueError:
            return ""

    @staticmethod
    def _from_words(text: str) -> str:
        """The period that those words say, "" when they say none."""
        text = text.lower()
        parts = _PART.findall(text)
        said = {_UNIT_OF.get(word, ""): number for number, word in parts}
        if "" in said or len(said) < len(parts) or _PART.sub("", text):
            return ""
        days, clock = (
            "".join(f"{said[unit]}{unit}" for unit in units if unit in said)
            for units in ("YMWD", "hms")
        )
        return f"P{days}T{clock.upper()}" if clock else f"P{days}"


class DayField(forms.DateField):
    """A day; the value is text by ISO 8601."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """The day as text."""
        day = super().clean(value)
        return day.isoformat() if isinstance(day, dt.date) else ""


class AddressField(forms.CharField):
    """An absolute http or https address."""

    default_validators = [validators.printable]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"type": "url", "placeholder": "https://"})
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The address."""
        text = super().clean(value) or ""
        if text and not re.fullmatch(r"https?://[^\s<>\"]+", text):
            raise ValidationError(
                _("Write the whole address, like https://example.org/page."), code="url"
            )
        return text


class YesNoField(forms.ChoiceField):
    """Yes, no, or nobody said."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            choices=[
                ("", "—"),
                ("yes", gettext_lazy("yes")),
                ("no", gettext_lazy("no")),
            ],
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """The word for a stored boolean."""
        return {True: "yes", False: "no", None: ""}.get(value, value)

    def clean(self, value: Any) -> Any:
        """True, False or None."""
        return {"yes": True, "no": False}.get(super().clean(value))
