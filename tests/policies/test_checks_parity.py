"""Parity: what Dutch and English must say alike, and what translators are free to do."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from policies.checks import describe
from policies.checks.findings import Finding
from policies.checks.parity import parity
from policies.document import Document
from tests.policies.parity_world import both, document, entry, section

SAME = [
    ("7 jaar", "7 years"),
    ("zeven jaar", "7 years"),
    ("zeven (7) jaar", "seven years"),
    ("7 (zeven) jaren", "a seven-year period"),
    ("P7Y", "seven years"),
    ("één maand", "a month"),
    ("een maand", "one month"),
    ("12 maanden", "one year"),
    ("twee weken", "14 days"),
    ("een half jaar", "six months"),
    ("anderhalf jaar", "18 months"),
    ("binnen 5 werkdagen", "within five business days"),
    ("30 kalenderdagen", "30 calendar days"),
    ("twee tot vier weken", "two to four weeks"),
    ("24-48 uur", "24 to 48 hours"),
    ("7 <b>jaar</b>", "<b>7</b>&nbsp;years"),
    ("jonger dan 16 jaar", "under the age of 16"),
    ("jonger dan zestien jaar (16)", "under 16"),
    ("eens per jaar", "annually"),
    ("om de twee jaar", "every two years"),
    ("7 jaar, ja: zeven jaar", "7 years"),
    ("op 26 oktober 2022", "on October 26th, 2022"),
    ("26-10-2022", "26 October 2022"),
    ("2022-10-26", "the 26th of October 2022"),
    ("1 mei 2018", "1st May 2018"),
    ("in mei 2018", "in May 2018"),
    ("artikel 6 mag gelden", "article 6 may apply"),
    ("€ 1.000,50", "€1,000.50"),
    ("€ 1.000,50", "EUR 1000.50"),
    ("€ 50,-", "50 euros"),
    ("20 miljoen euro", "€20 million"),
    ("10 %", "10 per cent"),
    ("tien procent", "10%"),
    ("2,5%", "2.5%"),
    ("10 MB", "10MB"),
    ("bel 020 615 9155", "call +31 20 615 9155"),
    ("bel +31 (0)20 615 91 55", 'call <a href="tel:+31206159155">us</a>'),
    ("info@cpro.nl", '<a href="mailto:Info@cpro.nl?subject=x">mail us</a>'),
    ("https://cpro.nl/nl/privacy/", "https://www.cpro.nl/en/privacy"),
    ('<a href="/nl/privacybeleid/">x</a>', '<a href="/en/privacy-policy/">x</a>'),
    ("https://google.com/privacy?hl=nl", "https://google.com/privacy?hl=en"),
    ("https://nl.wikipedia.org/wiki/Wet", "https://en.wikipedia.org/wiki/Law"),
    ("KvK 27347391", "Chamber of Commerce 27347391"),
    ("artikel 6, lid 1, onder f", "article 6(1)(f)"),
    ("<ul><li>a</li></ul>", "<ol><li>b</li></ol>"),
    ("acht is twee keer vier", "respects"),
]  # fmt: skip
DIFFERENT = [
    ("7 jaar", "5 years", "periods", "7 jaar", "5 years"),
    ("zeven jaar", "five years", "periods", "zeven jaar", "five years"),
    ("een week", "a month", "periods", "een week", "a month"),
    ("7 jaar", "7 months", "periods", "7 jaar", "7 months"),
    ("7 jaar, artikel 7", "7 months, article 7", "periods", "7 jaar", "7 months"),
    ("72 uur", "3 days", "periods", "72 uur", "3 days"),
    ("5 werkdagen", "5 days", "periods", "5 werkdagen", "5 days"),
    ("twee weken", "for some time", "periods", "twee weken", ""),
    ("2 tot 4 weken", "2 to 6 weeks", "periods", "4 weken", "6 weeks"),
    ("7 jaar, 7 jaar, 5 jaar", "7 years, 5 years, 5 years", "periods", "7 jaar", "5 years"),
    ("26 oktober 2022", "26 October 2023", "dates", "26 oktober 2022", "26 October 2023"),
    ("1 mei", "1 June", "dates", "1 mei", "1 June"),
    ("€ 1.000", "€ 100", "amounts", "€ 1.000", "€ 100"),
    ("€ 20 miljoen", "€ 20", "amounts", "€ 20 miljoen", "€ 20"),
    ("€ 10", "$ 10", "amounts", "€ 10", "$ 10"),
    ("10%", "12%", "amounts", "10%", "12%"),
    ("020 615 9155", "020 615 9156", "phones", "020 615 9155", "020 615 9156"),
    ("a@cpro.nl", "b@cpro.nl", "emails", "a@cpro.nl", "b@cpro.nl"),
    ("KvK 27347391", "CoC 27347392", "numbers", "27347391", "27347392"),
    ("https://a.nl/x", "https://b.nl/x", "urls", "https://a.nl/x", "https://b.nl/x"),
    ('<a href="#a">x</a>', '<a href="#b">x</a>', "anchors", "#a", "#b"),
]  # fmt: skip


def found(value: Document) -> list[Finding]:
    return list(parity(value))


@pytest.mark.parametrize(("dutch", "english"), SAME)
def test_what_says_the_same_is_no_difference(dutch: str, english: str) -> None:
    assert found(both(f"<p>{dutch}</p>", f"<p>{english}</p>")) == []


@pytest.mark.parametrize(("dutch", "english"), SAME)
def test_the_rules_hold_for_plain_lines_too(dutch: str, english: str) -> None:
    if "<" not in dutch + english:
        heading = {"nl": dutch, "en": english}
        assert found(document(section(heading=heading))) == []


@pytest.mark.parametrize(
    ("dutch", "english", "code", "first", "second"),
    DIFFERENT,
)
def test_a_difference_names_both_sides(
    dutch: str, english: str, code: str, first: str, second: str
) -> None:
    (one,) = found(both(f"<p>{dutch}</p>", f"<p>{english}</p>"))
    assert (one.code, one.severity) == (code, "error")
    assert (one.params["first"], one.params["second"]) == (first, second)
    assert (one.section, one.anchor, one.entry) == ("s1", "retention", "")


def test_the_message_quotes_both_languages() -> None:
    (one,) = found(both("<p>7 jaar</p>", "<p>5 years</p>"))
    with override("en"):
        assert describe(one) == 'Dutch says "7 jaar", English says "5 years".'


def test_what_only_one_language_says_is_said_so() -> None:
    for texts in (("<p>7 jaar</p>", "<p>x</p>"), ("<p>x</p>", "<p>7 years</p>")):
        (one,) = found(both(*texts))
        with override("en"):
            assert "lacks this period" in describe(one)


def test_lists_of_another_length_are_found_field_by_field() -> None:
    three = "<ul><li>a</li><li>b</li><li>c</li></ul>"
    two = "<ul><li>a</li><li>b</li></ul>"
    (one,) = found(both(three, two))
    assert (one.code, one.params["field"]) == ("items", "intro")
    with override("en"):
        assert describe(one) == ("In the text above Dutch has 3 list items, English 2.")


def test_tables_of_another_length_are_found() -> None:
    row = "<tr><td>a</td></tr>"
    (one,) = found(both(f"<table>{row * 2}</table>", f"<table>{row}</table>"))
    assert one.code == "rows"


def test_a_difference_in_an_entry_has_the_entry_as_its_place() -> None:
    wrong = entry(description={"nl": "<p>1 jaar</p>", "en": "<p>2 years</p>"})
    (one,) = found(document(section(entries=(entry("e0"), wrong))))
    assert one.entry == "e1"


def test_localised_attributes_are_compared() -> None:
    wrong = entry(attributes={"starts": {"nl": "na 1 jaar", "en": "after 2 years"}})
    (one,) = found(document(section(entries=(wrong,))))
    assert one.code == "periods"


def test_texts_may_move_between_the_fields_of_a_section() -> None:
    moved = section(
        {"nl": "<p>7 jaar</p>", "en": "<p>x</p>"},
        outro={"nl": "<p>x</p>", "en": "<p>7 years</p>"},
    )
    assert found(document(moved)) == []


def test_a_text_that_is_not_translated_is_no_difference() -> None:
    assert found(document(section({"nl": "<p>7 jaar</p>"}))) == []


def test_another_path_on_the_same_host_is_only_a_warning() -> None:
    (one,) = found(both("<p>https://a.nl/recht</p>", "<p>https://a.nl/law</p>"))
    assert (one.code, one.severity) == ("urls", "warning")


def test_links_marked_with_another_language_may_differ() -> None:
    dutch = '<p><a href="https://a.nl/wet" hreflang="nl">wet</a></p>'
    english = '<p><a href="https://b.eu/act" hreflang="en">act</a></p>'
    assert found(both(dutch, english)) == []


def test_a_third_language_is_compared_in_what_needs_no_words() -> None:
    texts = {
        "nl": "<p>a@b.nl, 7 jaar</p>", "en": "<p>a@b.nl, 7 years</p>",
        "de": "<p>c@b.nl, 9 Jahre</p>",
    }  # fmt: skip
    three = document(section(texts), languages=("nl", "en", "de"))
    assert [(one.code, one.params["second_language"]) for one in found(three)] == [
        ("emails", "de")
    ]
