"""What a kind may record about a section or an entry: small typed attributes.

An attribute knows its JSON Schema and how its value reads in a language. Forms are
made from attributes in ``policies.forms``; nothing here knows of forms or requests.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import override

from policies.kinds import wording

Label = str | Promise

_TEXT = {
    "type": "object",
    "additionalProperties": False,
    "patternProperties": {"^[a-z]{2}$": {"type": "string", "minLength": 1}},
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One named value. ``tag`` puts it as a small label under the text.

    ``page_label`` is what readers call it, where the label tells an editor what to do.
    """

    name: str
    label: Label
    help: Label = ""
    tag: bool = False
    page_label: Label = ""
    localised: ClassVar[bool] = False

    @property
    def public_label(self) -> Label:
        """What it is called for readers."""
        return self.page_label or self.label

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of the value."""
        return {"type": "string", "minLength": 1}

    def display(self, value: Any, language: str) -> str:
        """The value as a reader of that language would write it."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Line(Attribute):
    """A short text that is the same in every language, like a domain."""


@dataclass(frozen=True, slots=True)
class LocalText(Attribute):
    """A short plain text per language: ``{"nl": …, "en": …}``."""

    localised: ClassVar[bool] = True

    def json_schema(self) -> dict[str, Any]:
        """A mapping from language code to text."""
        return _TEXT

    def display(self, value: Any, language: str) -> str:
        """The text in that language, "" where it is not written."""
        return str(value.get(language, ""))


@dataclass(frozen=True, slots=True)
class LocalList(Attribute):
    """Short items per language, each inline HTML: ``[{"nl": …, "en": …}, …]``."""

    localised: ClassVar[bool] = True

    def json_schema(self) -> dict[str, Any]:
        """A list of mappings from language code to inline HTML."""
        return {"type": "array", "items": _TEXT}

    def display(self, value: Any, language: str) -> str:
        """The items of that language, a line each."""
        return "\n".join(item[language] for item in value if item.get(language))


@dataclass(frozen=True, slots=True)
class Choice(Attribute):
    """One of a fixed list; the stored value is the code."""

    choices: Sequence[tuple[str, Label]] = ()

    def json_schema(self) -> dict[str, Any]:
        """One of the codes."""
        return {"enum": [code for code, _ in self.choices]}

    def display(self, value: Any, language: str) -> str:
        """The label of the code in that language."""
        with override(language):
            return str(dict(self.choices).get(value, value))


@dataclass(frozen=True, slots=True)
class Choices(Choice):
    """Any number of a fixed list; stored as a list of codes."""

    def json_schema(self) -> dict[str, Any]:
        """A list of distinct codes."""
        codes = [code for code, _ in self.choices]
        return {"type": "array", "items": {"enum": codes}, "uniqueItems": True}

    def display(self, value: Any, language: str) -> str:
        """The labels in that language, with commas."""
        return ", ".join(self.each(value, language))

    def each(self, value: Sequence[str], language: str) -> list[str]:
        """The label of each code in that language."""
        with override(language):
            labels = dict(self.choices)
            return [str(labels.get(code, code)) for code in value]


@dataclass(frozen=True, slots=True)
class Flag(Attribute):
    """Yes or no; absent means that nobody said."""

    def json_schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}

    def display(self, value: Any, language: str) -> str:
        """Yes or no in that language."""
        return wording.yes_no(bool(value), language)


@dataclass(frozen=True, slots=True)
class Duration(Attribute):
    """A period by ISO 8601, like ``P7Y``, ``P4W``, ``P1M`` or ``PT30M``."""

    def json_schema(self) -> dict[str, Any]:
        """An ISO 8601 duration."""
        return {"type": "string", "pattern": wording.DURATION_PATTERN}

    def display(self, value: Any, language: str) -> str:
        """Like "7 jaar" or "4 weeks"."""
        return wording.duration(str(value), language)


@dataclass(frozen=True, slots=True)
class Day(Attribute):
    """A calendar day by ISO 8601, like ``2022-10-26``."""

    def json_schema(self) -> dict[str, Any]:
        """An ISO 8601 date."""
        return {"type": "string", "format": "date"}

    def display(self, value: Any, language: str) -> str:
        """Like "26 oktober 2022"."""
        return wording.day(dt.date.fromisoformat(str(value)), language)


@dataclass(frozen=True, slots=True)
class Country(Attribute):
    """A country by ISO 3166-1 alpha-2, like ``NL``."""

    def json_schema(self) -> dict[str, Any]:
        """Two capital letters."""
        return {"type": "string", "pattern": "^[A-Z]{2}$"}

    def display(self, value: Any, language: str) -> str:
        """The country's name in that language."""
        return wording.country(str(value), language)


@dataclass(frozen=True, slots=True)
class Url(Attribute):
    """An absolute http or https address."""

    def json_schema(self) -> dict[str, Any]:
        """An http or https address without blanks."""
        return {"type": "string", "pattern": r"^https?://[^\s<>\"]+$"}


@dataclass(frozen=True, slots=True)
class Email(Attribute):
    """An e-mail address."""

    def json_schema(self) -> dict[str, Any]:
        """An e-mail address, loosely."""
        return {"type": "string", "pattern": r"^[^\s@<>\"]+@[^\s@<>\"]+$"}


@dataclass(frozen=True, slots=True)
class Phone(Attribute):
    """A telephone number by E.164, like ``+31206159155``."""

    def json_schema(self) -> dict[str, Any]:
        """A plus sign and up to fifteen digits."""
        return {"type": "string", "pattern": r"^\+[1-9]\d{4,14}$"}

    def display(self, value: Any, language: str) -> str:
        """As people write it, like "+31 20 615 9155"."""
        return wording.phone(str(value))


def schema_of(attributes: Sequence[Attribute]) -> dict[str, Any]:
    """The JSON Schema of an object with these attributes, each optional."""
    properties: Mapping[str, Any] = {a.name: a.json_schema() for a in attributes}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": dict(properties),
    }
