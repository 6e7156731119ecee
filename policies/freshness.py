"""What the public pages of policies are made of, and when the clock alone changes them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Min

from organisations import generations
from organisations.generations.watched import by_plugin
from organisations.models import Organisation
from policies.models import Version

_OF_POLICY = "SELECT organisation_id AS id FROM policies_policy WHERE id = "


def watch() -> None:
    """Name the tables, and the moments ahead."""
    for table in ("policy", "processor", "processornotice"):
        generations.watch(f"policies_{table}", "SELECT {row}.organisation_id AS id")
    generations.watch("policies_version", _OF_POLICY + "{row}.policy_id")
    of_version = "(SELECT policy_id FROM policies_version WHERE id = {row}.version_id)"
    generations.watch("policies_withdrawal", _OF_POLICY + of_version)
    generations.watch("policies_embeddedpolicy", by_plugin("{row}.cmsplugin_ptr_id"))
    generations.add_moment(next_version)


def next_version(organisation: Organisation, now: dt.datetime) -> dt.datetime | None:
    """When the next scheduled version takes effect, cancelled ones aside."""
    ahead = Version.objects.filter(
        policy__organisation=organisation, effective_from__gt=now
    ).not_cancelled()
    found: dt.datetime | None = ahead.aggregate(next=Min("effective_from"))["next"]
    return found
