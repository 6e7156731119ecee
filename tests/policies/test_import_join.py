"""A Dutch and an English import of the same policy become one document."""

from __future__ import annotations

from policies.document import Document
from policies.importers import join
from policies.schema import problems
from tests.policies.import_readers import imported, section

NL = """Privacybeleid

Laatst bijgewerkt: 1 mei 2024

Wie wij zijn

Een bakker.

Uw rechten

- Inzage – mag.
- Wissen – mag ook.

Verwerkers

Bedrijf\tDienst
Een\tMail
"""
EN = """Privacy policy

Last updated: 1 May 2024

Who we are

A baker.

Your rights

- Access – you may.
- Erasure – you may too.

Processors

Company\tService
Een\tMail
"""


CHEESE = "Over kaas schrijven wij alleen in het Nederlands, en uitgebreid ook."


def both(nl: str, en: str) -> tuple[Document, list[str]]:
    """The two texts imported and joined."""
    return join(imported(nl).document, imported(en, language="en").document)


def test_texts_pair_by_position() -> None:
    document, lines = both(NL, EN)
    assert lines == []
    assert problems(document.as_dict()) == []
    assert document.title == {"nl": "Privacybeleid", "en": "Privacy policy"}
    rights = section(document, "rights")
    assert rights.heading == {"nl": "Uw rechten", "en": "Your rights"}
    assert rights.entries[0].term == {"nl": "Inzage", "en": "Access"}
    assert rights.entries[1].id == "erasure"
    labels = section(document, "processors").attributes["term_label"]
    assert labels == {"nl": "Bedrijf", "en": "Company"}


def test_a_section_that_only_one_side_has_stays_and_is_reported() -> None:
    nl = NL.replace("Uw rechten", f"Kaas\n\n{CHEESE}\n\nUw rechten")
    document, lines = both(nl, EN)
    assert len(lines) == 1
    assert "Kaas" in lines[0]
    assert section(document, "kaas").heading == {"nl": "Kaas"}
    assert section(document, "rights").heading["en"] == "Your rights"


def test_an_entry_that_only_one_side_has_stays_and_is_reported() -> None:
    en = EN.replace("- Erasure", "- Portability – take it.\n- Erasure")
    document, lines = both(NL, en)
    entries = section(document, "rights").entries
    assert [entry.id for entry in entries] == ["access", "portability", "erasure"]
    assert entries[1].term == {"en": "Portability"}
    assert any("Portability" in line for line in lines)


def test_a_section_typed_on_one_side_only_keeps_both_texts() -> None:
    en = EN.replace("Processors", "Helpers").replace("Company\tService\n", "")
    document, lines = both(NL, en)
    helpers = section(document, "processors")
    assert helpers.heading == {"nl": "Verwerkers", "en": "Helpers"}
    assert "Mail" in helpers.intro["en"]
    assert len(helpers.entries) == 1
    assert len(lines) == 1


def test_different_dates_are_reported_and_the_later_one_kept() -> None:
    document, lines = both(NL, EN.replace("1 May 2024", "2 May 2024"))
    assert document.updated == "2024-05-02"
    assert len(lines) == 1


def test_no_anchor_is_used_twice_in_the_joined_document() -> None:
    nl = NL.replace("Wie wij zijn", "Cookies")
    en = EN.replace("Who we are", "Bakers") + "\nCookies\n\nYes.\n"
    document, _lines = both(nl, en)
    anchors = [found.anchor for found in document.walk()]
    assert len(anchors) == len(set(anchors))
    assert problems(document.as_dict()) == []
