"""Invariant 2: one chained log; tampering underneath is found and named."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from organisations.models import Organisation
from policies import log
from policies.actions.withdraw import withdraw
from policies.models import LogHead, Version
from tests import world
from tests.flushing import triggers_aside

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    made = world.organisation()
    policy = world.policy(made)
    world.published(policy, "2018-05-25")
    world.rewrite(policy, "tweede")
    world.published(policy, "2022-10-26")
    other = world.policy(made, "cookies")
    version = world.published(other, "2023-01-01")
    withdraw(None, version, {"nl": "Onjuist.", "en": "Wrong."})
    return made


def tamper(sql: str) -> None:
    """What somebody with the database file in hands could do."""
    with triggers_aside("default"), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute(sql)


@pytest.fixture
def intact(organisation: Organisation) -> None:
    assert list(log.verify()) == []


def test_an_untouched_log_verifies(organisation: Organisation) -> None:
    out = StringIO()
    call_command("verify_versions", stdout=out)
    assert "3 versions verified" in out.getvalue()


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("SET canonical = replace(canonical, 'eerste', 'laatste') WHERE sequence = 1",
         "log 1 (Privacybeleid 1): the document was changed"),
        ("SET effective_from = '2017-01-01 00:00:00' WHERE sequence = 1",
         "log 1 (Privacybeleid 1): the record was changed"),
        ("SET publisher = 'user:99' WHERE sequence = 2", "log 2"),
        ("SET note_en = 'Nothing.' WHERE sequence = 2", "the record was changed"),
        ("SET number = 7 WHERE sequence = 2", "number 7 where 2 was due"),
        ("SET previous_digest = record_digest WHERE sequence = 2",
         "does not follow the row before it"),
    ],
)  # fmt: skip
def test_a_changed_field_is_found(intact: None, sql: str, found: str) -> None:
    tamper(f"UPDATE policies_version {sql}")
    assert any(found in line for line in log.verify()), list(log.verify())


def test_a_dropped_row_is_found(intact: None) -> None:
    for table in ("policies_manuscript", "policies_indexedpassage"):
        tamper(f"DELETE FROM {table} WHERE version_id = "
               "(SELECT id FROM policies_version WHERE sequence = 2)")  # fmt: skip
    tamper("DELETE FROM policies_version WHERE sequence = 2")
    assert any("log 2: missing" in line for line in log.verify())


def test_a_log_cut_off_at_its_end_is_found(intact: None) -> None:
    tamper("DELETE FROM policies_withdrawal")
    assert any("log: ends at 3" in line for line in log.verify())


def test_a_rewritten_end_is_found(intact: None) -> None:
    LogHead.objects.update(digest="0" * 64)
    assert list(log.verify()) != []


def test_the_command_fails_when_something_is_amiss(intact: None) -> None:
    tamper("UPDATE policies_version SET canonical = '{}' WHERE sequence = 1")
    err = StringIO()
    with pytest.raises(CommandError, match="amiss"):
        call_command("verify_versions", stderr=err)
    assert "log 1" in err.getvalue()


def test_numbers_have_no_gaps_and_the_chain_is_one_for_all_policies(
    organisation: Organisation,
) -> None:
    rows = Version.objects.order_by("sequence")
    assert [(r.sequence, r.number) for r in rows] == [(1, 1), (2, 2), (3, 1)]
    assert rows[2].previous_digest == rows[1].record_digest


def test_the_log_cannot_be_locked_outside_a_transaction() -> None:
    from unittest import mock

    with mock.patch("django.db.transaction.get_connection") as found:
        found.return_value.in_atomic_block = False
        with pytest.raises(RuntimeError):
            log.lock()
