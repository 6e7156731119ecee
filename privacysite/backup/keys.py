"""The highest key that each table has given out, so that none is given out again.

The audit trail names people and things by number. Were the number of somebody who left
given to somebody new after a restore, old entries would speak of the wrong person.
"""

from __future__ import annotations

from django.db import connection

from privacysite.backup.tables import Model


def last(model: Model) -> int:
    """The highest key given out so far, that of a deleted row too; 0 for none."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = %s",
                [model._meta.db_table],
            )
        elif name := _sequence(model):
            cursor.execute(
                f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {name}"  # noqa: S608
            )
        else:
            return 0
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def go_on_from(model: Model, key: int) -> None:
    """Let the next key be higher than that one, and than every key in the table."""
    if key < 1:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table]
            )
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)",
                [model._meta.db_table, key],
            )
        elif name := _sequence(model):
            cursor.execute("SELECT setval(%s::regclass, %s)", [name, key])


def _sequence(model: Model) -> str | None:
    quoted = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_serial_sequence(%s, %s)", [quoted, model._meta.pk.column]
        )
        return str(found) if (found := cursor.fetchone()[0]) else None
