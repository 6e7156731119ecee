"""A pytest plugin: lets tests that commit empty the append-only tables afterwards.

``pytest.mark.django_db(transaction=True)`` ends by emptying every table, which the
triggers on versions and audit rows refuse, as they should. So they are put aside for
that moment alone; the tests themselves run with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management.commands import flush
from django.db import connections


@contextmanager
def triggers_aside(alias: str) -> Iterator[None]:
    """Empty tables without the triggers, then have them again."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master "
            r"WHERE type = 'trigger' AND name LIKE '%\_no\_%' ESCAPE '\'"
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        try:
            yield
        finally:
            for _, sql in triggers:
                cursor.execute(sql)


def pytest_configure() -> None:
    """Wrap the `flush` that Django's transactional tests call."""
    original = flush.Command.handle

    def handle(command: flush.Command, **options: Any) -> None:
        with triggers_aside(options["database"]):
            original(command, **options)
        # What a migration put there is part of every installation.
        for label in ("policies.LogHead", "organisations.AuditHead"):
            heads = apps.get_model(label).objects.using(options["database"])
            heads.get_or_create(pk=1)

    flush.Command.handle = handle  # type: ignore[method-assign, assignment]
