"""Markdown, also where it hides in a .txt file."""

from __future__ import annotations

from policies.schema import problems
from tests.policies.import_readers import (
    FOLDER,
    imported,
    page,
    rows,
    sample,
    section,
    tree,
)


def test_markdown_headings_nest_under_the_first_as_title() -> None:
    found = sample("assistant.md")
    assert found.document.title == {"nl": "Privacy en Cookie Statement"}
    assert tree(found.document) == [
        "",
        "Verwerking door Jansen Hulp [data_categories]",
        "Cookies",
        "Links",
        "Beveiliging [security]",
        ". [contact]",
        "Klachten [complaint]",
    ]
    assert problems(found.document.as_dict()) == []
    assert found.report.coverage == 100.0


def test_a_text_file_with_markdown_headings_is_read_as_markdown() -> None:
    text = (FOLDER / "assistant.md").read_text("utf-8")
    found = imported(text, "assistant.txt")
    assert tree(found.document) == tree(sample("assistant.md").document)
    assert found.report.coverage == 100.0


def test_in_a_text_file_the_address_of_a_link_is_printed_too() -> None:
    text = "## Privacybeleid\n\nMail [ons](mailto:a@example.org)."
    spelt = page(imported(text, "a.txt").document)
    assert "</a> (mailto:a@example.org)" in spelt
    assert "(mailto:" not in page(imported(text, "a.md").document)


def test_emphasis_and_links_survive() -> None:
    text = "# Privacybeleid\n\n*Let op*: **zie** [dit](https://example.org) <https://a.nl>."
    intro = imported(text, "a.md").document.sections[0].intro["nl"]
    assert "<em>Let op</em>" in intro
    assert "<strong>zie</strong>" in intro
    assert intro.count("<a ") == 2


def test_a_bold_term_becomes_a_plain_one() -> None:
    text = "# Beleid\n\n## Uw rechten\n\n- **Inzage:** mag.\n- **Wissen** – mag *ook*."
    rights = section(imported(text, "a.md").document, "rights")
    assert rows(rights) == [("Inzage", "mag."), ("Wissen", "mag ook.")]
    assert rights.entries[1].description == {"nl": "<p>mag <em>ook</em>.</p>"}


def test_a_markdown_table_of_processors_is_typed() -> None:
    text = "# P\n\n## Verwerkers\n\n| Bedrijf | Dienst |\n|---|---|\n| Een | Mail |"
    processors = section(imported(text, "a.md").document, "processors")
    assert processors.attributes["description_label"] == {"nl": "Dienst"}
    assert rows(processors) == [("Een", "Mail")]


def test_paragraphs_between_items_stay_with_the_item_before_them() -> None:
    cookies = section(sample("assistant.md").document, "cookies").intro["nl"]
    assert cookies.count("<ul>") == 1
    assert cookies.index("Telraam staat") < cookies.index("Ten slotte")


def test_headings_below_the_third_level_stay_in_the_text() -> None:
    text = "# T\n\n## A\n\n### B\n\n#### C\n\n##### D\n\nTekst."
    found = imported(text, "a.md")
    assert tree(found.document) == ["A", ".B", "..C"]
    assert "<h5>D</h5>" in section(found.document, "c").intro["nl"]
    assert found.report.unsure[0].text == "D"


def test_html_in_markdown_is_only_words() -> None:
    found = imported("# Privacybeleid\n\n<script>alert(1)</script> hoi", "a.md")
    html = page(found.document)
    assert "<script" not in html
    assert "alert(1)" in html


def test_a_script_address_is_no_link() -> None:
    found = imported("# Privacybeleid\n\n[klik](javascript:alert(1))", "a.md")
    assert "href" not in found.document.sections[0].intro["nl"]
