"""The arguments that name an organisation's policy, shared by the commands."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import Q

from organisations.models import Organisation
from policies.models import Policy


def add_arguments(parser: CommandParser) -> None:
    """``--organisation`` and ``--policy``."""
    parser.add_argument("--organisation", required=True, help="code, like cpro")
    parser.add_argument("--policy", required=True, help="address in nl or en")


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
