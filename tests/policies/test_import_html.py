"""HTML: the words of a page, without its scripts, styles and layout."""

from __future__ import annotations

import pytest

from policies.schema import problems
from tests.policies.import_readers import imported, page, rows, sample, section, tree


def test_a_page_becomes_a_typed_document() -> None:
    found = sample("garden.html", "en")
    assert found.document.title == {"en": "Privacy policy of Garden & Sons"}
    assert found.document.updated == "2024-03-04"
    assert tree(found.document, "en") == [
        "",
        "Your rights [rights]",
        "Processors [processors]",
        "Questions and answers (FAQ) [faq]",
        "Elsewhere",
    ]
    assert problems(found.document.as_dict()) == []
    assert found.report.coverage == 100.0


def test_scripts_and_styles_are_dropped_and_named() -> None:
    found = sample("garden.html", "en")
    html = page(found.document, "en")
    assert "alert" not in html
    assert "steal" not in html
    assert "color:red" not in html
    assert any("<script> (1), <style> (1)" in note for note in found.report.notes)


def test_links_to_scripts_lose_their_link_and_are_named() -> None:
    found = sample("garden.html", "en")
    elsewhere = section(found.document, "elsewhere").intro["en"]
    assert "Odd link" in elsewhere
    assert "href" not in elsewhere
    assert {"Odd link", "a cat"} <= {unsure.text for unsure in found.report.unsure}


def test_terms_lose_their_mark_up_and_descriptions_keep_it() -> None:
    rights = section(sample("garden.html", "en").document, "rights")
    assert [entry.term["en"] for entry in rights.entries] == [
        "Right of access",
        "Right to erasure",
    ]
    assert 'href="https://example.org/a"' in rights.entries[0].description["en"]
    assert "<em>forget</em>" in rights.entries[1].description["en"]


def test_a_table_and_a_definition_list_become_rows() -> None:
    document = sample("garden.html", "en").document
    assert rows(section(document, "processors"), "en") == [
        ("Pot Cloud", "Hosting"),
        ("Seed Mail", "Letters"),
    ]
    assert rows(section(document, "faq"), "en") == [
        ("Do you sell data?", "No."),
        ("Do you sell plants?", "Yes."),
    ]


def test_a_page_without_headings_is_called_by_its_title_element() -> None:
    text = "<html><head><title>Ons beleid</title></head><body><p>Hoi.</p></body></html>"
    assert imported(text, "a.html").document.title == {"nl": "Ons beleid"}


def test_a_table_with_merged_cells_keeps_its_layout() -> None:
    text = "<h1>Privacybeleid</h1><table><tr><td colspan=2>A</td></tr></table>"
    assert 'colspan="2"' in imported(text, "a.html").document.sections[0].intro["nl"]


def test_paragraphs_in_an_element_of_a_line_stay_paragraphs() -> None:
    text = "<h1>Privacybeleid</h1><span><p>Eerst.</p><p>Dan.</p></span>"
    intro = imported(text, "a.html").document.sections[0].intro["nl"]
    assert intro == "<p>Eerst.</p><p>Dan.</p>"


def test_menus_and_footers_that_were_read_along_are_named() -> None:
    text = "<h1>Privacybeleid</h1><p>Tekst.</p><footer>Adres</footer>"
    assert len(notes(text)) == 1
    assert notes("<h1>Privacybeleid</h1><p>Tekst.</p>") == []


def notes(text: str) -> list[str]:
    return [n for n in imported(text, "a.html").report.notes if "menu" in n]


def test_loose_text_nested_lists_and_layout_tables_keep_their_words() -> None:
    text = (
        "<h1>Privacybeleid</h1>los<div>blok<ul><li>een<ul><li>twee</li></ul></li></ul>"
        "</div><table><tr><td><table><tr><td>drie</td></tr></table></td></tr></table>"
        "<blockquote>vier</blockquote><pre>vijf  zes</pre>"
    )
    found = imported(text, "a.html")
    intro = found.document.sections[0].intro["nl"]
    places = [intro.index(w) for w in ("los", "blok", "twee", "drie", "vier")]
    assert places == sorted(places)
    assert found.report.coverage == 100.0


@pytest.mark.parametrize("broken", ["<p>a<b>c", "<ul><p>x</ul></p>y", "<td>z", "a < b"])
def test_broken_markup_is_read_as_browsers_do(broken: str) -> None:
    assert imported(broken, "a.html").report.coverage == 100.0
