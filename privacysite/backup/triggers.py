"""The database's triggers put aside for a while, inside one transaction.

They keep versions from being changed and count changes of public pages. A restore puts
rows back as they were; the triggers are there again before anybody else sees a row. What
keys refer to is checked all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

from privacysite.backup.tables import Model


@contextmanager
def aside(models: Iterable[Model]) -> Iterator[None]:
    """No triggers on the tables in this block. On PostgreSQL their owner alone may.

    Stands in a transaction; an exception rolls that back, and the triggers with it.
    """
    if connection.vendor == "sqlite":
        with _dropped():
            yield
        return
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    _run(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables)
    yield
    connection.check_constraints()  # a table with open questions can't be altered
    _run(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables)


@contextmanager
def _dropped() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = dict(cursor.fetchall())
    _run(f'DROP TRIGGER "{name}"' for name in found)
    yield
    connection.check_constraints()
    _run(found.values())


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
