"""What staff do meanwhile, in a process of their own: ``python -m tests.faults.deeds``.

It reads a deed and its words from each line, and answers each with a line of JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import sys
from typing import Any

import django

if "CLOCK_FILE" in os.environ:
    import tests.browser.clock  # noqa: F401 - it sets the clock

django.setup()

from django.db import close_old_connections, connection
from django.utils import timezone

from organisations import audit
from organisations.models import AuditEntry, Role
from policies import log
from policies.actions.publish import Publication, publish
from policies.actions.withdraw import withdraw
from policies.models import Manuscript, Policy, Version
from tests import world

STAYING: list[sqlite3.Connection] = []
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


def rows(sql: str) -> list[Any]:
    """What the database answers: a list of rows, bare where a row has one column."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] if len(row) == 1 else row for row in cursor.fetchall()]


def journal() -> list[str]:
    """How SQLite keeps its journal, and how safe a transaction is when it is done."""
    level = ("OFF", "NORMAL", "FULL", "EXTRA")[rows("PRAGMA synchronous")[0]]
    return [rows("PRAGMA journal_mode")[0], level]


def stay() -> None:
    """Keep SQLite's file open, as a server does: who closes it last takes its journal
    along."""
    held = sqlite3.connect(connection.settings_dict["NAME"], check_same_thread=False)
    held.execute("SELECT count(*) FROM policies_version").fetchone()
    STAYING.append(held)


def open_(path: str) -> None:
    """From now on the database is this file."""
    connection.close()
    connection.settings_dict["NAME"] = path


def look(path: str) -> dict[str, Any]:
    """What is found in another SQLite database, and whether it is sound."""
    open_(path)
    return {
        "integrity": rows("PRAGMA integrity_check"),
        "foreign_keys": rows("PRAGMA foreign_key_check"),
        "numbers": numbers(),
        "amiss": amiss(),
    }


def settle(path: str) -> None:
    """Let everything in the journal be in the file itself."""
    open_(path)
    rows("PRAGMA wal_checkpoint(TRUNCATE)")


DEEDS: dict[str, Any] = {
    "policy": number, "begin": begin, "write": write, "publish": publish_,
    "schedule": schedule, "replace": replace, "withdraw": withdraw_, "numbers": numbers,
    "amiss": amiss, "journal": journal, "look": look, "settle": settle, "stay": stay,
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
