"""Plain text: what its lines, blanks and marks say about the structure."""

from __future__ import annotations

import pytest

from policies.schema import problems
from tests.policies.import_readers import (
    FOLDER,
    imported,
    misplaced,
    page,
    rows,
    sample,
    section,
    tree,
)

TEXTS = ("bakery.txt", "hosting.txt", "questions.txt")


@pytest.mark.parametrize("name", TEXTS)
def test_the_page_prints_every_line_of_the_source_in_its_order(name: str) -> None:
    document = sample(name).document
    assert misplaced((FOLDER / name).read_text("utf-8"), page(document)) == []


@pytest.mark.parametrize("name", TEXTS)
def test_an_import_is_a_valid_document_with_full_coverage(name: str) -> None:
    found = sample(name)
    assert problems(found.document.as_dict()) == []
    assert (found.report.coverage, found.report.missing) == (100.0, ())


def test_two_policies_on_one_page_become_two_parts() -> None:
    assert tree(sample("bakery.txt").document) == [
        "Privacyverklaring",
        ".Onderdelen",
        ".Het aanspreekpunt voor privacy",
        ".. [contact]",
        ".Uw bestelling en u",
        "..Welke gegevens noteren wij? [data_categories]",
        ".Doelen",
        "..Waarom bewaren wij die gegevens? [purposes]",
        ".Bewaartermijn [retention]",
        ".Uw rechten [rights]",
        ".Verwerkers [processors]",
        "Cookieverklaring",
        ".Soorten cookies die wij gebruiken [cookie_types]",
        "Omleidingsbericht",
    ]


def test_lines_under_a_piped_heading_are_its_sub_headings() -> None:
    document = sample("hosting.txt").document
    assert document.title == {"nl": "Privacyverklaring wolkje.example"}
    assert rows(section(document, "data-categories")) == [
        ("Naam", "Je naam staat op de rekening."),
        ("IP adres", "Je adres op het net beschermt je account."),
    ]


def test_the_sections_of_a_questions_page_nest_by_their_words() -> None:
    assert tree(sample("questions.txt").document) == [
        " [faq]",
        "Privacy Policy",
        ".Data Collection",
        "..Groep “Logboek”",
        "..Group “Winkel” (required)",
        ".Compact Policy Summary",
    ]


def test_numbered_titles_are_headings_by_their_numbers() -> None:
    text = "Privacybeleid\n\n1. Wie\n\nWij.\n\n2. Wat\n\nDit.\n\n2.1 Hoe\n\nZo."
    assert tree(imported(text).document) == ["1. Wie", "2. Wat", ".2.1 Hoe"]


def test_an_underlined_line_is_a_heading() -> None:
    text = "Privacybeleid\n=============\n\nTekst.\n\nKaas\n----\n\nMeer tekst."
    assert tree(imported(text).document) == ["", "Kaas"]


def test_a_label_above_its_text_is_a_sub_heading() -> None:
    prose = (
        "De teller kijkt mee en schrijft op hoeveel mensen er langskomen op een dag."
    )
    found = imported(f"Privacybeleid\n\nMeten\n\nKort.\n\nTeller:\n{prose}")
    assert tree(found.document) == ["Meten", ".Teller:"]
    assert [line for line, _text, _reason in found.report.unsure] == [7]


def test_the_title_is_not_taken_from_a_general_heading() -> None:
    found = imported("Algemeen\n\nTekst.\n\nCookies\n\nMeer tekst.")
    assert found.document.title == {"nl": "Privacybeleid"}
    assert tree(found.document) == ["Algemeen", "Cookies"]
    assert len(found.report.notes) == 1


def test_a_broken_line_is_joined_and_an_empty_paragraph_dropped() -> None:
    text = "Beleid\n\nDeze zin is door het\nafbreken in tweeën.\n\n\u00a0\n\nEn meer."
    intro = imported(text).document.sections[0].intro["nl"]
    assert intro == ("<p>Deze zin is door het afbreken in tweeën.</p><p>En meer.</p>")


