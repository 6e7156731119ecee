"""Variables: facts of the organisation in any text, safely, and never a raw brace."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from policies.richtext import sanitise
from policies.variables import KNOWN, Place, amiss, fill, menu, values
from tests.policies.parity_world import both, document, entry, section

FACTS = {
    "slug": "cpro",
    "trade_name": "CPro",
    "legal_name": "CPro B.V.",
    "controller": "CPro B.V.",
    "street": "Kade 1",
    "postal_code": "1011 AA",
    "city": "Amsterdam",
    "country": "NL",
    "phone": "+31206159155",
    "website": "https://cpro.example/",
    "kvk": "27347391",
    "dpo_name": {"nl": "Jan de Vries"},
    "dpo_email": "dpo@cpro.example",
    "covered_domains": ["https://a.example", "https://b.example"],
    "authority": {"name": {"nl": "AP", "en": "DPA"}, "url": "https://ap.example"},
}


def intro(html: str, **facts: object) -> str:
    filled = fill(both(html, "<p>x</p>"), {**FACTS, **facts})
    return filled.sections[0].intro["nl"]


def test_every_known_variable_has_a_value_or_nothing() -> None:
    assert values(FACTS, "nl").keys() == KNOWN.keys()
    assert values({}, "nl") == dict.fromkeys(KNOWN, "")


@pytest.mark.parametrize(
    ("name", "language", "value"),
    [
        ("organisation", "nl", "CPro"),
        ("address", "nl", "Kade 1, 1011 AA Amsterdam"),
        ("country", "nl", "Nederland"),
        ("country", "en", "Netherlands"),
        ("phone", "nl", "+31 20 615 9155"),
        ("authority", "nl", "AP"),
        ("authority", "en", "DPA"),
        ("dpo_name", "nl", "Jan de Vries"),
        ("dpo_name", "en", ""),
        ("domains", "en", "https://a.example, https://b.example"),
        ("vat", "nl", ""),
    ],
)
def test_a_value_reads_as_in_its_language(name: str, language: str, value: str) -> None:
    assert values(FACTS, language)[name] == value


def test_the_menu_shows_name_label_and_value() -> None:
    with override("en"):
        rows = {name: (str(label), value) for name, label, value in menu(FACTS, "en")}
    assert rows["kvk"] == ("KvK number", "27347391")
    assert list(rows) == list(KNOWN)


def test_variables_are_filled_wherever_text_stands() -> None:
    name = {"nl": "{organisation}", "en": "{organisation}"}
    row = entry(
        term=name,
        description={"nl": "<p>{kvk}</p>"},
        attributes={"scope": name, "collected": [name], "provider": "{organisation}"},
    )
    whole = section({"nl": "<p>{kvk}</p>"}, heading=name, outro=name, entries=(row,))
    filled = fill(document(whole, title=name), FACTS)
    assert fill(filled, {}) is filled
    assert filled.sections[0].outro == {"nl": "<p>CPro</p>", "en": "<p>CPro</p>"}
    assert filled.title == {"nl": "CPro", "en": "CPro"}
    assert filled.sections[0].entries[0].attributes == {
        "scope": {"nl": "CPro", "en": "CPro"},
        "collected": [{"nl": "CPro", "en": "CPro"}],
        "provider": "CPro",
    }


def test_sections_below_sections_are_filled() -> None:
    below = section({"nl": "<p>{kvk}</p>"})
    filled = fill(document(section(sections=(below,))), FACTS)
    assert filled.sections[0].sections[0].intro == {"nl": "<p>27347391</p>"}


def test_a_document_without_variables_is_returned_as_it_is() -> None:
    value = both("<p>50%7 of {Name} { kvk }</p>", "<p>x</p>")
    assert fill(value, FACTS) is value
    assert amiss(value, FACTS) == []


def test_a_value_is_escaped_in_rich_text_and_plain_in_lines() -> None:
    hostile = {**FACTS, "trade_name": '<script>alert("1")</script> & Co'}
    name = {"nl": "{organisation}"}
    filled = fill(
        document(section({"nl": "<p>{organisation}</p>"}, heading=name)), hostile
    )
    assert filled.sections[0].heading["nl"] == hostile["trade_name"]
    assert "<script>" not in filled.sections[0].intro["nl"]
    assert "&lt;script&gt;" in filled.sections[0].intro["nl"]


def test_filled_html_is_what_the_allow_list_leaves() -> None:
    html = intro(
        '<p>{organisation} <a href="{website}">x</a></p>', trade_name="d'Or & Z"
    )
    assert sanitise(html) == html


@pytest.mark.parametrize("written", ["{website}", "%7Bwebsite%7D", "%7bwebsite%7d"])
def test_an_address_is_filled_into_a_link(written: str) -> None:
    assert 'href="https://cpro.example/"' in intro(f'<p><a href="{written}">x</a></p>')


def test_mail_and_telephone_links_are_filled() -> None:
    html = intro(
        '<p><a href="mailto:{dpo_email}">m</a> <a href="tel:{phone}">t</a></p>'
    )
    assert 'href="mailto:dpo@cpro.example"' in html
    assert 'href="tel:+31206159155"' in html


def test_a_fact_adds_nothing_to_a_mail_link_but_the_address() -> None:
    html = intro(
        '<p><a href="mailto:{dpo_email}">m</a></p>', dpo_email='a"?bcc=x@y.nl&b'
    )
    assert 'href="mailto:a%22%3Fbcc%3Dx@y.nl%26b"' in html


def test_a_fact_never_becomes_a_dangerous_link() -> None:
    html = intro('<p><a href="{website}">x</a></p>', website="javascript:alert(1)")
    assert html == "<p>x</p>"


def test_a_link_whose_address_is_missing_becomes_words() -> None:
    html = '<p><a href="mailto:{dpo_email}">{dpo_email}</a></p>'
    filled = intro(html, dpo_email="")
    assert "href" not in filled
    assert "[" in filled


def test_a_value_with_braces_is_not_filled_again() -> None:
    assert intro("<p>{organisation}</p>", trade_name="{kvk}") == "<p>{kvk}</p>"


def test_words_that_look_like_an_attribute_are_words() -> None:
    text = '<p>write href="{dpo_email}"</p>'
    assert intro(text, dpo_email="").startswith('<p>write href="[')


def test_an_empty_variable_becomes_a_note_in_the_language_of_the_text() -> None:
    with override("nl"):
        filled = fill(both("<p>{vat}</p>", "<p>{vat}</p>"), FACTS)
    assert filled.sections[0].intro["en"] == "<p>[VAT number: not filled in]</p>"


def test_an_unknown_variable_becomes_a_note() -> None:
    filled = fill(both("<p>x</p>", "<p>{shoe_size}</p>"), FACTS)
    assert filled.sections[0].intro["en"] == "<p>[unknown: shoe_size]</p>"


def test_what_is_amiss_is_found_at_every_place_and_in_every_language() -> None:
    bad = {"nl": "{oeps}", "en": "{oops}"}
    row = entry(
        term={"nl": "{vat}"},
        attributes={"scope": {"en": "{vat}"}, "collected": [{"nl": "{oeps}"}]},
    )
    link = {"en": '<p><a href="mailto:%7Bemail%7D">x</a></p>'}
    value = document(section(link, entries=(row,)), title=bad)
    place = ("s1", "retention")
    assert amiss(value, FACTS) == [
        Place("oeps", "nl", True),
        Place("oops", "en", True),
        Place("email", "en", False, *place, "Retention"),
        Place("vat", "nl", False, *place, "Bewaren", "e1"),
        Place("vat", "en", False, *place, "Retention", "e1"),
        Place("oeps", "nl", True, *place, "Bewaren", "e1"),
    ]


def test_a_fact_that_only_one_language_has_is_amiss_in_the_other() -> None:
    value = both("<p>{dpo_name} {dpo_name}</p>", "<p>{dpo_name} {dpo_name}</p>")
    assert [(one.name, one.language) for one in amiss(value, FACTS)] == [
        ("dpo_name", "en")
    ]


def test_nothing_is_amiss_once_all_is_known() -> None:
    value = both("<p>{organisation} {kvk}</p>", "<p>{authority}</p>")
    assert amiss(value, FACTS) == []
    filled = fill(value, FACTS)
    assert filled.sections[0].intro == {
        "nl": "<p>CPro 27347391</p>",
        "en": "<p>DPA</p>",
    }
