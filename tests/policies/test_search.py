"""Search: by stems, in what is in force, in the language of the page, on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import seeding
from policies.actions.withdraw import withdraw
from policies.compiling import draft_of, fill_draft
from policies.document import Entry, Section
from policies.models import IndexedPassage, Policy
from policies.searching import finding, showing, stems
from policies.searching.passages import passages
from policies.searching.stopwords import COMMON
from tests import world

pytestmark = pytest.mark.django_db

SECTION = Section(
    id="store",
    anchor="store",
    kind="processors",
    heading={"nl": "Waar wij het bewaren", "en": "Where we store it"},
    intro={
        "nl": "<p>Wij bewaren klantgegevens in Zürich.</p>",
        "en": "<p>We are storing customers' data in Zürich.</p>",
    },
    entries=(
        Entry(
            "acme-cloud",
            term={"nl": "Wolk B.V.", "en": "Wolk B.V."},
            description={"nl": "<p>Opslag &amp; <b>back-up</b></p>"},
            attributes={"country": "US"},
        ),
    ),
)


def publish(policy: Policy, on: str = "2024-01-01") -> Any:
    draft = draft_of(policy)
    document = world.document()
    fill_draft(draft, replace(document, sections=(*document.sections, SECTION)))
    draft.save()
    return world.published(policy, on)


@pytest.fixture
def policy() -> Policy:
    made = world.policy(world.organisation())
    publish(made)
    return made


def search(query: str, path: str = "/nl/zoeken/", host: str = "acme") -> BeautifulSoup:
    answer = Client(HTTP_HOST=f"{host}.localhost").get(path, {"q": query})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def places(page: BeautifulSoup) -> list[str]:
    return [str(link["href"]) for link in page.select(".hits a")]


@pytest.mark.parametrize("query", ["BEWAREN", "bewar", "bewaren klanten", "Zürich"])
def test_another_form_of_a_dutch_word_finds_the_section(
    policy: Policy, query: str
) -> None:
    assert "/nl/privacy/#store" in places(search(query))


@pytest.mark.parametrize("query", ["stored", "storing customer"])
def test_another_form_of_an_english_word_finds_the_section(
    policy: Policy, query: str
) -> None:
    assert places(search(query, "/en/search/"))[0] == "/en/privacy/#store"


@pytest.mark.parametrize(
    ("query", "path"),
    [("het bewaren van klantgegevens", "/nl/zoeken/"), ("what of it do you store",
     "/en/search/")],
)  # fmt: skip
def test_words_that_every_text_has_are_left_out_of_a_question(
    policy: Policy, query: str, path: str
) -> None:
    page = search(query, path)
    assert any(place.endswith("#store") for place in places(page))
    assert {"van", "it"}.isdisjoint(m.get_text() for m in page.select("mark"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_common_word_makes_a_question_find_less(
    policy: Policy, language: str
) -> None:
    version = policy.versions.get().pk
    word = {"nl": "klantgegevens", "en": "customers"}[language]
    found = finding.find([version], language, word)
    assert found
    for common in COMMON[language]:
        assert finding.find([version], language, f"{common} {word}") == found


@pytest.mark.parametrize(
    "query", ["615", "6159155", "vragen", "example", "bezwaar", "2-0", "script"]
)
def test_a_part_of_an_address_or_a_number_is_found(policy: Policy, query: str) -> None:
    world.rewrite(
        policy,
        "Bel +31 20 615 9155 of 020-6159155, schrijf aan vragen@acme.nl, lees"
        " www.example.nl/bezwaar of TCF2.0, en schrijf &lt;script&gt; niet.",
    )
    world.published(policy, "2024-02-01")
    assert places(search(query)) == ["/nl/privacy/#intro"]


def test_all_words_have_to_be_there(policy: Policy) -> None:
    page = search("bewaren giraffe")
    assert places(page) == []
    assert "Niets gevonden" in page.get_text() or "Nothing" in page.get_text()


def test_a_row_is_found_with_what_stands_beside_it(policy: Policy) -> None:
    assert places(search("Verenigde Staten")) == ["/nl/privacy/#store-acme-cloud"]


def test_a_text_in_the_other_language_is_not_found(policy: Policy) -> None:
    assert places(search("opslag", "/nl/privacy/zoeken/"))
    assert not places(search("opslag", "/en/privacy/search/"))


def test_a_heading_counts_for_more_than_a_text(policy: Policy) -> None:
    assert places(search("termijnen"))[0] == "/nl/privacy/#retention"


def test_what_is_found_is_marked_and_the_text_is_escaped(policy: Policy) -> None:
    page = search("back")
    found = page.select_one(".hits p")
    assert found is not None
    assert found.mark is not None
    assert found.mark.get_text() == "back"
    assert "Opslag & " in found.get_text()


def test_a_question_is_shown_as_text(policy: Policy) -> None:
    answer = Client(HTTP_HOST="acme.localhost").get(
        "/nl/zoeken/", {"q": '"><script>alert(1)</script>'}
    )
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    "query",
    ["", " ", "'", '"', "*", "a*", "OR", "NOT", "a AND", "NEAR(a b)", "x:y", ":*",
     "heading : a", "(", "|", "& !", "é" * 500, "a " * 300, "🍪", "%", "\\",
     "ﾞ", "bewaren ﾟ"],
)  # fmt: skip
def test_whatever_is_asked_gets_an_answer(policy: Policy, query: str) -> None:
    search(query)


def test_the_next_version_is_not_found_before_its_day(policy: Policy) -> None:
    world.rewrite(policy, "olifant")
    world.published(policy, timezone.now() + dt.timedelta(days=3))
    assert places(search("olifant")) == []
    assert places(search("eerste")) == ["/nl/privacy/#intro"]


def test_an_earlier_version_is_not_found_any_more(policy: Policy) -> None:
    world.rewrite(policy, "olifant")
    world.published(policy, "2024-02-01")
    assert places(search("eerste")) == []
    assert places(search("olifant")) == ["/nl/privacy/#intro"]


def test_a_withdrawn_text_is_not_found(policy: Policy) -> None:
    version = policy.versions.get()
    withdraw(None, version, {"nl": "Fout.", "en": "Wrong."})
    assert places(search("bewaren")) == []
    answer = Client(HTTP_HOST="acme.localhost").get("/nl/privacy/zoeken/?q=bewaren")
    assert answer.status_code == 404


def test_another_organisations_texts_are_not_found(policy: Policy) -> None:
    world.published(world.policy(world.organisation("bolt"), words="giraffe"))
    assert places(search("giraffe")) == []
    assert places(search("giraffe", host="bolt")) == ["/nl/privacy/#intro"]


def test_a_question_to_one_organisation_reads_no_words_of_another(
    policy: Policy,
) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL has one index for all
    other = world.published(world.policy(world.organisation("bolt"), words="giraffe"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT heading || ' ' || text FROM policies_words")
        indexed = [word for (line,) in cursor.fetchall() for word in line.split()]
    owners = {policy.organisation_id, other.policy.organisation_id}
    begin = tuple(stems.scope(owner, code) for owner in owners for code in ("nl", "en"))
    assert indexed
    assert all(word.startswith(begin) for word in indexed)
    assert stems.scope(other.policy.organisation_id, "nl") + "giraffe" in indexed


def test_what_was_copied_for_a_measurement_is_found_where_it_belongs() -> None:
    seeding.organisations(12)
    page = search("gegeven", host="org00010")
    assert len(places(page)) > 3
    assert IndexedPassage.objects.values("version").distinct().count() == 12


def test_within_a_policy_the_others_are_left_out(policy: Policy) -> None:
    other = world.policy(policy.organisation, slug="cookies", words="eerste")
    world.published(other)
    assert len(places(search("eerste"))) == 2
    assert places(search("eerste", "/nl/cookies/zoeken/")) == ["/nl/cookies/#intro"]


def test_a_search_takes_few_queries(
    policy: Policy, django_assert_max_num_queries: Any
) -> None:
    client = Client(HTTP_HOST="acme.localhost")
    with django_assert_max_num_queries(7):
        client.get("/nl/zoeken/", {"q": "bewaren"})


def test_every_passage_has_an_address_on_the_page(policy: Policy) -> None:
    for language, path in (("nl", "/nl/privacy/"), ("en", "/en/privacy/")):
        answer = Client(HTTP_HOST="acme.localhost").get(path)
        page = BeautifulSoup(answer.content, "lxml")
        document = policy.versions.get().document
        for passage in passages(document, language):
            assert page.select_one(f'[id="{passage.anchor}"]')


def test_a_version_is_indexed_once(policy: Policy) -> None:
    from policies.searching import index

    count = IndexedPassage.objects.count()
    assert count
    index.add(policy.versions.get())
    assert IndexedPassage.objects.count() == count


def test_an_index_made_anew_has_what_is_in_force_and_what_is_to_come(
    policy: Policy,
) -> None:
    from policies.searching import index

    world.rewrite(policy, "tweede")
    world.published(policy, "2025-01-01")
    world.rewrite(policy, "derde")
    ahead = world.published(policy, timezone.now() + dt.timedelta(days=9))
    index.clear()
    index.add_missing()
    found = set(IndexedPassage.objects.values_list("version__number", flat=True))
    assert found == {2, ahead.number}
    assert search("tweede").select("main mark")
    with CaptureQueriesContext(connection) as asked:
        index.add_missing()
    assert not [q for q in asked if "INSERT" in q["sql"]]


def test_a_long_text_is_shown_around_the_word() -> None:
    text = "lorem ipsum " * 60 + "bewaren " + "dolor sit " * 60
    part = showing.around(text, "BEWAREN", "nl")
    assert "bewaren" in part
    assert part.startswith("… ")
    assert part.endswith(" …")
    assert len(part) < 300