def test_a_sentence_torn_over_two_paragraphs_is_mended_and_named() -> None:
    text = (
        "Privacybeleid\n\nWij linken naar anderen. Voor hun pagina's en winkels is de "
        "Grote\n\nBakker niet verantwoordelijk."
    )
    found = imported(text)
    assert "de Grote Bakker niet" in found.document.sections[0].intro["nl"]
    assert found.report.unsure[0].line == 5


def test_a_list_goes_on_after_the_paragraphs_that_interrupt_it() -> None:
    text = "Privacybeleid\n\n- een;\n- twee.\n\nUitleg bij twee.\n\n- drie."
    assert imported(text).document.sections[0].intro["nl"] == (
        "<ul><li>een;</li><li><p>twee.</p><p>Uitleg bij twee.</p></li>"
        "<li>drie.</li></ul>"
    )


def test_a_list_after_a_line_with_a_colon_is_a_new_one() -> None:
    text = "Privacybeleid\n\n- een.\n\nEn ook:\n\n- twee."
    assert imported(text).document.sections[0].intro["nl"].count("<ul>") == 2


def test_a_numbered_list_goes_on_with_its_next_number() -> None:
    text = "Privacybeleid\n\n1. een is lang.\n2. twee ook.\n\nUitleg.\n\n3. drie."
    intro = imported(text).document.sections[0].intro["nl"]
    assert intro.count("<ol>") == 1
    assert intro.count("<li>") == 3


def test_lists_nest_by_their_indentation() -> None:
    text = "Privacybeleid\n\n- een\n  - een a\n  - een b\n- twee"
    assert imported(text).document.sections[0].intro["nl"] == (
        "<ul><li>een<ul><li>een a</li><li>een b</li></ul></li><li>twee</li></ul>"
    )


def test_lines_of_an_address_keep_their_breaks() -> None:
    text = "Privacybeleid\n\nBakkerij\nMolenweg 12\nKorenstad"
    intro = imported(text).document.sections[0].intro["nl"]
    assert intro == "<p>Bakkerij<br>Molenweg 12<br>Korenstad</p>"


def test_addresses_in_the_text_become_links() -> None:
    text = (
        "Privacybeleid\n\nZie https://example.org/a. Mail (jan@example.org) of bel "
        "+31 (0)20 123 45 67 of 06-12345678; het KvK-nummer is 12345678."
    )
    intro = imported(text).document.sections[0].intro["nl"]
    assert 'href="https://example.org/a"' in intro
    assert 'href="mailto:jan@example.org"' in intro
    assert 'href="tel:+31201234567"' in intro
    assert 'href="tel:+31612345678"' in intro
    assert intro.count("<a ") == 4


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Laatst bijgewerkt: 26 oktober 2022", "2022-10-26"),
        ("De laatste wijziging was op 25 januari 2019.", "2019-01-25"),
        ("Last updated on March 1st, 2020", "2020-03-01"),
        ("Last modified: 2 May 2021", "2021-05-02"),
        ("Versie van 01-02-2023", "2023-02-01"),
        ("Bijgewerkt op 2024-03-04.", "2024-03-04"),
        ("De wet geldt sinds 25 mei 2018.", ""),
        ("Laatst bijgewerkt: 31 februari 2022", ""),
    ],
)
def test_the_day_of_the_last_change_is_the_documents(line: str, day: str) -> None:
    found = imported(f"Privacybeleid\n\n{line}\n\nEn verder niets.")
    assert (found.document.updated, found.report.date) == (day, day)


def test_anchors_are_unique_and_the_same_in_every_language() -> None:
    text = "Privacybeleid\n\nUw rechten\n\nTekst.\n\nWijn\n\nRood.\n\nWijn\n\nWit."
    anchors = [s.anchor for s in imported(text).document.walk()]
    assert anchors == ["rights", "wijn", "wijn-2"]


def test_what_the_old_page_left_behind_is_named() -> None:
    lines = {unsure.line for unsure in sample("bakery.txt").report.unsure}
    source = (FOLDER / "bakery.txt").read_text("utf-8").splitlines()
    for leftover in ("Onderdelen", "logo-wit.png", "Omleidingsbericht"):
        assert source.index(leftover) + 1 in lines
