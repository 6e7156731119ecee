"""The summary at the top: made from the structure, says nothing that the text doesn't."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils.translation import override

from policies.document import Document, Entry, Section
from policies.rendering import DocumentView
from policies.summary import Summary

FACTS = {"controller": "Acme B.V.", "email": "hi@acme.example", "trade_name": "Acme"}


def entry(key: str, **attributes: object) -> Entry:
    return Entry(
        key,
        term={"nl": f"{key} nl", "en": f"{key} en"},
        description={"nl": "<p>Uitleg.</p>", "en": "<p>Explained.</p>"},
        attributes=attributes,
    )


def summary(*sections: Section, language: str = "en") -> Summary:
    document = Document("privacy", {"en": "P"}, sections=sections, organisation=FACTS)
    return Summary(DocumentView(document, language))


def section(kind: str, *entries: Entry, **attributes: object) -> Section:
    return Section(kind, kind, kind, entries=entries, attributes=attributes)


def said(found: Summary) -> dict[str, tuple[str, ...]]:
    with override("en"):
        return {str(s.label): s.names for s in found.surprises}


def html(found: Summary) -> BeautifulSoup:
    with override(found.language):
        return BeautifulSoup(
            render_to_string("policies/_summary.html", {"summary": found}), "lxml"
        )


def test_free_text_alone_has_no_summary() -> None:
    assert not summary(section("free_text"))


def test_purposes_and_rights_open_in_place_and_lead_to_the_text() -> None:
    found = summary(
        section("purposes", entry("sell", bases=["6-1-a"])),
        section("rights", entry("access", right="15", ask=True)),
    )
    page = html(found)
    assert [e.term.html for e in found.purposes] == ["sell en"]
    inner = page.select("details details")
    assert [d.summary.get_text() for d in inner if d.summary] == [
        "sell en",
        "access en",
    ]
    assert "Consent" in inner[0].get_text()
    assert inner[0].select_one("a[href='#purposes-sell']")
    assert inner[1].select_one("a[href^='mailto:hi@acme.example?']")


def test_the_text_of_a_closed_line_is_in_the_page_to_be_found() -> None:
    page = html(summary(section("purposes", entry("sell"))))
    assert "Explained." in page.get_text()
    assert not page.select("[hidden]")


def test_nothing_in_the_summary_has_an_id_that_the_text_has_too() -> None:
    found = summary(section("purposes", entry("sell")), section("rights", entry("see")))
    assert not html(found).select("[id]")


def test_countries_outside_the_eea_surprise_and_those_inside_do_not() -> None:
    found = summary(
        section("processors", entry("a", country="US"), entry("b", country="NL")),
        section("transfers", entry("c", country="IN"), entry("d", country="US")),
    )
    assert said(found) == {
        "Data go to countries outside the European Economic Area": (
            "United States",
            "India",
        )
    }
    assert found.surprises[0].anchor == "processors"


def test_sensitive_foreign_and_derived_data_surprise() -> None:
    found = summary(
        section(
            "data_categories",
            entry("health", bases=["6-1-a", "9-2-a"], sources=["subject"]),
            entry("score", sources=["derived"]),
            entry("name", sources=["subject", "third_party"]),
        )
    )
    assert said(found) == {
        "Sensitive data (article 9 GDPR)": ("health en",),
        "Data that we derive about you": ("score en",),
        "Data that do not come from you": ("name en",),
    }


def test_computers_that_decide_surprise_only_when_they_do() -> None:
    assert not summary(section("automated_decisions", in_use=False)).surprises
    assert said(summary(section("automated_decisions", in_use=True))) == {
        "A computer takes decisions about you": ()
    }


def test_cookies_of_others_surprise() -> None:
    found = summary(
        section(
            "cookie_table",
            entry("_ga", party="third", provider="Google"),
            entry("own", party="first", provider="Acme"),
        )
    )
    assert said(found) == {"Cookies of other companies": ("Google",)}


def test_a_long_list_says_how_many_more_there_are() -> None:
    page = html(summary(section("purposes", *(entry(f"p{n}") for n in range(7)))))
    line = page.select_one("summary span:-soup-contains('p0')")
    assert line is not None
    assert line.get_text() == "p0 en · p1 en · p2 en · p3 en and 3 more"


def test_the_time_to_read_counts_every_word_of_the_text() -> None:
    long = Entry("long", description={"en": f"<p>{'<b>word</b> ' * 1000}</p>"})
    assert summary(section("purposes", long)).minutes == 5
    assert summary(section("purposes", entry("short"))).minutes == 1
