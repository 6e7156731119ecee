"""One moment of the database: what is read sees nothing that is written meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# SQLite in WAL mode keeps readers at the moment of their first read, and lets others
# write. (Django's own transactions there take the write lock: settings, `IMMEDIATE`.)
_BEGIN = {
    "postgresql": [
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        "SET LOCAL statement_timeout = 0",  # the limit is for web requests
    ],
    "sqlite": ["BEGIN DEFERRED", "SELECT count(*) FROM django_migrations"],
}


@contextmanager
def snapshot() -> Iterator[None]:
    """Reads in this block all see the database as it is now. Nobody waits for it."""
    if connection.in_atomic_block:
        raise RuntimeError("A snapshot stands outside transactions.")
    connection.ensure_connection()
    with connection.cursor() as cursor:
        for statement in _BEGIN[connection.vendor]:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
