"""Codes of register rows: made from the name, one of each per organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify


def fill_code(form: forms.ModelForm[Any], cleaned: dict[str, Any]) -> dict[str, Any]:
    """The cleaned data with a free code in ``uid`` when none was given."""
    if not cleaned.get("uid") and cleaned.get("name"):
        rows = type(form.instance)._default_manager.filter(
            organisation=cleaned.get("organisation")
        )
        taken = rows.exclude(pk=form.instance.pk).values_list("uid", flat=True)
        cleaned["uid"] = free_code(cleaned["name"], set(taken))
    return cleaned


def free_code(name: str, taken: set[str]) -> str:
    """A code from a name, with a number when it is taken."""
    wanted = slugify(name)[:70].strip("-_") or "row"
    code, number = wanted, 2
    while code in taken:
        code, number = f"{wanted}-{number}", number + 1
    return code
