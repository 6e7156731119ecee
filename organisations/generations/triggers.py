"""The triggers that raise the numbers; installed after each migration, where missing.

Not in migrations: on SQLite, altering a table makes it anew without its triggers, and
tables of other packages are watched too.

On PostgreSQL they act at commit, one transaction after the other, so that whoever has
seen a number has seen every change up to it. They notify the channel ``generations``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from organisations.generations.watched import WATCHED

CHANNEL = "generations"
_PREFIX = "generation_"
# The lock that puts commits in a row: an arbitrary number, ours alone.
_LOCK = 7_046_029_254
_EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}

_POSTGRES_FUNCTION = f"""
CREATE SEQUENCE IF NOT EXISTS organisations_generation_step;
CREATE OR REPLACE FUNCTION raise_generation() RETURNS trigger AS $$
DECLARE step bigint;
BEGIN
  PERFORM pg_advisory_xact_lock({_LOCK});
  step := nextval('organisations_generation_step') * 1048576
          + floor(random() * 1048576)::bigint;
  IF TG_OP <> 'DELETE' THEN
    EXECUTE TG_ARGV[0] USING NEW, step;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    EXECUTE TG_ARGV[0] USING OLD, step;
  END IF;
  PERFORM pg_notify('{CHANNEL}', '');
  RETURN NULL;
END $$ LANGUAGE plpgsql;
"""
_POSTGRES_RAISE = (
    "INSERT INTO organisations_generation (organisation_id, number) "
    "SELECT id, $2 FROM ({concerned}) AS concerned "
    "ON CONFLICT (organisation_id) DO UPDATE SET number = excluded.number"
)
_POSTGRES = (
    "CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table} "
    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
    "EXECUTE FUNCTION raise_generation('{statement}')"
)
# Two statements instead of an upsert: an "INSERT OR …" that fires a trigger takes its
# way of settling conflicts along into it.
_SQLITE = """
CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN
  INSERT INTO organisations_generation (organisation_id, number)
    SELECT id, 0 FROM ({concerned}) WHERE id NOT IN
      (SELECT organisation_id FROM organisations_generation);
  UPDATE organisations_generation SET number =
      ((SELECT max(number) FROM organisations_generation) / 1048576 + 1) * 1048576
      + (random() & 1048575)
    WHERE organisation_id IN (SELECT id FROM ({concerned}));
END"""


def install(using: str = "default", **_: Any) -> None:
    """Put the triggers where they are missing or other than they should be."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if "organisations_generation" not in tables:
        return
    wanted = dict(_wanted(connection, tables))
    there = dict(_there(connection))
    if wanted.keys() == there.keys():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for name in there.keys() - wanted.keys():
            on = f" ON {there[name]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
        for name in sorted(wanted.keys() - there.keys()):
            cursor.execute(wanted[name])
    # What changed while nobody watched: everybody's pages are made anew.
    raise_everybodys(using)


def remove(using: str = "default", plan: Sequence[Any] = (), **_: Any) -> None:
    """Before a migration on SQLite: it alters a table by making it anew, and refuses that
    while a trigger of another table names it. `install` puts them there again."""
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name, _table in _there(connection):
                cursor.execute(f"DROP TRIGGER {name}")


def raise_everybodys(using: str = "default") -> None:
    """Let all pages of all organisations be made anew."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_everybody(connection))


def _wanted(
    connection: BaseDatabaseWrapper, tables: set[str]
) -> Iterator[tuple[str, str]]:
    for table, organisations in WATCHED.items():
        if table in tables:
            if connection.vendor == "postgresql":
                yield _postgres(table, organisations)
            else:
                yield from _sqlite(table, organisations)


def _postgres(table: str, organisations: str) -> tuple[str, str]:
    concerned = _or_everybody(organisations.format(row="($1)"))
    statement = _POSTGRES_RAISE.format(concerned=concerned).replace("'", "''")
    name = _name(table, "any", statement + _POSTGRES_FUNCTION)
    return name, _POSTGRES.format(name=name, table=table, statement=statement)


def _sqlite(table: str, organisations: str) -> Iterator[tuple[str, str]]:
    for event, rows in _EVENTS.items():
        concerned = " UNION ".join(
            f"SELECT id FROM ({_or_everybody(organisations.format(row=row))})"  # noqa: S608
            for row in rows
        )
        name = _name(table, event.lower(), concerned)
        yield (
            name,
            _SQLITE.format(name=name, event=event, table=table, concerned=concerned),
        )


def _or_everybody(organisations: str) -> str:
    """The ids that the row leads to, or 0 where it leads to none."""
    found = f"SELECT id FROM ({organisations}) AS led WHERE id IS NOT NULL"  # noqa: S608
    return f"{found} UNION SELECT 0 AS id WHERE NOT EXISTS ({found})"


def _name(table: str, event: str, content: str) -> str:
    # It changes with what the trigger does: then the old one goes and the new one comes.
    digest = hashlib.sha256(content.encode()).hexdigest()[:8]
    return f"{_PREFIX}{table}_{event}_{digest}"


def _there(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    like = _PREFIX.replace("_", r"\_") + "%"
    if connection.vendor == "postgresql":
        sql = (
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgname LIKE %s"
        )
    else:
        sql = (
            "SELECT name, tbl_name FROM sqlite_master "
            r"WHERE type = 'trigger' AND name LIKE %s ESCAPE '\'"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [like])
        return list(cursor.fetchall())


def _everybody(connection: BaseDatabaseWrapper) -> str:
    step = (
        "nextval('organisations_generation_step') * 1048576"
        " + floor(random() * 1048576)::bigint"
        if connection.vendor == "postgresql"
        else "(SELECT coalesce(max(number), 0) / 1048576 + 1 "
        "FROM organisations_generation) * 1048576 + (random() & 1048575)"
    )
    return (
        "INSERT INTO organisations_generation (organisation_id, number) "
        f"SELECT 0, {step} WHERE true "
        "ON CONFLICT (organisation_id) DO UPDATE SET number = excluded.number"
    )
