"""Every "may this person …?" about organisations, answered in one place (F33)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from organisations.models import Membership, Organisation
from organisations.verbs import INSTALLATION, VERBS

# Nobody finds one name among more; a superuser of many installations' types its code.
MOST_LISTED = 200


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
        return {held.organisation_id: held.role for held in self._memberships}

    @property
    def everything(self) -> bool:
        """Whether the user is an active superuser."""
        return bool(
            getattr(self.user, "is_active", False)
            and getattr(self.user, "is_superuser", False)
        )

    def organisations(self, verb: str = "read") -> QuerySet[Organisation]:
        """The organisations in which the user may do that."""
        if self.everything:
            return Organisation.objects.all()
        ids = [pk for pk in self.roles if self.can(verb, pk)]
        return Organisation.objects.filter(pk__in=ids)

    @cached_property
    def own(self) -> list[Organisation]:
        """The organisations that the user works for, read once per request; of a
        superuser's, the first `MOST_LISTED` and one more."""
        if self.everything:
            every = Organisation.objects.select_related("site")
            return list(every[: MOST_LISTED + 1])
        return [
            held.organisation
            for held in self._memberships
            if self.can("read", held.organisation_id)
        ]

    def can(self, verb: str, organisation: Organisation | int | None) -> bool:
        """Whether the user may do that there; the verbs' table says who may.

        None is no organisation's: superusers alone may do anything there.
        """
        least = None if verb in INSTALLATION else VERBS[verb]
        if self.everything:
            return True
        key = (
            organisation.pk if isinstance(organisation, Organisation) else organisation
        )
        return least is not None and self.roles.get(key or 0, 0) >= least

    def can_somewhere(self, verb: str) -> bool:
        """Whether the user may do that in any organisation."""
        return self.can(verb, None) or any(self.can(verb, pk) for pk in self.roles)

    @cached_property
    def _memberships(self) -> list[Membership]:
        """With their organisations: every page asks for those too."""
        if not getattr(self.user, "is_active", False) or not self.user.pk:
            return []
        rows = self.user.memberships.select_related("organisation__site")
        return list(rows.order_by("organisation__trade_name"))


def of(user: Any) -> Permissions:
    """The user's permissions, kept on the user object for the rest of the request."""
    found = getattr(user, "_permissions", None)
    if found is None:
        found = Permissions(user)
        user._permissions = found
    return found


def staff_who_can(verb: str, organisation: Organisation) -> QuerySet[Any]:
    """The active members of staff whose role there allows that.

    Not the superusers, who may do everything: they work for nobody in particular.
    """
    return get_user_model().objects.filter(
        is_active=True,
        memberships__organisation=organisation,
        memberships__role__gte=VERBS[verb],
    )
