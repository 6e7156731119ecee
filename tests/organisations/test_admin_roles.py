"""What each role may do with its own organisation in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from organisations import audit
from organisations.models import (
    AuditEntry,
    Host,
    Membership,
    Organisation,
    Rebranding,
    Role,
)
from policies.models import Processor
from tests import world
from tests.policies.admin_world import signed_in

pytestmark = pytest.mark.django_db

MEMBERSHIPS = "/admin/organisations/membership/"


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def owner(acme: Organisation) -> Client:
    return signed_in(world.person("olga", Role.OWNER, acme), "en")


def facts(client: Client, acme: Organisation, **changes: Any) -> dict[str, Any]:
    """What a browser would send from the form of the organisation's facts."""
    context = client.get(f"/admin/organisations/organisation/{acme.pk}/change/").context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {
        field.html_name: field.value()
        for form in forms
        for field in form
        if field.value() not in (None, "") and field.value() is not False
    }
    return {**data, **changes}


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (Role.VIEWER, {"processor": 403, "policy": 403, "rebranding": 403}),
        (Role.EDITOR, {"processor": 200, "policy": 200, "rebranding": 403}),
        (Role.APPROVER, {"processor": 200, "policy": 200, "rebranding": 403}),
        (Role.OWNER, {"processor": 200, "policy": 200, "rebranding": 200}),
    ],
)
def test_each_role_adds_what_it_may(
    acme: Organisation, role: Role, pages: dict[str, int]
) -> None:
    client = signed_in(world.person("pat", role, acme))
    for model, status in pages.items():
        app = "organisations" if model == "rebranding" else "policies"
        assert client.get(f"/admin/{app}/{model}/add/").status_code == status


def test_an_editor_reads_facts_and_changes_none(acme: Organisation) -> None:
    editor = signed_in(world.person("edith", Role.EDITOR, acme))
    url = f"/admin/organisations/organisation/{acme.pk}/change/"
    assert editor.get(url).status_code == 200
    assert editor.post(url, {"trade_name": "Mine"}).status_code == 403


def test_a_viewer_of_one_and_editor_of_another_changes_only_that_other(
    acme: Organisation,
) -> None:
    bolt = world.organisation("bolt")
    user = world.person("edith", Role.EDITOR, acme)
    Membership.objects.create(user=user, organisation=bolt, role=Role.VIEWER)
    row = Processor.objects.create(organisation=bolt, uid="x", name="X")
    client = signed_in(user)
    url = f"/admin/policies/processor/{row.pk}/"
    assert client.get(f"{url}change/").status_code == 200
    assert client.post(f"{url}change/", {"name": "Y"}).status_code == 403
    assert client.post(f"{url}delete/", {"post": "yes"}).status_code == 403
    client.post(
        "/admin/policies/processor/",
        {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"},
    )
    assert Processor.objects.filter(pk=row.pk).exists()
    form = client.get("/admin/policies/processor/add/").context["adminform"].form
    assert list(form.fields["organisation"].queryset) == [acme]


def test_a_telephone_number_is_stored_normalised_and_shown_as_written(
    owner: Client, acme: Organisation
) -> None:
    url = f"/admin/organisations/organisation/{acme.pk}/change/"
    assert owner.post(url, facts(owner, acme, phone="020 615 9155")).status_code == 302
    acme.refresh_from_db()
    assert acme.phone == "+31206159155"
    assert "+31 20 615 9155" in owner.get(url).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("accent", "#ffee00", "at least 4.5 : 1"),
        ("accent_dark", "#101010", "at least 4.5 : 1"),
        ("kvk", "12", "eight digits"),
        ("phone", "call me", "telephone number like"),
        ("time_zone", "Mars/Base", "Unknown time zone"),
        ("covered_domains", "not an address", "valid URL"),
        ("hosts-0-name", "http://x/y", "host name like"),
        ("hosts-0-name", "localhost", "host of the admin"),
    ],
)
def test_a_wrong_fact_is_refused_with_what_to_do(
    owner: Client, acme: Organisation, field: str, value: str, says: str
) -> None:
    url = f"/admin/organisations/organisation/{acme.pk}/change/"
    answer = owner.post(url, facts(owner, acme, **{field: value}))
    assert answer.status_code == 200
    assert says in answer.content.decode()


