"""Whom somebody may see in the audit trail: one query, kept for the request."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.http import HttpRequest

from organisations import permissions
from organisations.audit import actor_id
from organisations.models import Membership
from organisations.people import name_of


@dataclass
class Colleagues:
    """``names`` by staff id; ``owned``: those of organisations one is an owner of."""

    names: dict[str, str] = field(default_factory=dict)
    owned: set[str] = field(default_factory=set)


def of(request: HttpRequest) -> Colleagues:
    """The people of one's own organisations; everybody, for a superuser."""
    found: Colleagues | None = getattr(request, "_colleagues", None)
    if found is None:
        found = Colleagues()
        held = permissions.of(request.user)
        if held.everything:
            people = get_user_model().objects.all()
            found.names = {actor_id(person): name_of(person) for person in people}
        else:
            rows = Membership.objects.filter(organisation__in=held.roles)
            for row in rows.select_related("user"):
                found.names[actor_id(row.user)] = name_of(row.user)
                if held.can("manage colleagues", row.organisation_id):
                    found.owned.add(actor_id(row.user))
        request._colleagues = found  # type: ignore[attr-defined]
    return found
