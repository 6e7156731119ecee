"""What staff do meanwhile, in a process of their own: ``python -m tests.faults.deeds``.

It reads a deed and its words from each line, and answers each with a line of JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from typing import Any

import django

if "CLOCK_FILE" in os.environ:
    import tests.browser.clock  # noqa: F401 - it sets the clock

django.setup()

from django.db import close_old_connections
from django.utils import timezone

from organisations import audit
from organisations.models import AuditEntry, Role
from policies import log
from policies.actions.publish import Publication, publish
from policies.actions.withdraw import withdraw
from policies.models import Manuscript, Policy, Version
from tests import world

PASSWORD = "anna-anna-anna"


def policy() -> Policy:
    """The one that these stories are about."""
    found: Policy = Policy.objects.select_related("organisation").get(
        organisation__slug="acme"
    )
    return found


def begin(words: str) -> int:
    """An organisation with a policy in force, and who may publish."""
    acme = world.organisation("acme")
    made = world.policy(acme, words=words)
    world.published(made, "2022-01-01")
    anna = world.person("anna", Role.OWNER, acme)
    anna.set_password(PASSWORD)
    anna.save()
    return int(made.pk)


def number() -> int:
    """The policy's id."""
    return int(policy().pk)


def write(words: str) -> None:
    """Other words in the draft."""
    world.rewrite(policy(), words)


def publish_(words: str) -> None:
    """The next version, at once."""
    world.rewrite(policy(), words)
    world.published(policy())


def schedule(words: str) -> float:
    """The next version, from an hour from now on; that moment as Unix time."""
    world.rewrite(policy(), words)
    moment = (timezone.now() + dt.timedelta(hours=1)).replace(microsecond=0)
    return world.published(policy(), moment).effective_from.timestamp()


def replace(words: str) -> None:
    """The next version, in the place of what is scheduled."""
    world.rewrite(policy(), words)
    publish(None, policy(), Publication(note=world.NOTE, scheduled="cancel"))


def withdraw_(number: str) -> None:
    """Take a version back."""
    version = Version.objects.get(policy=policy(), number=number)
    withdraw(None, version, {"nl": "Fout.", "en": "Wrong."})


def numbers() -> list[int]:
    """The versions there are, in the log's own order."""
    rows = policy().versions.order_by("sequence")
    return list(rows.values_list("number", flat=True))


def amiss() -> list[str]:
    """What the chains say was changed, and what was published by half."""
    found = [*log.verify(), *audit.verify()]
    for version in Version.objects.filter(policy=policy()):
        told = AuditEntry.objects.filter(
            action="publish",
            organisation=version.policy.organisation,
            details__number=version.number,
        )
        if Manuscript.objects.filter(version=version).count() != 1 or told.count() != 1:
            found.append(f"version {version.number} is published by half")
    return found


DEEDS: dict[str, Any] = {
    "policy": number, "begin": begin, "write": write, "publish": publish_,
    "schedule": schedule, "replace": replace, "withdraw": withdraw_, "numbers": numbers,
    "amiss": amiss,
}  # fmt: skip


def done(deed: str, *words: str) -> dict[str, Any]:
    """Do it; what came of it, or why not."""
    close_old_connections()
    try:
        return {"done": DEEDS[deed](*words)}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(done(*line.split())), flush=True)  # noqa: T201
