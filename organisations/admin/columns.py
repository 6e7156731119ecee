"""Dutch and English side by side: each language's field is named and marked by it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.text import capfirst, format_lazy

from organisations.languages import codes


def pair(name: str) -> tuple[str, ...]:
    """The fields of a translated field, for one line of a fieldset."""
    return tuple(f"{name}_{code}" for code in codes())


class Bilingual:
    """Labels the fields of each language and sets ``lang`` on what is typed in."""

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """The field, marked with its language when it has one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if code := getattr(db_field, "language", ""):
            mark(field, code, db_field.translated_field.verbose_name)
        return field


def mark(field: forms.Field | None, code: str, name: Any) -> None:
    """Name the language in the field's label and set its ``lang``."""
    if field is None:
        return
    language = dict(settings.LANGUAGES)[code]
    field.label = format_lazy("{} · {}", capfirst(name), language)
    field.widget.attrs["lang"] = code
