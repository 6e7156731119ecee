"""Which tables an archive holds, and how a value is written in it.

A table is read and filled column by column, past models' own code: nothing is computed,
stamped or signalled anew, and a column is what it was.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connection, models
from django.utils.duration import duration_iso_string

Row = dict[str, Any]
Model = type[models.Model]

LEFT_OUT = {
    "sessions.session": "whoever was signed in signs in again",
    "organisations.generation": "counts changes of the running installation",
    "policies.indexedpassage": "made anew from the versions",
    "menus.cachekey": "made anew when menus are shown",
}
# Filled by `migrate` itself: rows there don't make a database one that is in use.
MADE_BY_MIGRATE = {
    "auth.permission", "contenttypes.contenttype", "organisations.audithead",
    "organisations.generation", "policies.loghead", "sites.site",
}  # fmt: skip
BATCH = 200  # rows read at a time: a version may be some hundred kilobytes


def label(model: Model) -> str:
    """How archives call a table: ``policies.version``."""
    return model._meta.label_lower


def every(apps: Apps) -> list[Model]:
    """The model of each table that the project's apps have, once."""
    found = apps.get_models(include_auto_created=True)
    return [m for m in found if m._meta.managed and not m._meta.proxy]


def archived(apps: Apps) -> list[Model]:
    """The models of the tables that an archive holds."""
    return [model for model in every(apps) if label(model) not in LEFT_OUT]


def columns(model: Model) -> list[models.Field[Any, Any]]:
    """The table's own columns. What the database computes is left to it."""
    return [f for f in model._meta.local_concrete_fields if not f.generated]


def read(model: Model) -> Iterator[Row]:
    """Every row in the order of its key, some at a time.

    Each batch begins after the last key, instead of with a cursor of the server: that
    needs nothing kept open, behind a connection pool too.
    """
    names = [field.attname for field in columns(model)]
    key = names.index(str(model._meta.pk.attname))
    rows: models.QuerySet[Any] = models.QuerySet(model).order_by("pk")
    part = list(rows.values_list(*names)[:BATCH])
    while part:
        for values in part:
            yield {n: plain(v) for n, v in zip(names, values, strict=True)}
        part = list(rows.filter(pk__gt=part[-1][key]).values_list(*names)[:BATCH])


def fill(model: Model, rows: Iterable[Row]) -> int:
    """Insert rows as they were read; how many there were."""
    fields = columns(model)
    most = connection.features.max_query_params or 32_000
    size = max(1, min(BATCH, most // len(fields)))
    count = 0
    batch: list[list[Any]] = []
    for row in rows:
        batch.append([_typed(field, row[field.attname]) for field in fields])
        count += 1
        if len(batch) == size:
            _insert(model, fields, batch)
            batch = []
    if batch:
        _insert(model, fields, batch)
    return count


def plain(value: Any) -> Any:
    """A value of a column as JSON has it. Moments in UTC, to the microsecond."""
    if isinstance(value, dt.datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return aware.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return duration_iso_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return str(value) if isinstance(value, Decimal | UUID) else value


def _typed(field: models.Field[Any, Any], value: Any) -> Any:
    """The value as this database takes it."""
    return field.get_db_prep_save(field.to_python(value), connection)


def _insert(
    model: Model, fields: list[models.Field[Any, Any]], rows: list[list[Any]]
) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    one = f"({', '.join(['%s'] * len(fields))})"
    table = quote(model._meta.db_table)
    sql = f"INSERT INTO {table} ({names}) VALUES {', '.join([one] * len(rows))}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in row])
