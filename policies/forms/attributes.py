"""From a kind's attributes to form fields, and back to what a Document stores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.translation import get_language

from organisations import validators
from organisations.admin.telephone import TelephoneField
from organisations.languages import codes
from policies.forms import bilingual
from policies.forms.fields import (
    AddressField,
    DayField,
    LinesField,
    PeriodField,
    PlainField,
    YesNoField,
)
from policies.kinds import attributes as kinds
from policies.kinds import wording

PREFIX = "a_"


def _line(attribute: kinds.Attribute) -> forms.Field:
    return forms.CharField(required=False, validators=[validators.printable])


def _choice(attribute: kinds.Choice) -> forms.Field:
    return forms.ChoiceField(required=False, choices=[("", "—"), *attribute.choices])


def _choices(attribute: kinds.Choices) -> forms.Field:
    return forms.MultipleChoiceField(
        required=False,
        choices=list(attribute.choices),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )


def _country(attribute: kinds.Country) -> forms.Field:
    return forms.ChoiceField(required=False, choices=countries)


def countries() -> list[tuple[str, str]]:
    """All countries in the interface's language, with an empty choice first."""
    return [("", "—"), *wording.countries((get_language() or "nl")[:2])]


FIELDS: Mapping[type[kinds.Attribute], Callable[[Any], forms.Field]] = {
    kinds.Line: _line,
    kinds.LocalText: lambda attribute: PlainField(),
    kinds.LocalList: lambda attribute: LinesField(
        widget=forms.Textarea(attrs={"rows": 3, "class": "grows"})
    ),
    kinds.Choice: _choice,
    kinds.Choices: _choices,
    kinds.Flag: lambda attribute: YesNoField(),
    kinds.Duration: lambda attribute: PeriodField(),
    kinds.Day: lambda attribute: DayField(),
    kinds.Country: _country,
    kinds.Url: lambda attribute: AddressField(),
    kinds.Email: lambda attribute: forms.EmailField(required=False),
    kinds.Phone: lambda attribute: TelephoneField(),
}


def add_fields(
    fields: dict[str, forms.Field], attributes: Iterable[kinds.Attribute]
) -> None:
    """Add the fields of the attributes, a pair for what is written per language."""
    for attribute in attributes:
        name, make = PREFIX + attribute.name, FIELDS[type(attribute)]
        if attribute.localised:
            bilingual.add_pair(
                fields,
                name,
                lambda make=make, attribute=attribute: make(attribute),  # type: ignore[misc]
                attribute.label,
                attribute.help,
            )
        else:
            field = make(attribute)
            bilingual.name_field(field, attribute.label, attribute.help)
            fields[name] = field


def names(attributes: Iterable[kinds.Attribute]) -> list[str]:
    """The names of the attributes' fields, one for a pair."""
    return [PREFIX + attribute.name for attribute in attributes]


def initial(
    attributes: Iterable[kinds.Attribute], data: Mapping[str, Any]
) -> dict[str, Any]:
    """What the fields show first."""
    found: dict[str, Any] = {}
    for attribute in attributes:
        name, value = PREFIX + attribute.name, data.get(attribute.name)
        if isinstance(attribute, kinds.LocalList):
            for code in codes():
                found[f"{name}_{code}"] = [item.get(code, "") for item in value or ()]
        elif attribute.localised:
            found |= bilingual.pair_initial(name, value or {})
        else:
            found[name] = value
    return found


def values(
    attributes: Iterable[kinds.Attribute], cleaned: Mapping[str, Any]
) -> dict[str, Any]:
    """What was entered, as a Document stores it; what is empty is absent."""
    found: dict[str, Any] = {}
    for attribute in attributes:
        name = PREFIX + attribute.name
        if isinstance(attribute, kinds.LocalList):
            value: Any = _paired(name, cleaned)
        elif attribute.localised:
            value = bilingual.pair_value(name, cleaned)
        else:
            value = cleaned.get(name)
        if value not in (None, "", [], {}):
            found[attribute.name] = value
    return found


def _paired(name: str, cleaned: Mapping[str, Any]) -> list[dict[str, str]]:
    """Lines of every language, put together by their position."""
    columns = [cleaned.get(f"{name}_{code}") or [] for code in codes()]
    items = (
        {code: line for code, line in zip(codes(), lines, strict=True) if line}
        for lines in zip_longest(*columns, fillvalue="")
    )
    return [item for item in items if item]
