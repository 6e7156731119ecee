"""Names for the staff ids and steps that rounds, comments and versions keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template

from organisations import people
from policies.actions import reviewing
from policies.models import Decision

register = template.Library()


@register.filter
def called(staff_id: str, known: Mapping[str, str]) -> str:
    """What to call somebody, given the names that `organisations.people` found."""
    return people.called(staff_id, known)


@register.filter
def step_name(made: Decision, steps: Iterable[reviewing.Step]) -> str:
    """The name of the step that was decided at, in the reader's language."""
    return reviewing.step_of(made, steps).name
