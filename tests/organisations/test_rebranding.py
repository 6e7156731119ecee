"""A renamed brand: its old address says so in both languages and leads on (F31)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from lxml import html

from organisations.models import Organisation, Rebranding
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return world.organisation("acme", logo="logos/cpro.svg")


@pytest.fixture
def moved(organisation: Organisation) -> Rebranding:
    row = Rebranding(
        old_host="old.localhost",
        old_name="Old Brand",
        organisation=organisation,
        paths="/privacy /nl/privacybeleid/",
    )
    row.full_clean()
    row.save()
    return row


def get(path: str, host: str = "old.localhost") -> Any:
    return Client().get(path, headers={"host": host})


def test_the_notice_names_both_brands_in_both_languages(moved: Rebranding) -> None:
    page = get("/")
    assert page.status_code == 200
    for words in ("Old Brand", "Acme", 'lang="nl"', 'lang="en"', "noindex"):
        assert words in page.text
    assert 'src="/static/logos/cpro.svg"' in page.text
    assert get("/static/logos/cpro.svg")["Content-Type"] == "image/svg+xml"
    assert 'href="http://acme.localhost:8000/nl/"' in page.text
    assert 'href="http://acme.localhost:8000/en/"' in page.text


def test_a_mapped_path_is_kept(moved: Rebranding) -> None:
    for path in ("/privacy", "/privacy/"):
        assert 'href="http://acme.localhost:8000/nl/privacybeleid/"' in get(path).text


def test_the_notice_promises_no_page_that_the_button_does_not_lead_to(
    moved: Rebranding,
) -> None:
    moving, first = "page that you are looking for has moved", "the first page of our"
    for path, said, unsaid in (
        ("/privacy", moving, first), ("/blog/foo", first, moving),
        ("/en/privacy-policy/", first, moving), ("/", first, moving),
    ):  # fmt: skip
        (words,) = html.fromstring(get(path).content).cssselect("section[lang=en]")
        text = " ".join(words.text_content().split())
        assert said in text, path
        assert unsaid not in text, path


def test_the_foot_of_the_notice_is_in_both_languages_too(moved: Rebranding) -> None:
    for path in ("/", "/en/"):
        page = html.fromstring(get(path).content)
        lines = {p.get("lang"): p.text_content() for p in page.cssselect("footer p")}
        assert "Deze pagina plaatst geen cookies" in lines["nl"]
        assert "This page sets no cookies" in lines["en"]


def test_it_can_be_a_permanent_redirect_instead(moved: Rebranding) -> None:
    moved.mode = Rebranding.Mode.REDIRECT
    moved.save()
    answer = get("/privacy/")
    assert answer.status_code == 301
    assert answer["Location"] == "http://acme.localhost:8000/nl/privacybeleid/"
    assert get("//evil.example/")["Location"] == "http://acme.localhost:8000/"


def test_a_path_of_another_organisations_host_can_be_rebranded(
    organisation: Organisation,
) -> None:
    world.organisation("bolt")
    row = Rebranding(
        old_host="bolt.localhost", old_path="/acme/", old_name="Bolt Acme",
        organisation=organisation,
    )  # fmt: skip
    row.full_clean()
    row.save()
    assert "Bolt Acme" in get("/acme/x", "bolt.localhost").text
    assert get("/nl/nothing/", "bolt.localhost").status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"old_host": "acme.localhost"}, "circle"),
        ({"old_host": "acme.localhost", "old_path": "/a/"}, "circle"),
        ({"old_host": "localhost"}, "admin"),
        ({"old_host": "http://x"}, "host name"),
        ({"paths": "/a https://evil.example"}, "/old/path"),
        ({"paths": "/a //evil.example"}, "/old/path"),
        ({"paths": "/a /\\evil.example"}, "/old/path"),
        ({"old_path": "x"}, "slash"),
    ],
)
def test_circles_and_foreign_targets_are_refused(
    organisation: Organisation, changes: dict[str, str], words: str
) -> None:
    facts = {"old_host": "old.localhost", "old_name": "Old", **changes}
    from django.utils import translation

    with translation.override("en"), pytest.raises(ValidationError, match=words):
        Rebranding(organisation=organisation, **facts).full_clean()


def test_an_organisation_without_a_host_is_no_target() -> None:
    bare = Organisation.objects.create(slug="bare", trade_name="B", legal_name="B")
    with pytest.raises(ValidationError):
        Rebranding(
            old_host="old.localhost", old_name="O", organisation=bare
        ).full_clean()


def test_a_rebranded_host_cannot_become_a_host(moved: Rebranding) -> None:
    from organisations.models import Host

    with pytest.raises(ValidationError):
        Host(name="old.localhost", organisation=moved.organisation).full_clean()
