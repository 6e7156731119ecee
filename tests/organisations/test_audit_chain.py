"""The audit trail is one chain; tampering underneath is found and named."""

from __future__ import annotations

import threading
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from organisations import audit
from organisations.models import AuditEntry, AuditHead, Organisation, Role
from tests import world
from tests.flushing import triggers_aside

TABLE = "organisations_auditentry"


def tamper(sql: str) -> None:
    """What somebody with the database file in hands could do."""
    with triggers_aside("default"), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def acme(db: None) -> Organisation:
    return world.organisation()


@pytest.fixture
def trail(acme: Organisation) -> list[AuditEntry]:
    changes = {"city": ["Weert", "’s-Hertogenbosch"], "canonical": [False, True]}
    return [
        audit.record("user:7", "change organisation", acme, acme, changes=changes),
        audit.record("system", "look", "something", number=2**60, share=0.1),
        audit.record("user:7", "publish", "Privacybeleid 1", acme, number=1),
    ]


def test_an_untouched_trail_verifies(trail: list[AuditEntry]) -> None:
    assert [entry.sequence for entry in trail] == [1, 2, 3]
    assert trail[2].previous_digest == trail[1].record_digest
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "3 entries verified" in out.getvalue()


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("SET actor = 'user:8' WHERE sequence = 1", "trail 1 ("),
        ("SET at = '2001-01-01 00:00:00' WHERE sequence = 1", "trail 1 ("),
        ("SET subject = 'nothing' WHERE sequence = 2", "trail 2 ("),
        ("SET action = 'look' WHERE sequence = 3", "the record was changed"),
        ("SET organisation_id = NULL WHERE sequence = 3", "the record was changed"),
        ("SET details = '{\"number\": 2}' WHERE sequence = 3", "trail 3 ("),
        ("SET details = '{\"number\": 99999999999999999999}' WHERE sequence = 3",
         "trail 3 ("),
        ("SET previous_digest = record_digest WHERE sequence = 2",
         "does not follow the row before it"),
        ("SET sequence = 9 WHERE sequence = 2", "trail 2: missing"),
    ],
)  # fmt: skip
def test_a_changed_field_is_found(
    trail: list[AuditEntry], sql: str, found: str
) -> None:
    tamper(f"UPDATE {TABLE} {sql}")
    assert any(found in line for line in audit.verify()), list(audit.verify())


def test_a_dropped_entry_is_found(trail: list[AuditEntry]) -> None:
    tamper(f"DELETE FROM {TABLE} WHERE sequence = 2")
    assert any("trail 2: missing" in line for line in audit.verify())


def test_a_trail_cut_off_at_its_end_is_found(trail: list[AuditEntry]) -> None:
    tamper(f"DELETE FROM {TABLE} WHERE sequence = 3")
    assert any("trail: ends at 2" in line for line in audit.verify())


def test_a_trail_emptied_with_its_end_is_found(trail: list[AuditEntry]) -> None:
    tamper(f"DELETE FROM {TABLE}")
    assert list(audit.verify()) != []
    AuditHead.objects.all().delete()
    assert any("recorded as None" in line for line in audit.verify())


def test_an_entry_slipped_in_is_found(trail: list[AuditEntry]) -> None:
    AuditEntry.objects.create(
        actor="user:1", action="look", subject="x", sequence=4,
        previous_digest=trail[2].record_digest, record_digest="f" * 64,
    )  # fmt: skip
    lines = list(audit.verify())
    assert any("trail 4" in line and "changed" in line for line in lines)
    assert any("trail: ends at 4" in line for line in lines)


def test_the_command_fails_and_names_each_fault(trail: list[AuditEntry]) -> None:
    tamper(f"UPDATE {TABLE} SET actor = 'user:9' WHERE sequence IN (1, 2)")
    err = StringIO()
    with pytest.raises(CommandError, match="2 things are amiss"):
        call_command("verify_audit", stderr=err)
    assert [line[:7] for line in err.getvalue().splitlines()] == ["trail 1", "trail 2"]


def test_a_renamed_organisation_and_an_erased_colleague_break_nothing(
    acme: Organisation,
) -> None:
    olga = world.person("olga", Role.OWNER, acme)
    audit.record(audit.actor_id(olga), "change organisation", acme, acme)
    Organisation.objects.filter(pk=acme.pk).update(slug="other", trade_name="Other")
    olga.delete()
    assert list(audit.verify()) == []
    stored = AuditEntry.objects.values_list("subject", "details", "actor")
    assert "olga" not in str(list(stored))


def test_what_no_database_stores_is_left_out(acme: Organisation) -> None:
    entry = audit.record("user:1", "look", "a\0b", acme, note="c\0\ud800d", x={1: (2,)})
    entry.refresh_from_db()
    assert (entry.subject, entry.details) == ("ab", {"note": "cd", "x": {"1": [2]}})
    assert list(audit.verify()) == []


def test_an_entry_costs_three_queries(
    acme: Organisation, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        audit.record("user:1", "look", "x", acme, changes={"a": [1, 2]})


def test_entries_are_gathered_and_written_last(acme: Organisation) -> None:
    with audit.gathered():
        first = audit.record("user:1", "look", "x", acme)
        with audit.gathered():
            audit.record("user:1", "look", "y", acme)
        assert not AuditEntry.objects.exists()
        assert first._state.adding
    assert [e.subject for e in AuditEntry.objects.order_by("pk")] == ["x", "y"]


def test_a_deed_that_fails_leaves_no_entry(acme: Organisation) -> None:
    def deed() -> None:
        with transaction.atomic(), audit.gathered():
            audit.record("user:1", "look", "x", acme)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        deed()
    audit.record("user:1", "look", "y", acme)
    assert AuditEntry.objects.get().subject == "y"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_opens_one() -> None:
    assert not connection.in_atomic_block
    audit.record("user:1", "look", "x")
    assert AuditHead.objects.get().sequence == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_at_once_make_one_unbroken_chain() -> None:
    acme = world.organisation()
    start, failed = threading.Barrier(20), list[Exception]()

    def write(number: int) -> None:
        try:
            start.wait()
            for n in range(3):
                with transaction.atomic():
                    Organisation.objects.filter(pk=acme.pk).update(city=str(number))
                    audit.record(f"user:{number}", "look", n, acme)
                audit.record(f"user:{number}", "look", "alone")
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert AuditEntry.objects.count() == AuditHead.objects.get().sequence == 120
    assert list(audit.verify()) == []
