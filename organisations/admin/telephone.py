"""Telephone numbers: stored by E.164, shown as people write them (F26)."""

from __future__ import annotations

from typing import Any

import phonenumbers
from django import forms

from organisations import validators


class TelephoneField(forms.CharField):
    """Accepts "020 615 9155" and stores ``+31206159155``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The stored number as people write it; what was typed as it was typed."""
        try:
            parsed = phonenumbers.parse(value or "", None)
        except phonenumbers.NumberParseException:
            return value
        return phonenumbers.format_number(
            parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL
        )

    def clean(self, value: Any) -> str:
        """The number by E.164."""
        text = super().clean(value)
        return validators.e164(text) if text else ""
