"""What the tests of the API ask of: a policy with a past, and a way to ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from organisations.languages import write
from organisations.models import Organisation
from policies.actions.publish import Publication, publish
from policies.actions.withdraw import withdraw
from policies.models import Policy, Processor, Version
from tests import world

ROOT = "/api/v1"
REASON = {"nl": "Het klopte niet.", "en": "It was wrong."}


def get(path: str, host: str = "acme.localhost", **headers: str) -> Any:
    """The answer to GET below the API's root."""
    return Client().get(f"{ROOT}{path}", headers={"host": host, **headers})


def history(at: Organisation, slug: str = "privacy") -> Policy:
    """In force since 2018, changed in 2020 (withdrawn since) and 2022; announced anew."""
    made = world.policy(at, slug)
    world.published(made, "2018-05-25")
    world.rewrite(made, "tweede")
    second = world.published(made, "2020-01-01")
    world.rewrite(made, "derde")
    world.published(made, "2022-10-26")
    withdraw(None, second, REASON)
    world.rewrite(made, "vierde")
    world.published(made, timezone.now() + dt.timedelta(days=30))
    return made


def minor(policy: Policy, words: str, on: str) -> Version:
    """Another version, published as a change that matters to nobody."""
    world.rewrite(policy, words)
    moment = dt.datetime.fromisoformat(on).replace(tzinfo=policy.organisation.zone)
    return publish(
        None,
        policy,
        Publication(
            effective_from=moment,
            note=world.NOTE,
            published_at=moment,
            material=False,
            override="Only the wording.",
        ),
    )


def processor(at: Organisation, uid: str, **facts: Any) -> Processor:
    """A row of the register of processors."""
    made = Processor(organisation=at, uid=uid, name=uid.title(), country="US", **facts)
    write(made, "service", {"nl": "Betalingen", "en": "Payments"})
    made.save()
    return made
