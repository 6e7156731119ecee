"""The migration that chains the trail: entries that were there keep what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from organisations import audit
from organisations.models import AuditEntry, AuditHead, Organisation
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = ("organisations", "0002_audit_is_append_only")
NAME = ("organisations", "0003_audit_chain")
INSERT = (
    "INSERT INTO organisations_auditentry "
    "(at, actor, action, subject, details, organisation_id) "
    "VALUES (%s, %s, %s, %s, %s, %s)"
)


def migrate(forwards: bool) -> None:
    """That one migration alone, as ``migrate`` runs it."""
    loader = MigrationLoader(connection)
    state = loader.project_state([BEFORE])
    with connection.schema_editor(atomic=True) as editor:
        step: Any = loader.get_migration(*NAME)
        (step.apply if forwards else step.unapply)(state, editor)


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def before(acme: Organisation) -> Iterator[None]:
    """The table as it was, with an entry from after the migration in it."""
    audit.record("user:1", "look", "already chained", acme, changes={"a": ["é", None]})
    migrate(forwards=False)
    yield
    if "sequence" not in columns():
        migrate(forwards=True)


def columns() -> set[str]:
    with connection.cursor() as cursor:
        table = AuditEntry._meta.db_table
        found = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in found}


def written(count: int, organisation: int | None = None) -> None:
    """Entries of before, the later ones first."""
    with connection.cursor() as cursor:
        for n in range(count):
            moment = f"20{20 - n % 10}-01-01 12:00:00.12345{n % 10}+00:00"
            cursor.execute(
                INSERT,
                [moment[:-6] if connection.vendor == "sqlite" else moment,
                 "user:7", "change host", f"entry {n}", '{"fields": ["é"]}',
                 organisation],
            )  # fmt: skip


def refused(sql: str) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def test_back_it_takes_the_columns_and_leaves_the_triggers(before: None) -> None:
    assert columns().isdisjoint({"sequence", "previous_digest", "record_digest"})
    assert AuditHead._meta.db_table not in connection.introspection.table_names()
    assert refused("UPDATE organisations_auditentry SET actor = 'nobody'")
    assert refused("DELETE FROM organisations_auditentry")


def test_forwards_it_chains_what_is_there_by_moment(
    before: None, acme: Organisation
) -> None:
    written(9, acme.pk)
    written(3)
    migrate(forwards=True)
    assert list(audit.verify()) == []
    rows = list(AuditEntry.objects.order_by("sequence"))
    assert [row.sequence for row in rows] == list(range(1, 14))
    assert rows == sorted(rows, key=lambda row: (row.at, row.pk))
    assert rows[0].previous_digest == "0" * 64
    assert AuditHead.objects.get().sequence == 13
    assert refused("UPDATE organisations_auditentry SET actor = 'nobody'")
    assert refused("DELETE FROM organisations_auditentry")


def test_an_entry_after_it_goes_on_where_it_ended(before: None) -> None:
    written(2)
    migrate(forwards=True)
    entry = audit.record("user:1", "look", "later")
    assert entry.sequence == 4
    assert list(audit.verify()) == []


def test_more_entries_than_one_batch_are_one_chain(before: None) -> None:
    written(1100)
    migrate(forwards=True)
    assert AuditHead.objects.get().sequence == 1101
    assert list(audit.verify()) == []


def test_an_empty_trail_begins_at_nothing(before: None) -> None:
    from tests.flushing import triggers_aside

    with triggers_aside("default"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM organisations_auditentry")
    migrate(forwards=True)
    assert AuditHead.objects.get().sequence == 0
    assert list(audit.verify()) == []
