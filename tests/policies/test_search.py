"""Search: by stems, in what is in force, in the language of the page, on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from policies.actions.withdraw import withdraw
from policies.compiling import draft_of, fill_draft
from policies.document import Entry, Section
from policies.models import IndexedPassage, Policy
from policies.searching import showing
from policies.searching.passages import passages
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


def test_a_long_text_is_shown_around_the_word() -> None:
    text = "lorem ipsum " * 60 + "bewaren " + "dolor sit " * 60
    part = showing.around(text, "BEWAREN", "nl")
    assert "bewaren" in part
    assert part.startswith("… ")
    assert part.endswith(" …")
    assert len(part) < 300
