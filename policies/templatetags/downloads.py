"""What templates ask about the formats that a version can be had in."""

from __future__ import annotations

from django import template

from policies import downloads
from policies.exporters import Format

register = template.Library()


@register.simple_tag
def formats_on_offer() -> dict[str, list[Format]]:
    """The formats in the page's language, and those that hold every language."""
    found = downloads.on_offer()
    return {
        "own": [form for form in found if not form.all_languages],
        "all": [form for form in found if form.all_languages],
    }
