"""Nobody reaches another organisation's rows at any address of the admin."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver

from cookies.models import Cookie, CookieType
from organisations import audit
from organisations.admin.scoped import Scoped
from organisations.languages import write
from organisations.models import (
    AuditEntry,
    Host,
    Membership,
    Organisation,
    Rebranding,
    Role,
)
from policies.actions.edit_clause import edit_clause
from policies.admin.addresses import VIEWS
from policies.document import Section
from policies.models import (
    Clause,
    Policy,
    Processor,
    ProcessorNotice,
    Version,
    Webhook,
)
from policies.models import Section as SectionRow
from tests import world
from tests.policies.admin_world import signed_in
from tests.test_public_addresses import patterns

pytestmark = pytest.mark.django_db

OURS = (
    "organisation", "rebranding", "membership", "auditentry", "processor", "policy",
    "version", "clause", "cookie", "cookietype", "processornotice", "webhook",
)  # fmt: skip


@pytest.fixture
def acme() -> Organisation:
    return world.organisation("acme")


@pytest.fixture
def bolt() -> Organisation:
    """The organisation next door, with a row of everything."""
    bolt = world.organisation("bolt")
    world.person("bea", Role.OWNER, bolt)
    world.published(world.policy(bolt), "2022-01-01")
    processor = Processor(organisation=bolt, uid="mailer", name="Mailer of Bolt")
    write(processor, "service", {"nl": "post", "en": "mail"})
    processor.save()
    CookieType.objects.create(organisation=bolt, type="functional")
    Cookie.objects.create(
        organisation=bolt, uid="id", name="_bolt", category="functional"
    )
    Rebranding.objects.create(old_host="old.bolt", old_name="Old", organisation=bolt)
    clause = Clause(organisation=bolt)
    value = Section(id="c", anchor="c", heading={"nl": "Bolt", "en": "Bolt"})
    edit_clause(None, clause, {"nl": "Van Bolt", "en": "Of Bolt"}, value)
    ProcessorNotice.objects.create(
        organisation=bolt, what="added", name="Of Bolt", effective_on="2027-03-01",
        facts={"id": "of-bolt"},
    )  # fmt: skip
    Webhook.objects.create(organisation=bolt, description="Of Bolt", url="https://b/")
    audit.record("user:1", "look", "bolt", bolt)
    return bolt


@pytest.fixture
def stranger(acme: Organisation) -> Client:
    """An owner, of another organisation."""
    return signed_in(world.person("olga", Role.OWNER, acme))


def row_of(model: str, bolt: Organisation) -> Any:
    found = {
        "organisation": Organisation.objects.filter(pk=bolt.pk),
        "rebranding": Rebranding.objects.filter(organisation=bolt),
        "membership": Membership.objects.filter(organisation=bolt),
        "auditentry": AuditEntry.objects.filter(organisation=bolt, action="look"),
        "processor": Processor.objects.filter(organisation=bolt),
        "policy": Policy.objects.filter(organisation=bolt),
        "processornotice": ProcessorNotice.objects.filter(organisation=bolt),
        "webhook": Webhook.objects.filter(organisation=bolt),
        "version": Version.objects.filter(policy__organisation=bolt),
        "clause": Clause.objects.filter(organisation=bolt),
        "cookie": Cookie.objects.filter(organisation=bolt),
        "cookietype": CookieType.objects.filter(organisation=bolt),
    }
    return found[model].get()


def base(model: str) -> str:
    app = {"organisation": "organisations", "rebranding": "organisations",
           "membership": "organisations", "auditentry": "organisations",
           "cookie": "cookies", "cookietype": "cookies"}  # fmt: skip
    return f"/admin/{app.get(model, 'policies')}/{model}/"


def test_every_admin_class_of_ours_is_scoped() -> None:
    ours = ("organisations", "policies", "cookies")
    found = {
        m._meta.model_name for m in admin.site._registry if m._meta.app_label in ours
    }
    assert found - {"supervisoryauthority"} == set(OURS)
    for model, registered in admin.site._registry.items():
        if model._meta.model_name in OURS:
            assert isinstance(registered, Scoped), model


@pytest.mark.parametrize("model", [*OURS, "supervisoryauthority"])
def test_a_number_beyond_what_a_database_holds_is_refused(
    stranger: Client, model: str
) -> None:
    """In an address: asked of the database, it would fail there."""
    listed = next(m for m in admin.site._registry if m._meta.model_name == model)
    url = f"/admin/{listed._meta.app_label}/{model}/"
    number = 2**63
    for asked in (f"organisation={number}", f"id={number}", f"id__in=1,-{number}9"):
        assert stranger.get(f"{url}?{asked}").status_code in (200, 302, 400), asked


def test_no_address_of_the_desk_takes_such_a_number(stranger: Client) -> None:
    taken = [
        route for route in patterns(get_resolver().url_patterns) if "<row:" in route
    ]
    assert len(taken) > 30
    for route in taken:
        for number in (2**63, 10**18):
            path = re.sub(r"<row:\w+>", str(number), route, count=1)
            path = re.sub(r"<[a-z]+:\w+>", "1", path)
            # 302: Django takes it for an old address of a row, and finds none either.
            assert stranger.get(f"/{path}").status_code in (302, 404), path


@pytest.mark.parametrize("model", OURS)
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_another_organisations_row_is_not_there(
    stranger: Client, bolt: Organisation, model: str, page: str
) -> None:
    url = f"{base(model)}{row_of(model, bolt).pk}/{page}/"
    assert stranger.get(url).status_code in (403, 404)
    assert stranger.post(url, {"post": "yes"}).status_code in (403, 404)
    assert row_of(model, bolt)


@pytest.mark.parametrize("model", OURS)
def test_lists_show_ones_own_rows_only(
    stranger: Client, bolt: Organisation, model: str
) -> None:
    page = stranger.get(base(model)).content.decode()
    assert "bolt" not in page.lower()
    assert "Old" not in page


@pytest.mark.parametrize("model", ["processor", "cookie", "cookietype", "rebranding"])
def test_the_delete_action_passes_another_organisations_rows_by(
    stranger: Client, bolt: Organisation, model: str
) -> None:
    stranger.post(
        base(model),
        {"action": "delete_selected", "_selected_action": row_of(model, bolt).pk,
         "post": "yes"},
    )  # fmt: skip
    assert row_of(model, bolt)


@pytest.mark.parametrize("model", ["processor", "cookie", "cookietype"])
def test_another_organisations_register_is_not_reordered(
    stranger: Client, bolt: Organisation, model: str
) -> None:
    row = row_of(model, bolt)
    answer = stranger.post(f"{base(model)}reorder/", {"row": [row.pk]})
    assert answer.status_code == 403
    assert row_of(model, bolt).position == 0


def policy_addresses(bolt: Organisation) -> list[str]:
    """Every address that we add below a policy, for Bolt's."""
    policy, section = Policy.objects.get(organisation=bolt), SectionRow.objects.first()
    assert section is not None
    values: dict[str, Any] = defaultdict(lambda: 1)  # links, remarks: the first one
    values |= {"section": section.pk, "kind": "rights", "language": "nl"}
    return [
        f"/admin/policies/policy/{policy.pk}/"
        + re.sub(r"<\w+:(\w+)>", lambda match: str(values[match[1]]), route)
        for route, _view, _name in VIEWS
    ]


