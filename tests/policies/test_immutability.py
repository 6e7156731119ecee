"""Invariant 1: a version is never changed or deleted, whoever tries and however."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.sites import AdminSite
from django.db import DatabaseError, connection, transaction
from django.db.models.deletion import ProtectedError

from organisations import audit
from organisations.immutable import Immutable
from organisations.models import AuditEntry, Role
from policies.models import Version
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> Version:
    return world.published(world.policy(world.organisation()), "2022-10-26")


def test_save_is_refused(version: Version) -> None:
    version.number = 9
    with pytest.raises(Immutable):
        version.save()
    assert Version.objects.get().number == 1


def test_delete_is_refused(version: Version) -> None:
    with pytest.raises(Immutable):
        version.delete()
    assert Version.objects.count() == 1


@pytest.mark.parametrize("manager", ["objects", "_base_manager", "_default_manager"])
def test_querysets_neither_update_nor_delete(version: Version, manager: str) -> None:
    rows = getattr(Version, manager).all()
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: rows.update(number=9),
        lambda: rows.delete(),
        lambda: rows.bulk_update([version], ["number"]),
        lambda: rows.update_or_create(pk=version.pk, defaults={"number": 9}),
    )
    for attempt in attempts:
        with pytest.raises(Immutable):
            attempt()
    assert Version.objects.get().number == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE policies_version SET canonical = 'x'",
        "UPDATE policies_version SET number = 9 WHERE 1 = 1",
        "DELETE FROM policies_version",
        "UPDATE organisations_auditentry SET actor = 'nobody'",
        "DELETE FROM organisations_auditentry",
    ],
)
def test_raw_sql_is_refused_by_the_database(version: Version, sql: str) -> None:
    assert AuditEntry.objects.exists()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Version.objects.get().canonical == version.canonical


def test_truncate_is_refused_by_postgresql(version: Version) -> None:
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"  # SQLite has no TRUNCATE
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE policies_version CASCADE")


def test_the_admins_delete_action_is_refused(version: Version, rf: object) -> None:
    from django.contrib import admin

    assert isinstance(admin.site, AdminSite)
    model_admin = admin.site._registry[Version]
    request = rf.post("/")  # type: ignore[attr-defined]
    request.user = world.person("root")
    request.user.is_superuser = True
    assert not model_admin.has_delete_permission(request)
    assert not model_admin.has_change_permission(request, version)
    assert "delete_selected" not in model_admin.get_actions(request)


def test_deleting_the_publisher_leaves_version_and_audit_trail() -> None:
    organisation = world.organisation()
    boss = world.person("boss", Role.APPROVER, organisation)
    version = world.published(world.policy(organisation), "2022-10-26", actor=boss)
    boss.delete()
    assert Version.objects.get().publisher == version.publisher
    assert AuditEntry.objects.filter(action="publish").count() == 1


def test_deleting_an_organisation_with_versions_is_refused(version: Version) -> None:
    with pytest.raises(ProtectedError):
        version.policy.organisation.delete()
    assert Version.objects.count() == 1


def test_an_audit_entry_cannot_be_rewritten() -> None:
    entry = audit.record("user:1", "try", "something")
    entry.actor = "user:2"
    with pytest.raises(Immutable):
        entry.save()
    with pytest.raises(Immutable):
        AuditEntry.objects.all().delete()
