"""All checks together: their order, their words, and a document without faults."""

from __future__ import annotations

import dataclasses
import json

import pytest
from django.utils.translation import override

from policies.checks import check, describe, place
from policies.checks.findings import Finding
from policies.checks.wording import language_name
from policies.document import Document, Section
from tests.policies.parity_world import document, entry, section

HEADING = {"nl": "Kop", "en": "Heading"}
LINKS = '<a href="#x">a</a> <a href="http://a.nl">b</a> <a href="a.nl">c</a>'


def faulty() -> Document:
    """One of everything that can be amiss."""
    numbers = section(
        {
            "nl": f"<ul><li>7 jaar, 10%, 1 mei 2020, a@b.nl, 020 615 9155</li></ul>{LINKS}",
            "en": "<table><tr><td>5 years, 12%, 1 June 2020, c@b.nl, 020 615 9156 "
            '<a href="https://b.nl/">b</a> <a href="#y">d</a></td></tr></table>',
        },
        outro={"nl": "<p>je, KvK 12345678</p>", "en": "<p>12345679</p>"},
    )
    row = entry(term=HEADING, description={"nl": "<p>alleen hier</p>"})
    rows = Section("s2", "rows", heading=HEADING, entries=(row,))
    return document(
        numbers, rows, title={"nl": "Titel"}, languages=("nl", "en", "de"),
        organisation={"address_form": "formal"},
    )  # fmt: skip


CODES = {
    "anchor_missing", "anchors", "amounts", "dates", "emails", "form_of_address",
    "items", "language_missing", "link_insecure", "link_malformed", "missing",
    "numbers", "periods", "phones", "rows", "title_missing", "urls",
}  # fmt: skip


def test_a_sound_document_has_no_findings() -> None:
    sound = section(
        {"nl": '<p>7 jaar, <a href="#retention">u</a></p>',
         "en": '<p>7 years, <a href="#retention">you</a></p>'}
    )  # fmt: skip
    assert check(document(sound), address_form="formal") == []


def test_every_fault_is_found() -> None:
    assert {one.code for one in check(faulty())} == CODES


def test_findings_come_in_reading_order() -> None:
    places = [(one.section, one.entry) for one in check(faulty())]
    order = [("", ""), ("s1", ""), ("s2", "e1")]
    assert places == sorted(places, key=order.index)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_finding_has_words_in_both_languages(language: str) -> None:
    with override(language):
        for one in check(faulty()):
            assert describe(one).endswith(".")
            assert "%(" not in describe(one)


def test_a_finding_is_plain_frozen_data() -> None:
    (first, *_rest) = check(faulty())
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.code = "x"  # type: ignore[misc]
    for one in check(faulty()):
        data = json.loads(json.dumps(dataclasses.asdict(one)))
        assert Finding(**data) == one


def test_a_place_names_section_and_entry() -> None:
    (one,) = [one for one in check(faulty()) if one.entry]
    with override("en"):
        assert place(one) == "Heading \N{RIGHTWARDS ARROW} Heading"


def test_the_whole_document_is_no_place() -> None:
    assert place(Finding("language_missing", "error", language="de")) == ""


def test_the_organisations_form_of_address_is_the_documents() -> None:
    value = document(section({"nl": "<p>je</p>", "en": "<p>you</p>"}))
    formal = dataclasses.replace(value, organisation={"address_form": "formal"})
    assert check(value) == []
    assert [one.code for one in check(formal)] == ["form_of_address"]
    assert check(formal, address_form="informal") == []


def test_a_language_without_a_name_is_called_by_its_code() -> None:
    assert language_name("xx") == "xx"
    with override("en"):
        assert language_name("nl") == "Dutch"
