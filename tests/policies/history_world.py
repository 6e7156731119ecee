"""A policy with a past, and its public host as readers ask it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from policies.models import Policy, Version
from tests import world

AHEAD = dt.timedelta(days=30)


def policy() -> Policy:
    """In force since 2018, changed in 2021 and in 2022."""
    made = world.policy(world.organisation())
    world.published(made, "2018-05-25")
    world.rewrite(made, "tweede")
    world.published(made, "2021-03-01")
    world.rewrite(made, "derde")
    world.published(made, "2022-10-26")
    return made


def scheduled(policy: Policy, words: str = "vierde") -> Version:
    """A version for next month."""
    world.rewrite(policy, words)
    return world.published(policy, timezone.now() + AHEAD)


def get(path: str, host: str = "acme.localhost", **headers: str) -> Any:
    """The answer of a public host."""
    return Client().get(path, headers={"host": host, **headers})
