"""Every "may this person …?" about organisations, answered in one place (F33)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from organisations.models import Organisation, Role
from organisations.verbs import INSTALLATION, VERBS


class Permissions:
    """What one user may do, read once per request.

    A superuser may do everything. Everybody else has what the memberships say, and
    nothing outside them.
    """

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def roles(self) -> dict[int, int]:
        """Organisation id → role."""
        if not getattr(self.user, "is_active", False) or not self.user.pk:
            return {}
        return dict(self.user.memberships.values_list("organisation_id", "role"))

    @property
    def everything(self) -> bool:
        """Whether the user is an active superuser."""
        return bool(
            getattr(self.user, "is_active", False)
            and getattr(self.user, "is_superuser", False)
        )

    def organisations(self, role: Role = Role.VIEWER) -> QuerySet[Organisation]:
        """The organisations in which the user has at least that role."""
        if self.everything:
            return Organisation.objects.all()
        ids = [pk for pk, held in self.roles.items() if held >= role]
        return Organisation.objects.filter(pk__in=ids)

    @cached_property
    def own(self) -> list[Organisation]:
        """The organisations that the user works for, read once per request."""
        return list(self.organisations())

    def may(self, role: Role, organisation: Organisation | int | None) -> bool:
        """Whether the user has at least that role in that organisation."""
        if self.everything:
            return True
        key = (
            organisation.pk if isinstance(organisation, Organisation) else organisation
        )
        return self.roles.get(key or 0, 0) >= role

    def can(self, verb: str, organisation: Organisation | int | None) -> bool:
        """Whether the user may do that there; the verbs' table says who may."""
        if verb in INSTALLATION:
            return self.everything
        return self.may(VERBS[verb], organisation)

    def can_somewhere(self, verb: str) -> bool:
        """Whether the user may do that in any organisation."""
        return self.may_somewhere(VERBS[verb])

    def may_somewhere(self, role: Role) -> bool:
        """Whether the user has at least that role anywhere."""
        return self.everything or any(held >= role for held in self.roles.values())


def of(user: Any) -> Permissions:
    """The user's permissions, kept on the user object for the rest of the request."""
    found = getattr(user, "_permissions", None)
    if found is None:
        found = Permissions(user)
        user._permissions = found
    return found
