"""What the models of an earlier release say to this database: ``python -m …earlier_code``.

Servers of the release before go on reading and writing while the database is migrated
already. Its models are made from the migrations named (``policies.0011_anchors …``). Each
reads every row of its table, and writes one like it. Prints JSON: how many rows each
model read, and what the database refused because the table is another one now.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import django

APPS = ("organisations", "policies", "cookies")
# What old code can't know: a column that it must fill, or one that is gone.
UNKNOWN = ("NOT NULL", "not-null", "no such", "no column", "does not exist")


def main(migrations: list[str]) -> None:
    """Print it."""
    django.setup()
    read: dict[str, int] = {}
    refused: list[str] = []
    for model in models(migrations):
        read[model._meta.label], said = tried(model)
        refused += [f"{model._meta.label}: {error}" for error in said]
    json.dump({"read": read, "refused": refused}, sys.stdout)


def models(migrations: list[str]) -> Iterator[Any]:
    """The models as they were after these migrations."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    named = (each.partition(".") for each in migrations)
    nodes = [(app, name) for app, _, name in named]
    then = MigrationLoader(connection).project_state(nodes)
    for app in APPS:
        yield from then.apps.get_app_config(app).get_models()


def tried(model: Any) -> tuple[int, list[str]]:
    """How many rows were read; what was refused, of reading and of writing."""
    from django.db import Error, transaction

    rows: list[Any] = []
    try:
        rows = list(model._base_manager.all())
        for row in rows[:1]:
            row.pk, row._state.adding = None, True
            with transaction.atomic():
                row.save(force_insert=True)
                transaction.set_rollback(True)
    except Error as error:
        # Written once, or a second of its kind: what this release's code is told too.
        found = [str(error)] if any(word in str(error) for word in UNKNOWN) else []
        return len(rows), found
    return len(rows), []


if __name__ == "__main__":
    main(sys.argv[1:])
