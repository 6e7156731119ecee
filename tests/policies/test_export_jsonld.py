"""JSON-LD: read by a processor that may fetch nothing, and the block in the page."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from pyld import jsonld

from policies import editions
from policies.compiling import fill_draft
from policies.document import Document, Entry, Section
from policies.exporters import formats
from policies.models import Policy, Version
from tests import world
from tests.policies.test_export_tilt import EVERYTHING, edition, of
from tests.policies.test_templates import LANGUAGES, document

SCHEMA, DPV = "https://schema.org/", "https://w3id.org/dpv#"
GDPR = "https://w3id.org/dpv/legal/eu/gdpr#"


def nothing(url: str, _options: Any = None) -> Any:
    raise AssertionError(f"asked for {url}")


def expanded(data: bytes) -> dict[str, dict[str, Any]]:
    """The nodes by their first type, as a processor understands them."""
    found = jsonld.expand(json.loads(data), {"documentLoader": nothing})
    return {node["@type"][0].rpartition("/")[2]: node for node in found}


def nodes(whole: Document, language: str = "en") -> dict[str, dict[str, Any]]:
    return expanded(formats()["jsonld"].write(edition(whole), language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_a_meaning_and_nothing_is_fetched(language: str) -> None:
    data = formats()["jsonld"].write(edition(EVERYTHING), language)
    assert data == formats()["jsonld"].write(edition(EVERYTHING), language)
    rdf = jsonld.to_rdf(
        json.loads(data), {"format": "application/n-quads", "documentLoader": nothing}
    )
    terms = set(re.findall(r"<(https://w3id\.org/dpv[^>]*#)", rdf))
    assert terms == {DPV, GDPR}
    assert "<None" not in rdf


@pytest.mark.usefixtures("loaded_demo", "db")
def test_every_policy_of_the_demo_is_a_page_with_a_publisher() -> None:
    for version in Version.objects.select_related("policy__organisation"):
        for language in LANGUAGES:
            found = expanded(formats()["jsonld"].write(editions.of(version), language))
            assert found["Organization"][f"{SCHEMA}name"]
            assert found["WebPage"][f"{SCHEMA}inLanguage"] == [{"@value": language}]


def test_the_page_says_which_version_it_is_and_whose() -> None:
    page = nodes(EVERYTHING)["WebPage"]
    assert page["@id"] == "https://acme.example/en/p/v/3/"
    assert page[f"{SCHEMA}version"] == [{"@value": "3"}]
    assert page[f"{SCHEMA}datePublished"][0]["@value"] == "2022-10-20"
    fingerprint = page[f"{SCHEMA}identifier"][0]
    assert fingerprint[f"{SCHEMA}propertyID"] == [{"@value": "SHA-256"}]
    assert fingerprint[f"{SCHEMA}value"] == [{"@value": EVERYTHING.digest()}]
    publisher = nodes(EVERYTHING)["Organization"]
    assert page[f"{SCHEMA}publisher"] == [{"@id": publisher["@id"]}]
    assert publisher[f"{SCHEMA}email"] == [{"@value": "hi@acme.example"}]
    number = publisher[f"{SCHEMA}identifier"][0]
    assert number[f"{SCHEMA}propertyID"] == [{"@value": "KvK"}]


def process(whole: Document) -> dict[str, Any]:
    return {k.removeprefix(DPV): v for k, v in nodes(whole)["dpv#Process"].items()}


def test_a_purpose_has_its_own_legal_bases() -> None:
    (purpose,) = process(of("purposes", bases=["6-1-a", "9-2-a"]))["hasPurpose"]
    assert [b["@id"] for b in purpose[f"{DPV}hasLegalBasis"]] == [
        f"{GDPR}A6-1-a", f"{GDPR}A9-2-a",
    ]  # fmt: skip


def test_rights_data_recipients_and_periods_are_those_of_the_rows() -> None:
    assert process(of("rights", right="15"))["hasRight"] == [{"@id": f"{GDPR}A15"}]
    (special,) = process(of("data_categories", bases=["9-2-a"]))["hasPersonalData"]
    assert special["@type"] == [f"{DPV}SpecialCategoryPersonalData"]
    (company,) = process(of("processors", country="US"))["hasRecipient"]
    assert company["@type"] == [f"{DPV}DataProcessor"]
    (period,) = process(of("retention", period="P7Y"))["hasStorageCondition"]
    assert period[f"{DPV}hasDuration"][0]["@value"] == "P7Y"


def test_a_policy_that_declares_nothing_has_no_process() -> None:
    assert "dpv#Process" not in nodes(document())


# --- The block in the page --------------------------------------------------------


def block(text: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    data: dict[str, Any] = json.loads(found)
    return data


@pytest.fixture
def policy(db: None) -> Policy:
    made = world.policy(world.organisation(email="hi@acme.example"))
    world.published(made, "2022-01-01")
    return made


def get(path: str) -> Any:
    return Client().get(path, headers={"host": "acme.localhost"})


def test_the_page_of_the_text_in_force_has_a_small_block(policy: Policy) -> None:
    answer = get("/en/privacy/")
    page, publisher = block(answer.text)["@graph"]
    assert page["@id"].endswith("/en/privacy/")
    assert page["version"] == "1"
    assert publisher["email"] == "hi@acme.example"
    found = re.findall(r"<script.*?</script>", answer.text)
    assert len(found[0]) < 1000


def test_old_versions_have_none(policy: Policy) -> None:
    assert "<script" not in get("/en/privacy/v/1/").text


def test_only_a_faq_has_its_questions_in_the_page(policy: Policy) -> None:
    question = Entry(
        "q",
        term={"en": "Why </script><b>?"},
        description={"en": "<p>Because &amp; so.</p>"},
    )
    rows = Section("s", "s", "faq", heading={"en": "Questions"}, entries=(question,))
    for kind in ("privacy", "faq"):
        Policy.objects.filter(pk=policy.pk).update(kind=kind)
        made = Policy.objects.get(pk=policy.pk)
        world.rewrite(made, kind)
        fill_draft(made.draft, Document(kind, {"en": "Q"}, sections=(rows,)))
        made.draft.save()
        version = world.published(made)
        page = block(get("/en/privacy/").text)["@graph"][0]
        assert page["version"] == str(version.number)
        assert ("mainEntity" in page) is (kind == "faq")
    assert page["mainEntity"][0]["name"] == "Why </script><b>?"
    assert page["mainEntity"][0]["acceptedAnswer"]["text"] == "Because & so."
