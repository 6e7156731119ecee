"""A policy on other sites: the short address, the frame, the checked text."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import html
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from organisations.languages import write
from organisations.models import Organisation
from policies.actions.withdraw import withdraw
from policies.models import Policy
from policies.richtext import sanitise
from tests import page_words, world
from tests.policies.readers_world import visit

pytestmark = pytest.mark.django_db
REASON = {"nl": "Het klopte niet.", "en": "It was wrong."}
FRAME = "/en/privacy/embed/frame/"
FRAGMENT = "/en/privacy/v/1/policy.fragment.html"


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def policy(acme: Organisation) -> Policy:
    made = world.policy(acme)
    world.published(made, "2018-05-25")
    return made


def led(path: str, **headers: str) -> Any:
    browser = Client(headers={"host": "acme.localhost", **headers})
    return browser.get(path)


def code(policy: Policy) -> str:
    return policy.uid.hex[:8]


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("", "nl"), ("en-GB,en;q=0.9", "en"), ("fr,nl;q=0.5", "nl"), ("fr", "nl")],
)
def test_the_short_address_leads_to_the_text_in_the_visitor_s_language(
    policy: Policy, wanted: str, language: str
) -> None:
    for name in (code(policy), "privacy"):
        answer = led(f"/p/{name}/", **{"accept-language": wanted})
        assert answer.status_code == 302
        assert answer["Location"] == f"/{language}/privacy/"
        assert "Accept-Language" in answer["Vary"]
        assert not answer.cookies


def test_the_short_address_can_name_the_language(policy: Policy) -> None:
    answer = led(f"/p/{code(policy)}/en/", **{"accept-language": "nl"})
    assert answer["Location"] == "/en/privacy/"
    assert "Vary" not in answer or "Language" not in answer["Vary"]
    assert led(f"/p/{code(policy)}/fr/").status_code == 404


def test_the_short_address_stays_when_the_policy_is_renamed(policy: Policy) -> None:
    write(policy, "slug", {"nl": "anders", "en": "other"})
    policy.save()
    assert led(f"/p/{code(policy)}/nl/")["Location"] == "/nl/anders/"


def test_a_kind_leads_to_the_first_of_that_kind_that_can_be_read(
    policy: Policy,
) -> None:
    policy.position = 1
    policy.save()
    world.policy(policy.organisation, "draft")
    assert led("/p/privacy/nl/")["Location"] == "/nl/privacy/"
    assert led("/p/cookie/nl/").status_code == 404
    policy.kind = "combined"
    policy.save()
    for kind in ("privacy", "cookie", "combined"):
        assert led(f"/p/{kind}/nl/")["Location"] == "/nl/privacy/"


def test_a_code_of_nothing_or_of_another_s_leads_nowhere(policy: Policy) -> None:
    theirs = world.policy(world.organisation("bolt"))
    world.published(theirs, "2018-05-25")
    draft = world.policy(policy.organisation, "draft")
    for name in (code(theirs), code(draft), "0" * 8, "privac", "zzzzzzzz", "a" * 99):
        assert led(f"/p/{name}/").status_code == 404, name
    assert visit(f"/p/{code(policy)}/", host="localhost").status_code == 404


def test_only_the_frame_may_be_shown_by_other_sites(policy: Policy) -> None:
    answer = visit(FRAME)
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    for path in ("/en/privacy/", "/en/privacy/embed/", "/en/", "/en/subscribe/"):
        page = visit(path)
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY"


def test_a_frame_that_is_unchanged_may_still_be_shown(policy: Policy) -> None:
    """A browser takes the headers of the second answer over into what it has."""
    browser = Client(headers={"host": "acme.localhost"})
    for path in (FRAME, "/en/privacy/policy.fragment.html"):
        etag = browser.get(path)["ETag"]
        again = browser.get(path, headers={"if-none-match": etag})
        assert again.status_code == 304
        for name in ("Content-Security-Policy", "X-Frame-Options"):
            assert name not in again, path
        assert "Cross-Origin-Resource-Policy" not in again, path


def test_the_frame_has_the_text_and_nothing_around_it(policy: Policy) -> None:
    page = visit(FRAME)
    soup = BeautifulSoup(page.text, "lxml")
    assert page_words.of_page(page.text) == page_words.of_page(
        visit("/en/privacy/").text
    )
    assert soup.select("nav, form, script, header.site, footer.site") == []
    assert not page.cookies
    assert '<meta name="robots" content="noindex">' in page.text
    assert policy.versions.get().digest in page.text


def test_what_leads_out_of_the_frame_opens_beside_it(policy: Policy) -> None:
    soup = BeautifulSoup(visit(FRAME).text, "lxml")
    links = soup.select("a[href]")
    assert links
    for found in links:
        inside = str(found["href"]).startswith("#")
        assert found.get("target") == (None if inside else "_blank")


def test_the_frame_follows_the_text_in_force(policy: Policy) -> None:
    world.rewrite(policy, "tweede")
    version = world.published(policy)
    assert "Text tweede." in visit(FRAME).text
    withdraw(None, version, REASON)
    answer = visit(FRAME)
    assert answer.status_code == 410
    assert "frame-ancestors *" in answer["Content-Security-Policy"]


def test_the_fragment_says_what_the_page_says_and_which_version_it_is(
    policy: Policy,
) -> None:
    answer = visit(FRAGMENT)
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    soup = BeautifulSoup(answer.text, "lxml")
    (article,) = soup.select("article")
    version = policy.versions.get()
    assert article["lang"] == "en"
    assert article["data-version"] == "1"
    assert article["data-digest"] == version.digest
    for imprint in soup.select("footer"):
        assert "http://acme.localhost:8000/en/privacy/v/1/" in imprint.text
        imprint.decompose()
    expected = page_words.of_document(version.document, "en")
    assert page_words.words(soup.get_text(" ")) == expected


def test_the_fragment_s_links_lead_here_wherever_it_stands(policy: Policy) -> None:
    section = policy.draft.sections.get(anchor="intro")
    linked = '<p><a href="/en/cookies/">c</a> <a href="#retention">r</a></p>'
    write(section, "intro", {"nl": sanitise(linked), "en": sanitise(linked)})
    section.save()
    world.published(policy)
    text = visit("/en/privacy/v/2/policy.fragment.html").text
    assert 'href="http://acme.localhost:8000/en/cookies/"' in text
    assert 'href="#retention"' in text


def test_the_digests_on_the_page_are_those_of_the_fragment(policy: Policy) -> None:
    page = visit("/en/privacy/embed/")
    text = html.unescape(BeautifulSoup(page.text, "lxml").get_text())
    content = visit(FRAGMENT).content
    digest = hashlib.sha256(content)
    assert digest.hexdigest() in text
    assert f"sha256-{base64.b64encode(digest.digest()).decode()}" in text
    assert f"http://acme.localhost:8000{FRAGMENT}" in text
    assert "<script" not in page.text
    other = visit("/nl/privacy/insluiten/").text
    assert digest.hexdigest() not in other


def test_every_address_on_the_page_is_there(policy: Policy) -> None:
    text = BeautifulSoup(visit("/en/privacy/embed/").text, "lxml").get_text(" ")
    found = set(re.findall(r'http://acme\.localhost:8000(/[^\s"<]*)', text))
    assert len(found) == 4
    for path in found:
        assert visit(path).status_code in (200, 302), path


def test_a_title_adds_no_markup_to_what_is_copied(policy: Policy) -> None:
    write(policy, "title", {"nl": '"><script>', "en": '"><script>alert(1)</script>'})
    policy.save()
    page = visit("/en/privacy/embed/").text
    assert "<script>" not in page
    shown = BeautifulSoup(page, "lxml").select_one("pre")
    assert shown is not None
    assert "<script>alert" not in shown.get_text()
    assert "&lt;script&gt;" in shown.get_text()


def test_only_a_privacy_policy_is_linked_as_one(policy: Policy) -> None:
    assert 'rel="privacy-policy"' in html.unescape(visit("/en/privacy/embed/").text)
    policy.kind = "faq"
    policy.save()
    copied = BeautifulSoup(visit("/en/privacy/embed/").text, "lxml").select("pre")
    assert "privacy-policy" not in "".join(part.get_text() for part in copied)


def test_before_the_first_version_there_is_nothing_to_embed(
    acme: Organisation,
) -> None:
    made = world.policy(acme)
    world.published(made, timezone.now() + dt.timedelta(days=2))
    for path in ("/en/privacy/embed/", FRAME, FRAGMENT, f"/p/{code(made)}/"):
        assert visit(path).status_code == 404


@pytest.mark.parametrize("path", ["/en/privacy/embed/", FRAME])
def test_they_cost_few_queries(
    policy: Policy, path: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(5):
        visit(path)


def test_the_page_of_the_text_leads_to_it(policy: Policy) -> None:
    assert 'href="/en/privacy/embed/"' in visit("/en/privacy/").text
    assert "/embed/" not in visit("/en/privacy/v/1/").text
