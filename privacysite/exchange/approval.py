"""The steps of an organisation's approval in an exchange file, out and in.

People go by their user name: an account of the same name has to be there already.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model

from organisations.languages import texts
from organisations.languages import write as put
from organisations.models import ApprovalStep, Organisation
from privacysite.exchange import Data, Warn, filled


def write(organisation: Organisation) -> list[dict[str, Any]]:
    """The steps in their order."""
    return [
        filled(
            name=texts(step, "name"),
            people=sorted(person.get_username() for person in step.people.all()),
        )
        for step in organisation.approval_steps.prefetch_related("people")
    ]


def read(organisation: Organisation, items: Iterable[Data], warn: Warn) -> None:
    """Bring the steps in line; those that stay keep the decisions taken at them."""
    here = list(organisation.approval_steps.all())
    wanted = list(items)
    for position, item in enumerate(wanted):
        step = here[position] if position < len(here) else ApprovalStep()
        step.organisation, step.position = organisation, position
        put(step, "name", item["name"])
        step.save()
        step.people.set(_people(step, item.get("people") or (), warn))
    for step in here[len(wanted) :]:
        step.delete()


def _people(step: ApprovalStep, names: Iterable[str], warn: Warn) -> list[Any]:
    wanted = list(names)
    key = get_user_model().USERNAME_FIELD
    found = list(get_user_model().objects.filter(**{f"{key}__in": wanted}))
    here = {person.get_username() for person in found}
    for name in wanted:
        if name not in here:
            warn(
                f"There is nobody called {name!r} here for the approval step “{step}”."
            )
    if wanted and not found:
        warn(f"The approval step “{step}” is open to every approver now.")
    return found
