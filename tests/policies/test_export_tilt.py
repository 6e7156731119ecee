"""TILT: valid by its schema for every policy, and nothing made up in it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from policies import editions, kinds
from policies.document import Document, Entry, Section
from policies.edition import Edition
from policies.exporters import formats
from policies.exporters.tilt import people
from policies.models import Version
from tests.policies.test_templates import KINDS, LANGUAGES, document, full, section

NOON = dt.datetime(2022, 10, 20, 12, tzinfo=dt.UTC)
EVERYTHING = document(
    *(section(kinds.get(n), full(kinds.get(n)), f"s{at}") for at, n in enumerate(KINDS))
)


def edition(of: Document) -> Edition:
    return Edition(
        document=of, policy="uid", number=3, effective_from=NOON, published_at=NOON,
        note={}, material=True, digest=of.digest(), sequence=1, previous="", record="",
        addresses={"nl": "https://acme.example/nl/p/v/3/", "en": "https://acme.example/en/p/v/3/"},
    )  # fmt: skip


def tilt(of: Document, language: str = "en") -> dict[str, Any]:
    written: dict[str, Any] = json.loads(
        formats()["tilt.json"].write(edition(of), language)
    )
    return written


def of(kind: str, **attributes: Any) -> Document:
    """A document with one row of a kind."""
    row = Entry("a", term={"nl": "Rij", "en": "Row"}, attributes=attributes)
    return document(Section("s", "s", kind, entries=(row,)))


@pytest.fixture(scope="module")
def schema(test_data: Path) -> jsonschema.Draft7Validator:
    """TILT's own schema; it is test data, not part of the project."""
    found = json.loads((test_data / "tilt-schema.json").read_text(encoding="utf-8"))
    checker = jsonschema.FormatChecker()
    return jsonschema.Draft7Validator(found, format_checker=checker)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "whole",
    [EVERYTHING, document(), replace(document(), organisation={}), of("processors")],
)
def test_a_policy_with_everything_and_one_with_nothing_are_valid(
    schema: jsonschema.Draft7Validator, whole: Document, language: str
) -> None:
    assert list(schema.iter_errors(tilt(whole, language))) == []


@pytest.mark.usefixtures("loaded_demo", "db")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_policy_of_the_demo_is_valid(
    schema: jsonschema.Draft7Validator, language: str
) -> None:
    versions = Version.objects.select_related("policy__organisation")
    assert len(versions) >= 10
    write = formats()["tilt.json"].write
    for version in versions:
        data = write(editions.of(version), language)
        assert list(schema.iter_errors(json.loads(data))) == [], str(version)
        assert data == write(editions.of(version), language)


def test_it_says_which_version_it_is() -> None:
    meta = tilt(EVERYTHING)["meta"]
    assert meta["_hash"] == EVERYTHING.digest()
    assert meta["version"] == 3
    assert meta["language"] == "en"
    assert meta["url"] == "https://acme.example/en/p/v/3/"
    assert meta["created"].startswith("2022-10-20")


def test_without_an_officer_the_contact_for_privacy_stands_there_and_says_so() -> None:
    bare = replace(
        document(), organisation={"controller": "Acme", "email": "a@a.example"}
    )
    officer = tilt(bare)["dataProtectionOfficer"]
    assert officer["email"] == "a@a.example"
    assert "names no data protection officer" in officer["description"]
    named = {**bare.organisation, "dpo_email": "fg@a.example"}
    assert (
        "description"
        not in tilt(replace(bare, organisation=named))["dataProtectionOfficer"]
    )


def test_what_is_not_stated_is_said_to_be_so_in_tilts_own_form() -> None:
    bare = replace(document(), organisation={})
    controller = tilt(bare)["controller"]
    assert controller["country"] == people.NO_COUNTRY
    assert controller["representative"]["email"].endswith(".invalid")


def test_purposes_and_bases_of_the_whole_are_not_claimed_of_each_category() -> None:
    both = replace(
        of("purposes", bases=["6-1-a"]),
        sections=(
            *of("purposes", bases=["6-1-a"]).sections,
            Section(
                "d", "d", "data_categories", entries=(Entry("n", term={"en": "Name"}),)
            ),
        ),
    )
    whole, name = tilt(both)["dataDisclosed"]
    assert [b["reference"] for b in whole["legalBases"]] == ["GDPR-6-1-a"]
    assert [p["purpose"] for p in whole["purposes"]] == ["Row"]
    assert name["category"] == "Name"
    assert (name["purposes"], name["legalBases"], name["recipients"]) == ([], [], [])


def test_a_period_is_the_time_to_live() -> None:
    (whole,) = tilt(of("retention", period="P7Y"))["dataDisclosed"]
    assert whole["storage"][0]["temporal"] == [{"description": "Row", "ttl": "P7Y"}]


@pytest.mark.parametrize(
    ("mechanism", "found"),
    [
        ("dpf", (True, False, False)),
        ("scc", (False, True, True)),
        ("bcr", (False, True, False)),
        ("consent", (False, False, False)),
        ("", (None, None, None)),
    ],
)
def test_a_third_country_says_what_protects_the_data(
    mechanism: str, found: tuple[bool | None, ...]
) -> None:
    named = {"mechanism": mechanism} if mechanism else {}
    (country,) = tilt(of("processors", country="US", **named))["thirdCountryTransfers"]
    members = (
        "adequacyDecision",
        "appropriateGuarantees",
        "standardDataProtectionClause",
    )
    assert tuple(country.get(m, {}).get("available") for m in members) == found
    assert tilt(of("processors", country="NL"))["thirdCountryTransfers"] == []


def test_a_right_that_is_not_named_is_not_said_to_be_there() -> None:
    named, bare = tilt(of("rights", right="15", email="a@a.example")), tilt(document())
    assert named["accessAndDataPortability"]["available"] is True
    assert named["accessAndDataPortability"]["email"] == "a@a.example"
    assert bare["accessAndDataPortability"]["available"] is False
    assert "exists by law" in bare["rightToInformation"]["description"]
    assert named["rightToWithdrawConsent"]["available"] is False


def test_automated_decisions_are_told_only_when_the_policy_tells() -> None:
    assert tilt(document())["automatedDecisionMaking"] == {}
    for used in (True, False):
        told = document(
            Section("s", "s", "automated_decisions", attributes={"in_use": used})
        )
        assert tilt(told)["automatedDecisionMaking"]["inUse"] is used


def test_a_text_of_another_language_says_which_one() -> None:
    row = Entry("n", term={"nl": "Naam"})
    only_dutch = document(Section("s", "s", "data_categories", entries=(row,)))
    (item,) = tilt(only_dutch)["dataDisclosed"]
    assert item["category"] == "[nl] Naam"


def test_sources_are_those_besides_the_person() -> None:
    found = tilt(of("data_categories", sources=["subject", "public", "third_party"]))
    (item,) = found["sources"]
    assert [source["publiclyAvailable"] for source in item["sources"]] == [True, False]
