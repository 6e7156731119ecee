"""The API's comparison, consent hook and registers, and how it describes itself."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from cookies.models import Cookie, CookieType
from organisations.languages import write
from organisations.models import Organisation
from policies import schema
from policies.api import describing
from policies.compiling import draft_of, fill_draft
from policies.document import Document, Section
from policies.models import Policy, ProcessorNotice
from tests import world
from tests.policies.api_world import ROOT, get, history, minor, processor

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def policy(acme: Organisation) -> Policy:
    return history(acme)


def listing(at: Organisation, kind: str) -> None:
    """A policy in force with a section that takes over a register."""
    made = world.policy(at, kind.replace("_", "-"))
    document = Document(
        kind="privacy",
        title={"nl": "Lijst", "en": "List"},
        sections=(
            Section(id="s", anchor="s", kind=kind, heading={"nl": "L", "en": "L"}),
        ),
    )
    fill_draft(draft_of(made), document)
    world.published(made, "2020-01-01")


def test_a_comparison_names_what_differs(acme: Organisation) -> None:
    policy = world.policy(acme)
    world.published(policy, "2018-05-25")
    intro, retention = world.document("tweede").sections
    entry = replace(retention.entries[0], attributes={"period": "P1Y"})
    sections = (intro, replace(retention, entries=(entry,)))
    fill_draft(draft_of(policy), replace(world.document(), sections=sections))
    world.published(policy, "2020-01-01")
    answer = get("/policies/privacy/comparison?from=1&to=2").json()
    assert (answer["before"]["version"], answer["after"]["version"]) == (1, 2)
    assert not answer["same"]
    assert answer["counts"]["changed"] == 2
    first, second = answer["sections"]
    assert first["texts"] == [
        {
            "name": "intro",
            "html": True,
            "languages": ["en", "nl"],
            "before": {"nl": "<p>Tekst eerste.</p>", "en": "<p>Text eerste.</p>"},
            "after": {"nl": "<p>Tekst tweede.</p>", "en": "<p>Text tweede.</p>"},
        }
    ]
    assert second["entries"][0]["attributes"] == [
        {"name": "period", "before": "P7Y", "after": "P1Y"}
    ]
    assert answer["page"]["en"].endswith("/en/privacy/changes/1..2/")
    names = {"code", "severity", "section", "entry", "sentence"}
    assert all(set(reason) == names for reason in answer["reasons"])
    assert "retention" in {reason["section"] for reason in answer["reasons"]}


def test_a_version_is_the_same_as_itself_and_compares_both_ways(policy: Policy) -> None:
    same = get("/policies/privacy/comparison?from=3&to=3").json()
    assert same["same"]
    assert (same["sections"], same["page"]) == ([], {})
    back = get("/policies/privacy/comparison?from=3&to=1").json()
    assert back["sections"][0]["texts"][0]["after"]["nl"] == "<p>Tekst eerste.</p>"


def test_a_material_change_since_is_a_reason_to_ask_again(policy: Policy) -> None:
    answer = get("/policies/privacy/current-version?seen=1").json()
    assert answer["version"] == 3
    assert answer["digest"] == policy.versions.get(number=3).digest
    assert answer["since"]["ask_again"]
    assert [step["version"] for step in answer["since"]["steps"]] == [2, 3]


def test_wording_alone_is_no_reason_to_ask_again(acme: Organisation) -> None:
    policy = world.policy(acme)
    first = world.published(policy, "2020-01-01")
    minor(policy, "anders", "2021-01-01")
    for seen in ("1", first.digest):
        since = get(f"/policies/privacy/current-version?seen={seen}").json()["since"]
        assert since["known"]
        assert not since["same"]
        assert not since["material"]
        assert not since["ask_again"]


def test_who_saw_the_text_in_force_is_not_asked_again(policy: Policy) -> None:
    digest = policy.versions.get(number=3).digest
    for seen in ("3", digest):
        since = get(f"/policies/privacy/current-version?seen={seen}").json()["since"]
        assert since["same"]
        assert not since["ask_again"]
    assert get("/policies/privacy/current-version").json()["since"] is None


@pytest.mark.parametrize("seen", ["99", "0" * 64])
def test_an_unknown_version_is_a_reason_to_ask(policy: Policy, seen: str) -> None:
    since = get(f"/policies/privacy/current-version?seen={seen}").json()["since"]
    assert not since["known"]
    assert since["ask_again"]


def test_the_processors_of_today_and_those_announced(acme: Organisation) -> None:
    processor(acme, "stripe")
    processor(acme, "gone", until=dt.date(2020, 1, 1))
    day = timezone.localdate() + dt.timedelta(days=30)
    soon = processor(acme, "soon", since=day)
    assert get("/processors").status_code == 404  # no policy lists them yet
    listing(acme, "processors")
    ProcessorNotice.objects.create(
        organisation=acme, processor=soon, what="added", name="Soon",
        facts=soon.entry().as_dict(), effective_on=day, announced_by="user:1",
    )  # fmt: skip
    answer = get("/processors").json()
    assert [row["id"] for row in answer["items"]] == ["stripe"]
    assert answer["items"][0]["attributes"]["country"] == "US"
    (announced,) = answer["announced"]
    assert announced["what"] == "added"
    assert announced["effective_on"] == day.isoformat()
    assert announced["processor"]["id"] == "soon"


def test_the_organisation_links_its_processors_only_where_they_are_found(
    acme: Organisation, django_assert_num_queries: Any
) -> None:
    assert get("/organisation").json()["links"]["processors"] is None
    listing(acme, "processors")
    link = get("/organisation").json()["links"]["processors"]
    assert link == "http://acme.localhost:8000/api/v1/processors"
    assert get("/processors").status_code == 200
    with django_assert_num_queries(4):  # host, hosts, authority, texts in force
        get("/organisation")


def test_the_cookies_and_their_types(acme: Organisation) -> None:
    cookie = Cookie(organisation=acme, uid="ga", name="_ga", category="performance",
                    duration="P2Y")  # fmt: skip
    write(cookie, "purpose", {"nl": "Meten", "en": "Measuring"})
    cookie.save()
    of_type = CookieType(organisation=acme, type="performance", used=True)
    write(of_type, "name", {"nl": "Prestatie", "en": "Performance"})
    write(of_type, "definition", {"nl": "<p>Meet.</p>", "en": "<p>Measures.</p>"})
    of_type.save()
    assert get("/cookies").status_code == get("/cookie-types").status_code == 404
    listing(acme, "cookie_table")
    listing(acme, "cookie_types")
    (row,) = get("/cookies").json()["items"]
    assert row["attributes"]["duration"] == "P2Y"
    (row,) = get("/cookie-types").json()["items"]
    assert row["attributes"]["used"] is True


def test_another_organisations_registers_stay_with_it(acme: Organisation) -> None:
    processor(acme, "stripe")
    listing(acme, "processors")
    bolt = world.organisation("bolt")
    listing(bolt, "processors")
    assert get("/processors", host="bolt.localhost").json()["items"] == []


def test_the_published_schemas_are_served(acme: Organisation) -> None:
    assert get("/schemas/document.json").json() == schema.document_schema()
    assert get("/schemas/version.json").json() == schema.version_schema()


def test_the_description_is_complete(acme: Organisation) -> None:
    found = get("/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    assert found["info"]["title"] == "Policies of Acme"
    assert found["servers"] == [{"url": "http://acme.localhost:8000"}]
    for path, methods in found["paths"].items():
        assert set(methods) == {"get"}, path
        operation = methods["get"]
        assert operation["summary"], path
        assert operation["description"], path
        assert {"200", "304", "400", "405", "500"} <= set(operation["responses"])
        for parameter in operation["parameters"]:
            assert parameter["description"], path
            assert "example" in parameter, path
    for name, model in found["components"]["schemas"].items():
        Draft202012Validator.check_schema(model)
        assert "$comment" not in str(model), name


def test_every_reference_in_the_description_leads_somewhere(acme: Organisation) -> None:
    found = describing.description()
    references = set(re.findall(r"'\$ref': '#/([^']+)'", str(found)))
    assert references
    for reference in references:
        part: Any = found
        for name in reference.split("/"):
            part = part[name]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_reference_page_names_every_resource(
    acme: Organisation, language: str
) -> None:
    page = Client().get(f"/{language}/api/", headers={"host": "acme.localhost"})
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert "<script" not in page.text
    for path in describing.description()["paths"]:
        assert f"GET {path}" in page.text
    ids = re.findall(r' id="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))
    for anchor in re.findall(r'href="#([^"]+)"', page.text):
        assert anchor in ids


def test_the_api_s_own_address_leads_to_the_reference(acme: Organisation) -> None:
    for path in ("/api/", f"{ROOT}/"):
        answer = Client().get(path, headers={"host": "acme.localhost"})
        assert answer.status_code == 302
        assert answer["Location"] == "/nl/api/"