def test_another_host_becomes_the_canonical_one(
    owner: Client, acme: Organisation
) -> None:
    url = f"/admin/organisations/organisation/{acme.pk}/change/"
    data = facts(owner, acme, **{
        "hosts-TOTAL_FORMS": "2", "hosts-1-name": "new.localhost",
        "hosts-1-canonical": "on", "hosts-1-organisation": acme.pk,
    })  # fmt: skip
    two = owner.post(url, data)
    assert "one canonical host" in two.content.decode()
    del data["hosts-0-canonical"]
    assert owner.post(url, data).status_code == 302
    assert Host.objects.get(organisation=acme, canonical=True).name == "new.localhost"


def test_a_rebranding_to_itself_is_refused(owner: Client, acme: Organisation) -> None:
    answer = owner.post(
        "/admin/organisations/rebranding/add/",
        {"old_host": "acme.localhost", "old_name": "Acme", "organisation": acme.pk,
         "mode": "notice"},
    )  # fmt: skip
    assert "circle" in answer.content.decode()
    assert not Rebranding.objects.exists()


def test_an_owner_lets_a_new_colleague_in_who_is_no_superuser(
    owner: Client, acme: Organisation
) -> None:
    answer = owner.post(
        f"{MEMBERSHIPS}add/",
        {"username": "nora", "password": "paper-Lamp-41", "organisation": acme.pk,
         "role": Role.OWNER, "is_superuser": "on"},
    )  # fmt: skip
    assert answer.status_code == 302
    nora = get_user_model().objects.get(username="nora")
    assert (nora.is_staff, nora.is_superuser) == (True, False)
    assert nora.memberships.get().role == Role.OWNER
    assert signed_in(nora).get("/admin/policies/policy/").status_code == 200


def test_a_weak_first_password_is_refused(owner: Client, acme: Organisation) -> None:
    data = {"username": "nora", "organisation": acme.pk, "role": Role.EDITOR}
    for password in ("", "nora", "12345678"):
        owner.post(f"{MEMBERSHIPS}add/", {**data, "password": password})
    assert not get_user_model().objects.filter(username="nora").exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.APPROVER])
def test_nobody_below_an_owner_grants_anything(acme: Organisation, role: Role) -> None:
    user = world.person("pat", role, acme)
    client = signed_in(user)
    assert client.get(MEMBERSHIPS).status_code == 403
    own = user.memberships.get()
    url = f"{MEMBERSHIPS}{own.pk}/change/"
    assert client.post(url, {"role": Role.OWNER}).status_code in (403, 404)
    own.refresh_from_db()
    assert own.role == role


def test_nobody_but_superusers_sees_accounts(owner: Client) -> None:
    assert owner.get("/admin/auth/user/").status_code == 403
    assert owner.get("/admin/auth/user/add/").status_code == 403


def test_a_change_of_facts_is_in_the_audit_trail(
    owner: Client, acme: Organisation
) -> None:
    url = f"/admin/organisations/organisation/{acme.pk}/change/"
    owner.post(url, facts(owner, acme, city="Utrecht"))
    entry = AuditEntry.objects.get(action="change organisation")
    changes = {"city": [None, "Utrecht"]}
    assert (entry.organisation, entry.details) == (acme, {"changes": changes})
    assert "olga" in owner.get("/admin/organisations/auditentry/").content.decode()


def test_the_audit_trail_is_read_only(owner: Client, acme: Organisation) -> None:
    entry = audit.record("user:1", "look", "x", acme)
    base = "/admin/organisations/auditentry/"
    assert owner.get(f"{base}{entry.pk}/change/").status_code == 200
    assert owner.post(f"{base}{entry.pk}/change/", {"action": "y"}).status_code == 403
    assert owner.post(f"{base}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert owner.get(f"{base}add/").status_code == 403


def test_the_interface_speaks_either_language(acme: Organisation) -> None:
    user = world.person("olga", Role.OWNER, acme)
    for language, words in (("nl", "Opslaan"), ("en", "Save")):
        client = signed_in(user, language)
        url = f"/admin/organisations/organisation/{acme.pk}/change/"
        assert words in client.get(url).content.decode()
