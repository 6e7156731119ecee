"""Names for the staff ids that rounds, comments and versions keep."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from organisations import people

register = template.Library()


@register.filter
def called(staff_id: str, known: Mapping[str, str]) -> str:
    """What to call somebody, given the names that `organisations.people` found."""
    return people.called(staff_id, known)
