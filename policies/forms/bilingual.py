"""Fields per language, and how they stand side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField

from organisations.languages import codes

Label = Any  # text, or text that is translated when it is shown


@dataclass(frozen=True)
class Cell:
    """One field of a row; ``lang`` is "" for what is the same in every language."""

    field: BoundField
    lang: str = ""
    language: Label = ""


@dataclass(frozen=True)
class Row:
    """A labelled row of a form: one cell, or one per language."""

    label: Label
    help: Label
    cells: tuple[Cell, ...]

    @property
    def bilingual(self) -> bool:
        """Whether it has a cell per language."""
        return len(self.cells) > 1 or bool(self.cells[0].lang)

    @property
    def errors(self) -> bool:
        """Whether something in it is refused."""
        return any(cell.field.errors for cell in self.cells)


def add_pair(
    fields: dict[str, forms.Field],
    name: str,
    make: Callable[[], forms.Field],
    label: Label,
    help_text: Label = "",
) -> None:
    """Add a field per language, each marked with its ``lang``."""
    for code in codes():
        field = make()
        name_field(field, label, help_text)
        field.widget.attrs["lang"] = code
        fields[f"{name}_{code}"] = field


def name_field(field: forms.Field, label: Label, help_text: Label) -> None:
    """Say what a field is for."""
    field.label, field.help_text = label, help_text


def pair_initial(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The initial values of a pair."""
    return {f"{name}_{code}": texts.get(code, "") for code in codes()}


def pair_value(name: str, cleaned: Mapping[str, Any]) -> dict[str, str]:
    """What was entered for a pair; unwritten languages are absent."""
    found = {code: cleaned.get(f"{name}_{code}") or "" for code in codes()}
    return {code: text for code, text in found.items() if text}


def rows(form: forms.BaseForm, names: Iterator[str] | list[str]) -> list[Row]:
    """The form's fields of those names as rows; a name may stand for a pair."""
    languages = dict(settings.LANGUAGES)
    found = []
    for name in names:
        if name in form.fields:
            cells: tuple[Cell, ...] = (Cell(form[name]),)
        else:
            cells = tuple(
                Cell(form[f"{name}_{code}"], code, languages[code]) for code in codes()
            )
        field = cells[0].field.field
        found.append(Row(field.label or name, field.help_text, cells))
    return found
