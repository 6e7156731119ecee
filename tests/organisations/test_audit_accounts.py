"""Sign-ins, passwords, rights and memberships are in the audit trail, whoever saves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client

from organisations import audit
from organisations.models import AuditEntry, Membership, Organisation, Role
from tests import world
from tests.policies.admin_world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def olga(acme: Organisation) -> Any:
    return world.person("olga", Role.OWNER, acme)


@pytest.fixture
def root() -> Client:
    made = get_user_model().objects.create_superuser("root", password="root")
    return signed_in(made, "en")


def last(action: str) -> AuditEntry:
    found: AuditEntry = AuditEntry.objects.filter(action=action)[0]
    return found


def sign_in(name: str, password: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.post("/admin/login/", {"username": name, "password": password})
    return client


def test_signing_in_and_out_is_recorded(olga: Any) -> None:
    client = sign_in("olga", "olga")
    entry = last("sign in")
    assert entry.actor == entry.details["person"] == f"user:{olga.pk}"
    assert entry.organisation is None
    client.post("/admin/logout/")
    assert last("sign out").actor == f"user:{olga.pk}"


def test_a_failed_sign_in_names_the_account_and_nobody_as_its_actor(olga: Any) -> None:
    sign_in("olga", "secret-typed")
    entry = last("fail to sign in")
    assert (entry.actor, entry.details) == ("unknown", {"person": f"user:{olga.pk}"})


def test_of_a_failed_sign_in_nothing_that_was_typed_is_kept(olga: Any) -> None:
    sign_in("hunter2-in-the-wrong-field", "secret-typed")
    assert last("fail to sign in").details == {}
    kept = str(list(AuditEntry.objects.values()))
    assert "hunter2" not in kept
    assert "secret-typed" not in kept


def test_a_changed_password_is_recorded_without_it(olga: Any) -> None:
    client = sign_in("olga", "olga")
    client.post(
        "/admin/password_change/",
        {
            "old_password": "olga",
            "new_password1": "a much longer one 9",
            "new_password2": "a much longer one 9",
        },
    )
    entry = last("change password")
    assert entry.actor == entry.details["person"] == f"user:{olga.pk}"
    olga.refresh_from_db()
    assert olga.password not in str(list(AuditEntry.objects.values()))


def test_a_password_set_by_a_superuser_names_both(root: Client, olga: Any) -> None:
    sent = {"password1": "a much longer one 9", "password2": "a much longer one 9"}
    root.post(
        f"/admin/auth/user/{olga.pk}/password/", {**sent, "usable_password": "true"}
    )
    entry = last("change password")
    assert entry.details == {"person": f"user:{olga.pk}"}
    boss = get_user_model().objects.get(username="root")
    assert entry.actor == f"user:{boss.pk}"


def test_a_hash_made_stronger_at_sign_in_is_no_new_password(
    olga: Any, settings: Any
) -> None:
    hashers = settings.PASSWORD_HASHERS
    better = "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher"
    settings.PASSWORD_HASHERS = [better, *hashers]
    sign_in("olga", "olga")
    assert last("rehash password").details == {"person": f"user:{olga.pk}"}
    assert not AuditEntry.objects.filter(action="change password").exists()


def test_a_superuser_who_makes_another_one_is_named(root: Client, olga: Any) -> None:
    url = f"/admin/auth/user/{olga.pk}/change/"
    group = Group.objects.create(name="legal")
    form = root.get(url).context["adminform"].form
    data = {f.html_name: f.value() for f in form if f.value() not in (None, "", False)}
    data |= {"is_superuser": "on", "groups": [group.pk], "password": ""}
    data["date_joined_0"], data["date_joined_1"] = "2024-01-01", "12:00:00"
    answer = root.post(url, data)
    assert answer.status_code == 302, answer.context["errors"]
    boss = get_user_model().objects.get(username="root")
    found = AuditEntry.objects.filter(action="change user", actor=f"user:{boss.pk}")
    changes = [entry.details["changes"] for entry in found.order_by("sequence")]
    assert changes == [{"is_superuser": [False, True]}, {"groups": [[], ["legal"]]}]
    assert {entry.details["person"] for entry in found} == {f"user:{olga.pk}"}


def test_rights_changed_outside_the_admin_are_recorded_too(olga: Any) -> None:
    olga.is_active = False
    olga.save()
    assert last("change user").details["changes"] == {"is_active": [True, False]}
    assert last("change user").actor == audit.SYSTEM


def test_saving_without_a_change_records_nothing(olga: Any) -> None:
    before = AuditEntry.objects.count()
    olga.first_name = "Olga"
    olga.save()
    olga.save(update_fields=["last_login"])
    olga.memberships.get().save()
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("side", ["person", "group"])
def test_groups_are_recorded_from_either_side(olga: Any, side: str) -> None:
    group = Group.objects.create(name="legal")
    person = {"person": f"user:{olga.pk}"}
    given: Any = olga.groups if side == "person" else group.user_set
    other = group if side == "person" else olga
    steps: tuple[tuple[Callable[[], None], list[Any]], ...] = (
        (lambda: given.add(other), [[], ["legal"]]),
        (lambda: given.remove(other), [["legal"], []]),
        (lambda: given.set([other]), [[], ["legal"]]),
        (lambda: given.clear(), [["legal"], []]),
    )
    for change, told in steps:
        change()
        assert last("change user").details == {**person, "changes": {"groups": told}}
    count = AuditEntry.objects.count()
    given.clear()
    assert AuditEntry.objects.count() == count


def test_a_groups_rights_and_its_end_are_recorded(olga: Any) -> None:
    group = Group.objects.create(name="legal")
    group.permissions.add(Permission.objects.get(codename="add_user"))
    told = {"permissions": [[], ["auth.add_user"]]}
    assert last("change group").details == {"changes": told}
    olga.groups.add(group)
    group.delete()
    assert last("delete group").subject == "legal"
    assert last("change user").details["changes"] == {"groups": [["legal"], []]}


def test_a_membership_names_the_person_and_the_role(
    acme: Organisation, olga: Any
) -> None:
    held = Membership.objects.get(user=olga)
    held.role = Role.VIEWER
    held.save()
    person = {"person": f"user:{olga.pk}"}
    entry = last("change membership")
    assert entry.details == {**person, "changes": {"role": ["owner", "viewer"]}}
    assert (entry.organisation, entry.subject) == (acme, "Acme")
    held.delete()
    entry = last("delete membership")
    assert entry.details == {**person, "changes": {"role": ["viewer", None]}}
    assert last("add membership").details["changes"] == {"role": [None, "owner"]}


def test_a_membership_added_in_the_admin_is_recorded_once_with_who_did_it(
    acme: Organisation, olga: Any
) -> None:
    signed_in(olga).post(
        "/admin/organisations/membership/add/",
        {"username": "nina", "password": "long enough 4 us", "role": 20,
         "organisation": acme.pk},
    )  # fmt: skip
    nina = get_user_model().objects.get(username="nina")
    found = AuditEntry.objects.filter(
        actor=f"user:{olga.pk}", details__person=f"user:{nina.pk}"
    )
    assert {entry.action for entry in found} == {"add user", "add membership"}
    assert found.count() == 2
    assert "long enough" not in str(list(AuditEntry.objects.values()))


def test_who_is_deleted_loses_roles_visibly(acme: Organisation, olga: Any) -> None:
    person = f"user:{olga.pk}"
    olga.delete()
    gone = AuditEntry.objects.filter(details__person=person)
    assert {"delete user", "delete membership"} <= {entry.action for entry in gone}
    assert list(audit.verify()) == []


def test_memberships_end_with_their_organisation() -> None:
    from tests.flushing import triggers_aside

    bolt = world.organisation("bolt")
    world.person("bob", Role.OWNER, bolt)
    from django.db import connection

    with triggers_aside("default"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM organisations_auditentry")
    bolt.hosts.all().delete()
    bolt.delete()
    entry = last("delete membership")
    assert (entry.organisation, entry.subject) == (None, "Bolt")
