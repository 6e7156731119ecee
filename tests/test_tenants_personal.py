"""What is about the user alone: settings, guide, choosing, autocompletion (F33)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.urls import reverse

from organisations.models import Organisation, Preference, Role
from tests import world
from tests.policies import cms_world
from tests.tenants import O, Tenant, V, everything, tenant

pytestmark = pytest.mark.django_db

APPS = ("organisations", "policies", "cookies")


@pytest.fixture
def acme() -> Tenant:
    return tenant("acme")


@pytest.fixture
def bolt() -> Tenant:
    return tenant("bolt")


def shown() -> dict[str, str]:
    """The pages that every member of staff has."""
    lists = {app: reverse("admin:app_list", args=[app]) for app in APPS}
    return {
        "index": reverse("admin:index"),
        "preferences": reverse("admin:preferences"),
        "guide": reverse("admin:guide"),
        "guide_chapter": reverse("admin:guide_chapter", args=["roles"]),
        "password_change": reverse("admin:password_change"),
        "jsi18n": reverse("admin:jsi18n"),
        **lists,
    }


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_what_everybody_is_shown_names_no_neighbour(
    acme: Tenant, bolt: Tenant, role: Role
) -> None:
    browser, before = acme.browsers[role], everything()
    for name, address in shown().items():
        answer = browser.get(address)
        assert answer.status_code == 200, name
        assert b"bolt" not in answer.getvalue().lower(), name
    assert everything() == before


def test_who_has_no_role_reads_the_guide_and_keeps_settings(acme: Tenant) -> None:
    browser = cms_world.staff(world.person("nina"))
    for name, address in shown().items():
        if name in APPS:
            assert browser.get(address).status_code == 404, name
        else:
            answer = browser.get(address)
            assert answer.status_code == 200, name
            assert b"acme" not in answer.getvalue().lower(), name


def test_who_did_not_sign_in_is_shown_none_of_it(acme: Tenant) -> None:
    browser = Client(headers={"host": "localhost"})
    asked = {**shown(), "autocomplete": reverse("admin:autocomplete")}
    del asked["jsi18n"]  # the words of the interface: the login page needs them
    for name, address in asked.items():
        answer = browser.get(address)
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/admin/login/"), name


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_settings_are_kept_for_oneself_alone(
    acme: Tenant, bolt: Tenant, role: Role
) -> None:
    theirs = bolt.organisation.memberships.get(role=role).user
    mine = acme.organisation.memberships.get(role=role).user
    sent = {"language": "en", "kinds": ["published"], "user": theirs.pk, "pk": "1"}
    before = everything()
    answer = acme.browsers[role].post(reverse("admin:preferences"), sent)
    assert answer.status_code == 302
    assert [kept.user for kept in Preference.objects.all()] == [mine]
    kept = Preference._meta.label_lower
    assert everything() | {kept: []} == before | {kept: []}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_one_s_own_organisation_alone_is_chosen(
    acme: Tenant, bolt: Tenant, role: Role
) -> None:
    address, browser = reverse("admin:switch_organisation"), acme.browsers[role]
    assert browser.get(address).status_code == 405
    assert browser.post(address, {"organisation": "bolt"}).status_code == 404
    assert browser.post(address, {"organisation": "acme"}).status_code == 302
    session = browser.session
    session["organisation"] = bolt.organisation.pk  # of before one lost the role there
    session.save()
    answer = browser.get(reverse("admin:index"))
    assert b"bolt" not in answer.content.lower()


def relations() -> Iterator[dict[str, str]]:
    """Everything that an autocompletion could be asked for: each key of each model."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            related: Any = field.related_model
            if field.concrete and related is not None and related != "self":
                yield {
                    "app_label": model._meta.app_label,
                    "model_name": str(model._meta.model_name),
                    "field_name": field.name,
                    "term": "",
                }


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_autocompletion_offers_nothing_of_another_s(
    acme: Tenant, bolt: Tenant, role: Role
) -> None:
    browser, before, offered = acme.browsers[role], everything(), set()
    address, asked = reverse("admin:autocomplete"), list(relations())
    assert len(asked) > 30
    for query in asked:
        answer = browser.get(address, query)
        assert answer.status_code in (200, 403, 404), query
        assert b"bolt" not in answer.content.lower(), query
        if answer.status_code == 200:
            offered |= {found["text"] for found in answer.json()["results"]}
        assert browser.post(f"{address}?term=", query).status_code in (403, 405), query
    assert str(acme.organisation) in offered, "otherwise nothing was tried"
    assert everything() == before


@pytest.mark.parametrize("role", [V, O], ids=["viewer", "owner"])
def test_no_row_is_looked_up_by_its_type_alone(
    acme: Tenant, bolt: Tenant, role: Role
) -> None:
    """`view_on_site` knows no organisation: it leads to nothing of ours or CMS's."""
    there = set(connection.introspection.table_names())
    for model in apps.get_models():
        if model._meta.db_table not in there:
            continue
        kind = ContentType.objects.get_for_model(model)
        for row in model._base_manager.all()[:2]:
            address = reverse("admin:view_on_site", args=[kind.pk, row.pk])
            assert acme.browsers[role].get(address).status_code in (403, 404), model


def test_every_model_of_an_organisation_is_in_the_walk(acme: Tenant) -> None:
    """A new class of the admin needs a row in tests/tenants.py."""
    ours = {m for m in admin.site._registry if m._meta.app_label in APPS}
    for model in ours:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert acme.row(name) is not None, name
    assert Organisation in ours