def test_every_page_of_a_strangers_policy_is_not_there(
    stranger: Client, bolt: Organisation
) -> None:
    addresses = policy_addresses(bolt)
    assert len(addresses) == len(VIEWS) > 10
    before = list(SectionRow.objects.values())
    for url in addresses:
        for answer in (stranger.get(url), stranger.post(url, {"seen": 0})):
            assert answer.status_code in (404, 405), url
    assert list(SectionRow.objects.values()) == before


def test_a_section_of_another_policy_is_not_reached_through_ones_own(
    stranger: Client, acme: Organisation, bolt: Organisation
) -> None:
    own = world.policy(acme)
    theirs = SectionRow.objects.filter(draft__policy__organisation=bolt).first()
    assert theirs is not None
    for rest in ("", "delete/"):
        url = f"/admin/policies/policy/{own.pk}/draft/sections/{theirs.pk}/{rest}"
        assert stranger.get(url).status_code in (404, 405)
        assert stranger.post(url, {"seen": 0}).status_code == 404
    assert SectionRow.objects.filter(pk=theirs.pk).exists()
    url = f"/admin/policies/policy/{own.pk}/draft/add/rights/?parent={theirs.pk}"
    assert stranger.get(url).status_code == 404


@pytest.mark.parametrize("model", ["processor", "cookie", "rebranding"])
def test_a_form_offers_ones_own_organisations_only(
    stranger: Client, acme: Organisation, bolt: Organisation, model: str
) -> None:
    form = stranger.get(f"{base(model)}add/").context["adminform"].form
    assert list(form.fields["organisation"].queryset) == [acme]


