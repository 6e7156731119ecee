"""The public templates: every kind prints all it has, in both languages, cleanly."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from policies import kinds
from policies.document import Document, Entry, Section
from policies.kinds.attributes import Attribute, Choice, Choices, LocalList
from policies.kinds.base import Kind
from policies.rendering import DocumentView
from policies.templatetags.public_pages import contents, day, embedded

KINDS = sorted(kinds.all_kinds())
LANGUAGES = ("nl", "en")
FACTS = {
    "trade_name": "Acme", "controller": "Acme B.V.", "street": "Dam 1", "city": "Delft",
    "country": "NL", "phone": "+31206159155", "email": "hi@acme.example",
    "kvk": "12345678", "dpo_name": {"nl": "De FG", "en": "The DPO"},
    "covered_domains": ["https://acme.example/"],
    "authority": {"name": {"nl": "AP", "en": "DPA"}, "url": "https://ap.example/"},
}  # fmt: skip
BY_SCHEMA: dict[str, Any] = {
    "Flag": True, "Duration": "P7Y", "Day": "2022-10-26", "Country": "US",
    "Url": "https://acme.example/more", "Email": "dpo@acme.example",
    "Phone": "+31206159155", "Line": "a-line",
}  # fmt: skip


def value(attribute: Attribute) -> Any:
    match attribute:
        case Choices():
            return [code for code, _ in attribute.choices]
        case Choice():
            return attribute.choices[0][0]
        case LocalList():
            return [{"nl": "een ding", "en": "a thing"}]
        case _ if attribute.localised:
            return {"nl": f"{attribute.name} nl", "en": f"{attribute.name} en"}
    return BY_SCHEMA[type(attribute).__name__]


def full(kind: Kind) -> tuple[Entry, ...]:
    """An entry with everything, one of each text alone, one in Dutch only."""
    if not kind.has_entries:
        return ()
    term = {"nl": "Term één", "en": "Term one"} if kind.term else {}
    words = {"nl": "<p>Woorden één</p>", "en": "<p>Words one</p>"}
    return (
        Entry("a", term=term, description=words,
              attributes={a.name: value(a) for a in kind.attributes}),
        Entry("b", term={"nl": "Term twee", "en": "Term two"}),
        Entry("c", description={"nl": "<p>Woorden 3</p>", "en": "<p>Words 3</p>"}),
        Entry("d", term={"nl": "Vier"}, description={"nl": "<p>Alleen Nederlands</p>"}),
    )  # fmt: skip


def section(kind: Kind, entries: tuple[Entry, ...], anchor: str) -> Section:
    return Section(
        id=anchor,
        anchor=anchor,
        kind=kind.name,
        heading={"nl": "Kop", "en": "Head"},
        intro={
            "nl": f'<p>Begin <a href="#{anchor}">hier</a></p>',
            "en": "<p>Begin</p>",
        },
        entries=entries,
        outro={"nl": "<p>Slot</p>", "en": "<p>End</p>"},
        attributes={a.name: value(a) for a in kind.section_attributes}
        if entries
        else {},
    )


def document(*sections: Section) -> Document:
    return Document(
        kind="privacy",
        title={"nl": "Beleid", "en": "Policy"},
        organisation=FACTS,
        sections=sections,
    )


def rendered(view: DocumentView, template: str = "policies/policy.html") -> str:
    page = {
        "language": view.language,
        "title": "x",
        "switch": [{"code": "nl", "label": "Nederlands", "url": "/nl/x/"}],
    }
    version = {
        "number": 3,
        "effective_from": dt.datetime(2022, 10, 25, 23, 30, tzinfo=dt.UTC),
        "state": "in_force",
        "digest": view.document.digest(),
    }
    context = {"page": page, "document": view, "version": version}
    with override(view.language):
        return render_to_string(template, context)


def words(html: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KINDS)
def test_a_section_of_each_kind_prints_every_text(name: str, language: str) -> None:
    kind = kinds.get(name)
    entries = full(kind)
    html = rendered(DocumentView(document(section(kind, entries, "s")), language))
    expected = (
        ["Kop", "Begin", "Slot"] if language == "nl" else ["Head", "Begin", "End"]
    )
    expected += [
        words(texts.get(language) or texts.get("nl", ""))
        for entry in entries
        for texts in (entry.term, entry.description)
    ]
    text = words(html[html.index('<section id="s"') :])
    missing = [line for line in expected if line not in text]
    assert not missing
    assert text.index(expected[0]) < text.index(expected[1]) < text.index(expected[2])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("filled", [True, False])
def test_ids_are_unique_and_no_style_or_script_stands_in_the_page(
    language: str, filled: bool
) -> None:
    sections = [
        section(kinds.get(name), full(kinds.get(name)) if filled else (), f"s{at}")
        for at, name in enumerate(KINDS)
    ]
    html = rendered(DocumentView(document(*sections), language))
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    for anchor in re.findall(r'href="#([^"]+)"', html):
        assert anchor in ids
    assert not re.search(r"\sstyle\s*=", html.split("</head>")[1])
    assert "<script" not in html


# A P3P statement's description stands below its lists.
PAIRS = [n for n in KINDS if kinds.get(n).term and n != "p3p_statements"]


@pytest.mark.parametrize("name", PAIRS)
def test_nothing_stands_between_a_term_and_its_description(name: str) -> None:
    kind = kinds.get(name)
    entries = full(kind)
    text = words(rendered(DocumentView(document(section(kind, entries, "s")), "en")))
    assert "Term one Words one" in text


def test_what_is_not_translated_carries_its_language() -> None:
    kind = kinds.get("data_categories")
    html = rendered(DocumentView(document(section(kind, full(kind), "s")), "en"))
    assert '<span lang="nl">Vier</span>' in html
    assert '<div lang="nl"><p>Alleen Nederlands</p></div>' in html


def test_each_section_leads_to_itself_in_the_other_language() -> None:
    kind = kinds.get("free_text")
    html = rendered(DocumentView(document(section(kind, (), "who")), "en"))
    assert 'href="/nl/x/#who" hreflang="nl"' in html


def test_days_are_those_of_the_time_zone_in_the_page_s_language() -> None:
    evening = dt.datetime(2022, 10, 25, 23, 30, tzinfo=dt.UTC)
    assert day(evening, "nl") == '<time datetime="2022-10-26">26 oktober 2022</time>'
    assert (
        day("2019-01-25", "en") == '<time datetime="2019-01-25">25 January 2019</time>'
    )
    assert day(None, "nl") == ""


def test_a_right_offers_a_ready_made_mail_in_the_page_s_language() -> None:
    entry = Entry("a", term={"en": "Access"}, attributes={"right": "15", "ask": True})
    html = rendered(
        DocumentView(document(section(kinds.get("rights"), (entry,), "r")), "en")
    )
    assert 'href="mailto:hi@acme.example?subject=Request%20under%20the%20GDPR' in html
    assert "Acme%2C%0D%0A%0D%0A" in html


def test_two_policies_on_one_page_share_no_anchor() -> None:
    free = section(kinds.get("free_text"), (), "who")
    view = DocumentView(document(free), "nl")
    first, second = (embedded(view, prefix)[0] for prefix in ("privacy", "cookie"))
    assert (first.anchor, second.anchor) == ("privacy-who", "cookie-who")
    assert 'href="#privacy-who"' in first.intro.html
    assert first.level == 3


def test_long_contents_name_the_first_level_only() -> None:
    free = kinds.get("free_text")
    child = section(free, (), "child")
    few = [Section("a", "a", heading={"nl": "A"}, sections=(child,))]
    many = [Section(f"s{n}", f"s{n}", heading={"nl": "S"}) for n in range(30)]
    assert contents(DocumentView(document(*few), "nl").sections)[0].lines
    lines = contents(DocumentView(document(*few, *many), "nl").sections)
    assert not lines[0].lines
