"""Tests that commit leave nothing behind, and the triggers stay where they are."""

import pytest
from django.db import DatabaseError, connection

from organisations import audit
from organisations.models import AuditEntry, AuditHead
from policies.models import LogHead

ROUNDS = ["first", "second"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ROUNDS)
def test_each_round_starts_empty_and_with_a_log(name: str) -> None:
    assert AuditEntry.objects.count() == 0
    assert LogHead.objects.get(pk=1).sequence == 0
    assert AuditHead.objects.get(pk=1).sequence == 0
    audit.record("user:1", "test", name)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ROUNDS)
@pytest.mark.parametrize("verb", ["UPDATE {} SET actor = 'x'", "DELETE FROM {}"])
def test_the_database_still_refuses_to_change_what_is_written(
    name: str, verb: str
) -> None:
    entry = audit.record("user:1", "test", name)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(verb.format(AuditEntry._meta.db_table))
    assert AuditEntry.objects.get(pk=entry.pk).actor == "user:1"
