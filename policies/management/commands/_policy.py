"""The arguments that name an organisation's policy, shared by the commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError, CommandParser
from django.db.models import Q

from organisations.models import Organisation
from policies.conditions import Unmet
from policies.models import Policy, Version


def add_arguments(parser: CommandParser) -> None:
    """``--organisation`` and ``--policy``."""
    parser.add_argument("--organisation", required=True, help="code, like cpro")
    parser.add_argument("--policy", required=True, help="address in nl or en")


def add_actor(parser: CommandParser) -> None:
    """``--as``: who does it; their rights hold, and their name goes into the trail."""
    parser.add_argument(
        "--as", dest="actor", metavar="USERNAME",
        help="the member of staff who does it, with their rights; "
        "without it the system does, which may do everything",
    )  # fmt: skip


def actor(options: dict[str, Any]) -> Any:
    """The person who was named, None for the system; CommandError when unknown."""
    name = options.get("actor")
    if not name:
        return None
    found = get_user_model().objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(f"Nobody with an account is called {name!r}.")
    return found


@contextmanager
def reasons() -> Iterator[None]:
    """A condition that is not met is the command's error."""
    try:
        yield
    except Unmet as unmet:
        raise CommandError(unmet.message) from unmet


def version(policy: Policy, number: int) -> Version:
    """That version of the policy; CommandError when there is none."""
    found: Version | None = policy.versions.filter(number=number).first()
    if found is None:
        raise CommandError(f"{policy} has no version {number}.")
    found.policy = policy
    return found


def organisation(options: dict[str, Any]) -> Organisation:
    """The organisation that was named; CommandError when there is none."""
    found = Organisation.objects.filter(slug=options["organisation"]).first()
    if found is None:
        known = ", ".join(Organisation.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(
            f"There is no organisation {options['organisation']!r}. Known: {known}."
        )
    return found


def find(options: dict[str, Any]) -> Policy | None:
    """The policy that was named, by its Dutch or English address."""
    slug = options["policy"]
    return (
        Policy.objects.filter(organisation=organisation(options))
        .filter(Q(slug_nl=slug) | Q(slug_en=slug))
        .select_related("organisation")
        .first()
    )


def get(options: dict[str, Any]) -> Policy:
    """The policy that was named; CommandError when there is none."""
    found = find(options)
    if found is None:
        raise CommandError(
            f"{options['organisation']} has no policy at {options['policy']!r}."
        )
    return found
