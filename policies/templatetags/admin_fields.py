"""What the forms of the admin show beside a field."""

from __future__ import annotations

from django import template
from django.forms.boundfield import BoundField

from policies.forms.fields import PeriodField

register = template.Library()


@register.filter
def period_meaning(field: BoundField) -> str:
    """What a period means in words; "" for other fields."""
    return (
        PeriodField.meaning(field.value())
        if isinstance(field.field, PeriodField)
        else ""
    )
