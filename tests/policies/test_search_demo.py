"""Whatever a reader sees in the demo's texts is found, where it stands."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.utils import timezone

from policies import paths
from policies.models import Policy, Version
from policies.searching.passages import passages
from tests.page_words import bare, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_demo")]
LANGUAGES = ("nl", "en")
FURNITURE = ".section-links, .record, .page-only, .untranslated-note, .in-short"


@pytest.fixture
def in_force() -> list[Version]:
    """What readers find in the demo."""
    found = Version.objects.latest_of(Policy.objects.all(), timezone.now())
    versions = list(found.select_related("policy__organisation"))
    assert len(versions) > 4
    return versions


def visit(version: Version, path: str, **query: str) -> BeautifulSoup:
    """A page of the organisation whose text it is."""
    hosts = version.policy.organisation.hosts
    host = hosts.filter(canonical=True).values_list("name", flat=True).get()
    answer = Client(HTTP_HOST=host).get(path, query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def own_words(element: Tag, language: str) -> list[str]:
    """What stands in it, and not in a part with an address of its own."""
    for part in element.select(f"[lang]:not([lang={language}])"):
        part.decompose()  # not translated yet
    return bare(words(element.get_text(" ")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_page_is_in_the_passage_where_it_stands(
    in_force: list[Version], language: str
) -> None:
    for version in in_force:
        found = {p.anchor: p for p in passages(version.document, language)}
        text = visit(version, version.policy.path(language)).select_one("article .text")
        assert text is not None
        for furniture in text.select(FURNITURE):
            furniture.decompose()
        for element in reversed(text.select("[id]")):
            anchor = str(element["id"])
            if anchor not in found:
                continue
            passage = found.pop(anchor)
            element.extract()
            said = bare(words(f"{passage.heading} {passage.text}"))
            assert set(own_words(element, language)) <= set(said), anchor
        assert not found
        assert not own_words(text, language)


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("nl", "verwerkersovereenkomst"),
        ("en", "processing agreement"),
        ("nl", "Rijnlandlaan"),
        ("nl", "postbus"),
        ("nl", "telefonisch"),
        ("nl", "doorgiftemechanisme"),
        ("nl", "recht op inzage"),
    ],
)
def test_labels_links_addresses_and_everyday_names_are_found(
    in_force: list[Version], language: str, query: str
) -> None:
    version = next(v for v in in_force if v.policy.organisation.slug == "cpro")
    page = visit(version, paths.own(language, "search"), q=query)
    assert page.select(".hits mark")


def test_nothing_that_is_found_says_only_yes_or_no(in_force: list[Version]) -> None:
    for version in in_force:
        for language in LANGUAGES:
            for passage in passages(version.document, language):
                lines = passage.text.lower().splitlines()
                assert not {"ja", "nee", "yes", "no"} & set(lines), passage.anchor
