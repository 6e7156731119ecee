"""The template sets: valid, the same in both languages, and complete by GDPR art. 13."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from policies import schema, starters, variables
from policies.checks import check
from policies.document import Document, Section
from policies.states import POLICY_KINDS

NAMES = sorted(starters.STARTERS)
LANGUAGES = {"nl", "en"}
FACTS = {
    "trade_name": "Acme", "legal_name": "Acme B.V.", "controller": "Acme B.V.",
    "street": "Dam 1", "postal_code": "1012 JS", "city": "Amsterdam", "country": "NL",
    "phone": "+31206159155", "email": "privacy@acme.example", "kvk": "12345678",
    "website": "https://acme.example/", "dpo_email": "dpo@acme.example",
    "dpo_name": {"nl": "Functionaris", "en": "Officer"},
    "authority": {
        "name": {"nl": "Autoriteit Persoonsgegevens", "en": "Dutch DPA"},
        "url": "https://authority.example/",
    },
}  # fmt: skip
# What a text that is honest and plain leaves out, by language.
AVOIDED = {
    "nl": r"regelmatig|wij kunnen|kunnen wij|(?<!snel )mogelijk|eventuele?|enzovoort|etc\b|"
          r"zo spoedig|WBP|Wet bescherming persoonsgegevens|Privacy Shield|\bje\b|\bjouw",
    "en": r"\b(?:may|might|could|possibly|some|often|regularly|from time to time)\b|"
          r"\betc\b|Privacy Shield|\bdata protection act 1998\b|95/46",
}  # fmt: skip
# Articles are cited as "lid 3" and "(3)": only numbers of two digits are compared.
CITED = re.compile(r"\{[a-z_]+\}|href=\"[^\"]+\"|\b\d{2,}[a-z]?\b|\b\d:\d+")


def texts(value: Any, place: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every text in several languages, with where it stands."""
    if isinstance(value, Mapping):
        if value and set(value) <= LANGUAGES:
            yield place, value
            return
        for name, member in value.items():
            yield from texts(member, f"{place}/{name}")
    elif isinstance(value, list):
        for member in value:
            label = member.get("id", "") if isinstance(member, Mapping) else ""
            yield from texts(member, f"{place}/{label}")


def all_texts(name: str) -> list[tuple[str, Mapping[str, str]]]:
    found = list(texts(starters.document(name).as_dict()))
    assert len(found) > 20
    return found


def section(name: str, anchor: str) -> Section:
    return next(s for s in starters.document(name).walk() if s.anchor == anchor)


def kinds_of(name: str) -> set[str]:
    return {s.kind for s in starters.document(name).walk()}