def test_a_tampered_form_makes_nothing_for_another_organisation(
    stranger: Client, acme: Organisation, bolt: Organisation
) -> None:
    answer = stranger.post(
        "/admin/policies/processor/add/",
        {"organisation": bolt.pk, "name": "Spy", "service_nl": "x", "service_en": "x",
         "role": "processor", "position": 0},
    )  # fmt: skip
    assert answer.status_code == 200
    assert not Processor.objects.filter(name="Spy").exists()


def test_a_row_can_not_be_handed_to_another_organisation(
    stranger: Client, acme: Organisation, bolt: Organisation
) -> None:
    own = Processor.objects.create(organisation=acme, uid="own", name="Own")
    stranger.post(
        f"/admin/policies/processor/{own.pk}/change/",
        {"organisation": bolt.pk, "name": "Own", "service_nl": "x", "service_en": "x",
         "role": "processor", "position": 0},
    )  # fmt: skip
    own.refresh_from_db()
    assert own.organisation == acme


def test_the_organisation_is_switched_to_ones_own_only(
    stranger: Client, acme: Organisation, bolt: Organisation
) -> None:
    url = "/admin/organisations/organisation/switch/"
    assert stranger.post(url, {"organisation": "bolt"}).status_code == 404
    assert stranger.post(url, {"organisation": "acme"}).status_code == 302
    assert stranger.session["organisation"] == acme.pk
    assert stranger.get(url).status_code == 405


def test_switching_leads_to_no_other_site(stranger: Client) -> None:
    answer = stranger.post(
        "/admin/organisations/organisation/switch/",
        {"organisation": "acme", "next": "https://evil.example/"},
    )
    assert answer["Location"] == "/admin/"


def test_filters_do_not_name_other_organisations(
    stranger: Client, bolt: Organisation
) -> None:
    for model in OURS:
        assert "Bolt" not in stranger.get(base(model)).content.decode()


def test_the_admin_answers_on_its_own_host_only(
    acme: Organisation, stranger: Client
) -> None:
    for url in ("/admin/", "/admin/login/", "/admin/policies/policy/"):
        assert Client(HTTP_HOST="acme.localhost").get(url).status_code == 404


def test_whoever_is_no_staff_comes_no_further_than_the_login(
    acme: Organisation,
) -> None:
    person = world.person("carl", Role.OWNER, acme)
    person.is_staff = False
    person.save()
    answer = signed_in(person).get("/admin/policies/policy/")
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


def test_a_superuser_reaches_everything(bolt: Organisation) -> None:
    boss = world.person("boss")
    boss.is_superuser = True
    boss.save()
    client = signed_in(boss)
    for model in OURS:
        assert client.get(base(model)).status_code == 200
        url = f"{base(model)}{row_of(model, bolt).pk}/change/"
        assert client.get(url).status_code == 200
    assert Host.objects.filter(organisation=bolt).exists()


def test_a_policy_starts_for_ones_own_organisations_from_ones_own_policies(
    stranger: Client, acme: Organisation, bolt: Organisation
) -> None:
    own = world.policy(acme)
    form = stranger.get("/admin/policies/policy/start/").context["form"]
    assert list(form.fields["organisation"].queryset) == [acme]
    assert list(form.fields["source"].queryset) == [own]
