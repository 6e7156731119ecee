"""Sections whose kind is evident are typed; where in doubt they stay free text."""

from __future__ import annotations

from tests.policies.import_readers import imported, rows, sample, section


def test_rights_get_the_articles_they_stand_for() -> None:
    rights = section(sample("bakery.txt").document, "rights")
    assert [(e.id, e.attributes) for e in rights.entries] == [
        ("access", {"right": "15"}),
        ("rectification", {"right": "16"}),
        ("erasure", {"right": "17"}),
    ]
    assert "toezicht.example.org" in rights.outro["nl"]


def test_glued_columns_come_apart_at_the_values_that_return() -> None:
    processors = section(sample("bakery.txt").document, "processors")
    assert processors.attributes["term_label"] == {"nl": "Bedrijf"}
    assert rows(processors) == [
        ("Fiets Express", "Bezorging"),
        ("MeelBoek", "Boekhouding in de cloud"),
        ("DeegData", "Bezorging"),
        ("KassaKing", "Boekhouding in de cloud"),
    ]


def test_a_glued_row_without_evidence_is_split_and_named() -> None:
    text = (
        "Privacybeleid\n\nVerwerkers\n\nBedrijfDienst\nEenAnalyse\nTweeDrieHosting\n"
        "VierMail"
    )
    found = imported(text)
    assert ("TweeDrie", "Hosting") in rows(section(found.document, "processors"))
    assert [unsure.line for unsure in found.report.unsure] == [7]


def test_a_glued_table_that_cannot_be_split_stays_as_it_was() -> None:
    text = "Privacybeleid\n\nVerwerkers\n\nBedrijfDienst\neen analyse\ntwee hosting\n"
    found = imported(text)
    only = found.document.sections[0]
    assert (only.kind, only.entries) == ("free_text", ())
    assert found.report.coverage == 100.0
    assert found.report.unsure[0].line == 5


def test_a_tabbed_table_of_processors_has_a_row_each() -> None:
    text = "Privacybeleid\n\nVerwerkers\n\nBedrijf\tDienst\nEen\tMail\nTwee\tOpslag"
    processors = section(imported(text).document, "processors")
    assert rows(processors) == [("Een", "Mail"), ("Twee", "Opslag")]


def test_a_table_of_three_columns_stays_a_table_in_the_text() -> None:
    text = "Privacybeleid\n\nVerwerkers\n\nBedrijf\tDienst\tLand\nEen\tMail\tNL"
    only = imported(text).document.sections[0]
    assert only.entries == ()
    assert '<th scope="col">Land</th>' in only.intro["nl"]


def test_a_cookie_table_stays_a_table_where_its_headings_would_be_lost() -> None:
    text = "Cookiebeleid\n\nOverzicht\n\nCookie\tDoel\n_ga\tTellen\n_id\tOnthouden"
    only = imported(text).document.sections[0]
    assert (only.kind, only.entries) == ("free_text", ())
    assert "<th" in only.intro["nl"]


def test_questions_with_indented_answers_are_a_numbered_faq() -> None:
    faq = section(sample("questions.txt").document, "faq")
    assert faq.attributes == {"numbered": True}
    answer = (
        "Een rij cijfers die bij een toestel hoort.\nOok een kort nummer telt.\n"
        "Bijvoorbeeld: het nummer van de deur."
    )
    assert rows(faq)[0] == ("Wat is een nummer?", answer)
    assert len(faq.entries) == 3
    assert "Meer lezen" in faq.outro["nl"]


def test_the_few_things_to_know_first_are_key_points() -> None:
    points = section(sample("hosting.txt").document, "key-points")
    assert points.attributes == {"numbered": True}
    assert [words for _term, words in rows(points)] == [
        "We verkopen niets door.",
        "We wissen op tijd.",
    ]


def test_contact_rows_know_their_channel() -> None:
    contact = section(sample("hosting.txt").document, "contact")
    assert [(e.term["nl"], e.attributes["channel"]) for e in contact.entries] == [
        ("Bedrijfsnaam", "name"),
        ("Adres", "address"),
        ("Email adres", "email"),
        ("KVK nummer", "kvk"),
    ]


def test_an_address_block_is_one_row_beside_its_labelled_lines() -> None:
    contact = section(sample("bakery.txt").document, "contact")
    assert [entry.attributes for entry in contact.entries] == [
        {"channel": "address"},
        {"channel": "phone", "value": "+31201234567"},
        {"channel": "email", "value": "brood@example.org"},
    ]


def test_contact_lines_at_the_end_of_a_section_get_one_of_their_own() -> None:
    security = section(sample("assistant.md").document, "security")
    (contact,) = security.sections
    assert (contact.kind, contact.heading) == ("contact", {})
    assert [term for term, _words in rows(contact)] == [
        "Inschrijvingsnummer KvK:",
        "Telefoon:",
        "E-mailadres:",
    ]


def test_cookie_types_and_legal_bases_get_their_codes() -> None:
    text = (
        "Privacybeleid\n\nRechtsgronden\n\n- Uw toestemming – als u ja zegt.\n"
        "- Wettelijke plicht – de belasting."
    )
    bases = section(imported(text).document, "legal-bases")
    assert [e.attributes["basis"] for e in bases.entries] == ["6-1-a", "6-1-c"]
    types = section(sample("bakery.txt").document, "cookie-types")
    assert [e.attributes["type"] for e in types.entries] == [
        "functional",
        "performance",
    ]


def test_a_purpose_ends_where_its_reason_begins() -> None:
    purposes = section(sample("hosting.txt").document, "purposes")
    assert rows(purposes) == [
        ("het openen van je account", "zodat je kunt inloggen;"),
        ("het sturen van rekeningen", ""),
        ("het oplossen van storingen", ""),
    ]
    assert "Iets anders" in purposes.outro["nl"]


def test_an_item_without_a_term_stays_in_its_list_and_is_named() -> None:
    found = sample("assistant.md")
    categories = rows(section(found.document, "data-categories"))
    assert [term for term, _words in categories] == [
        "Contactgegevens",
        "",
        "Betaalgegevens",
    ]
    assert any("Als je dat wilt" in unsure.text for unsure in found.report.unsure)


def test_prose_under_an_evident_heading_is_typed_without_entries() -> None:
    retention = section(sample("bakery.txt").document, "retention")
    assert (retention.kind, retention.entries) == ("retention", ())
    assert retention.intro == {"nl": "<p>Wij gooien bestellingen na een jaar weg.</p>"}


def test_a_term_with_a_link_is_not_cut_out_of_its_link() -> None:
    text = "# Beleid\n\n## Uw rechten\n\n- [Inzage](https://example.org) – zie daar."
    only = imported(text, "a.md").document.sections[0]
    assert only.entries == ()
    assert 'href="https://example.org"' in only.intro["nl"]


def test_a_p3p_line_is_offered_and_its_page_left_as_it_was() -> None:
    found = sample("questions.txt")
    summary = section(found.document, "compact-policy-summary")
    assert found.report.p3p == "CP=NOI CURa OUR STA"
    assert "CP=NOI CURa OUR STA" in found.report.as_text()
    assert summary.kind == "free_text"
    assert "<td>NOI</td><td>Nothing is known about you.</td>" in summary.intro["nl"]


def test_words_that_only_begin_with_cp_are_no_p3p() -> None:
    assert imported("Privacybeleid\n\nCP=ABC is een code.").report.p3p == ""