@pytest.mark.parametrize("name", NAMES)
def test_each_set_is_a_valid_document_of_its_kind(name: str) -> None:
    document = starters.document(name)
    assert schema.problems(document.as_dict()) == []
    assert document.kind == name == starters.STARTERS[name].kind
    assert name in dict(POLICY_KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_each_text_is_written_in_both_languages(name: str) -> None:
    missing = [place for place, text in all_texts(name) if set(text) != LANGUAGES]
    assert missing == []
    assert set(starters.slug(name)) == LANGUAGES


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_items_links_facts_and_numbers(name: str) -> None:
    wrong = [
        place
        for place, text in all_texts(name)
        if len(re.findall("<li>|<p>|<strong>", text["nl"]))
        != len(re.findall("<li>|<p>|<strong>", text["en"]))
        or sorted(CITED.findall(text["nl"])) != sorted(CITED.findall(text["en"]))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_variable_is_known_and_filled_by_an_organisation(name: str) -> None:
    assert list(variables.amiss(starters.document(name), FACTS)) == []


def test_a_variable_that_is_empty_is_found_before_publishing() -> None:
    found = variables.amiss(starters.document("privacy"), {**FACTS, "dpo_email": ""})
    assert {place.name for place in found} == {"dpo_email"}


@pytest.mark.parametrize("name", NAMES)
def test_every_link_within_a_set_leads_to_one_of_its_sections(name: str) -> None:
    anchors = {s.anchor for s in starters.document(name).walk()}
    linked = {
        target
        for _place, text in all_texts(name)
        for html in text.values()
        for target in re.findall(r'href="#([^"]+)"', html)
    }
    assert linked - anchors == set()


@pytest.mark.parametrize("name", NAMES)
def test_each_section_tells_its_editor_what_to_check_and_no_reader(name: str) -> None:
    document = starters.document(name)
    hints = starters.hints(name)
    assert set(hints) == {s.id for s in document.walk()}
    assert all(set(hint) == LANGUAGES and all(hint.values()) for hint in hints.values())
    published = document.canonical().decode()
    assert not any(hint["nl"][:60] in published for hint in hints.values())


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_vague_or_names_a_law_that_is_gone(name: str) -> None:
    found = [
        (place, match.group())
        for place, text in all_texts(name)
        for language, pattern in AVOIDED.items()
        if (match := re.search(pattern, text[language], re.IGNORECASE))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("privacy", 1200, 2500),
        ("cookie", 800, 1600),
        ("combined", 1800, 3200),
        ("processors", 300, 800),
    ],
)
def test_a_set_is_long_enough_to_be_complete_and_short_enough_to_be_read(
    name: str, least: int, most: int
) -> None:
    words = {
        language: sum(len(text[language].split()) for _p, text in all_texts(name))
        for language in LANGUAGES
    }
    assert all(least < count < most for count in words.values()), words


@pytest.mark.parametrize("name", ["privacy", "combined"])
def test_it_answers_all_that_art_13_asks(name: str) -> None:
    asked = {
        "contact", "purposes", "legal_bases", "recipients", "processors", "transfers",
        "retention", "rights", "complaint", "data_categories", "automated_decisions",
    }  # fmt: skip
    assert asked - kinds_of(name) == set()
    blocks = {s.attributes.get("block") for s in starters.document(name).walk()}
    assert {"organisation", "dpo"} <= blocks


@pytest.mark.parametrize("name", ["privacy", "cookie", "combined"])
def test_every_right_is_explained(name: str) -> None:
    rights = [e.attributes["right"] for e in section(name, "rights").entries]
    assert rights == ["15", "16", "17", "18", "20", "21", "7-3", "22", "77"]


@pytest.mark.parametrize("name", ["privacy", "cookie", "combined"])
def test_every_purpose_has_a_basis_and_says_which_interest_is_pursued(
    name: str,
) -> None:
    purposes = [s for s in starters.document(name).walk() if s.kind == "purposes"]
    entries = [entry for found in purposes for entry in found.entries]
    assert len(entries) >= 3
    for entry in entries:
        assert entry.attributes["bases"], entry.id
        on_interest = "6-1-f" in entry.attributes["bases"]
        assert ("interest" in entry.attributes) == on_interest, entry.id


@pytest.mark.parametrize("name", ["privacy", "combined"])
def test_each_basis_in_use_is_explained_and_each_kind_of_data_has_a_period(
    name: str,
) -> None:
    used = {
        basis
        for anchor in ("data", "purposes")
        for entry in section(name, anchor).entries
        for basis in entry.attributes["bases"]
    }
    bases = section(name, "legal-bases").entries
    assert used == {entry.attributes["basis"] for entry in bases}
    kept = section(name, "retention").entries
    assert [e.id for e in section(name, "data").entries] == [e.id for e in kept]
    assert all({"period", "criterion"} & set(entry.attributes) for entry in kept)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("privacy", {"processors"}),
        ("processors", {"processors"}),
        ("cookie", {"cookie-types", "cookie-list"}),
        ("combined", {"processors", "cookie-types", "cookie-list"}),
    ],
)
def test_what_the_registers_know_comes_from_them(name: str, expected: set[str]) -> None:
    assert starters.registers(name) == expected


def test_the_combined_statement_says_the_same_as_the_two_sets() -> None:
    for anchor in ("purposes", "retention", "rights", "complaint"):
        assert section("combined", anchor) == section("privacy", anchor)
    for anchor in ("cookie-consent", "cookie-choice", "cookie-purposes"):
        assert section("combined", anchor) == section("cookie", anchor)


def test_a_set_that_is_not_there_has_no_hints_and_no_document() -> None:
    assert starters.hints("other") == {}
    with pytest.raises(KeyError):
        starters.document("../privacy")


def test_a_document_that_was_taken_is_nobody_else_s() -> None:
    first, second = starters.document("privacy"), starters.document("privacy")
    assert isinstance(first, Document)
    first.sections[0].heading["nl"] = "Anders"  # type: ignore[index]
    assert second.sections[0].heading["nl"] == "In het kort"
    assert starters.document("privacy").sections[0].heading["nl"] == "In het kort"


@pytest.mark.parametrize("name", NAMES)
def test_the_desk_s_own_checks_find_nothing_in_a_set(name: str) -> None:
    filled = variables.fill(starters.document(name), FACTS)
    found = check(filled, address_form="formal")
    assert [(f.code, f.anchor, f.entry, f.language, f.params) for f in found] == []
