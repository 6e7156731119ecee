"""CMS pages as visitors get them: landing page, combined page, and nothing more."""

from __future__ import annotations

import re
from typing import Any

import pytest
from cms.models import Page

from organisations.models import Organisation, Role
from policies.actions.withdraw import withdraw
from policies.models import EmbeddedPolicy, Policy
from privacysite.cms_pages import ensure_landing
from tests import world
from tests.policies import cms_world, evidence_world
from tests.policies.cms_world import get

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Organisation:
    return cms_world.organisation("acme")


@pytest.fixture
def owner(acme: Organisation) -> Any:
    user = world.person("olga", Role.OWNER, acme)
    cms_world.landing(acme, user)
    cms_world.combined(acme, user)
    return user


def test_the_landing_page_lists_the_policies_in_both_languages(owner: Any) -> None:
    dutch, english = get("/nl/").text, get("/en/").text
    assert "<p>Welkom bij acme.</p>" in dutch
    assert 'href="/nl/privacy/">Privacybeleid' in dutch
    assert '<time datetime="2022-10-26">26 oktober 2022</time>' in dutch
    assert "<p>Welcome to acme.</p>" in english
    assert 'href="/en/cookies/">Privacy policy' in english
    assert '<time datetime="2023-01-01">1 January 2023</time>' in english


def test_the_landing_page_costs_at_most_ten_queries(
    owner: Any, django_assert_max_num_queries: Any
) -> None:
    get("/nl/")
    with django_assert_max_num_queries(10):
        get("/nl/")


def test_a_saved_page_with_several_policies_says_what_can_be_checked(
    owner: Any,
) -> None:
    found = evidence_world.on(get("/nl/privacy-en-cookiebeleid/").content)
    assert found.outcome == "unreadable"
    assert "meer dan één beleid" in found.reason


@pytest.mark.parametrize("path", ["/nl/", "/nl/privacy-en-cookiebeleid/"])
def test_a_cms_page_sets_no_cookie_and_may_be_cached(owner: Any, path: str) -> None:
    page = get(path)
    assert page.status_code == 200
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")
    assert page["Content-Language"] == "nl"
    assert page["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "<script" not in page.text
    assert "cms-toolbar" not in page.text
    assert "'sha256-" in page["Content-Security-Policy"]
    again = get(path, **{"if-none-match": page["ETag"]})
    assert again.status_code == 304


def test_the_combined_page_has_each_policy_with_its_own_date_and_contents(
    owner: Any,
) -> None:
    page = get("/nl/privacy-en-cookiebeleid/").text
    assert page.count('<article class="policy embedded"') == 2
    assert "Tekst eerste." in page
    assert "Tekst koekje." in page
    assert "26 oktober 2022" in page
    assert "1 januari 2023" in page
    assert page.count('<nav class="contents"') == 2
    assert len(re.findall("<h1", page)) == 1


def test_no_anchor_stands_twice_on_the_combined_page(owner: Any) -> None:
    page = get("/en/privacy-and-cookies/").text
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {"privacy-retention", "cookie-retention"} <= set(ids)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert set(targets) <= set(ids)


def test_cms_pages_name_their_other_language(owner: Any) -> None:
    page = get("/nl/privacy-en-cookiebeleid/").text
    origin = "http://acme.localhost:8000"
    assert f'rel="canonical" href="{origin}/nl/privacy-en-cookiebeleid/"' in page
    assert f'hreflang="en" href="{origin}/en/privacy-and-cookies/"' in page
    assert f'hreflang="x-default" href="{origin}/nl/privacy-en-cookiebeleid/"' in page
    assert 'href="/en/privacy-and-cookies/" lang="en"' in page
    assert "<title>Privacy- en cookiebeleid · Acme</title>" in page


def test_the_language_is_the_address_s_whatever_the_query_says(owner: Any) -> None:
    page = get("/nl/?language=en")
    assert "Welkom bij acme." in page.text
    assert "Welcome" not in page.text
    assert page["Content-Language"] == "nl"


@pytest.mark.parametrize("query", ["?edit", "?preview", "?structure", "?toolbar_on"])
def test_no_query_opens_the_editor_on_a_public_host(owner: Any, query: str) -> None:
    page = get(f"/nl/{query}")
    assert "cms-toolbar" not in page.text
    assert not page.cookies


def test_another_organisations_page_is_never_served(owner: Any) -> None:
    bolt = cms_world.organisation("bolt")
    assert get("/nl/privacy-en-cookiebeleid/", "bolt.localhost").status_code == 404
    cms_world.landing(bolt)
    assert "bolt" in get("/nl/", "bolt.localhost").text
    assert "acme" not in get("/nl/", "bolt.localhost").text.lower()


def test_an_organisation_without_landing_page_is_not_welcomed_to_django_cms(
    acme: Organisation,
) -> None:
    page = get("/nl/")
    assert page.status_code == 200
    assert "django CMS" not in page.text
    assert "Acme" in page.text


@pytest.mark.parametrize(
    "path", ["/nl/cms_login/", "/nl/cms_wizard/create/", "/nl/start/"]
)
def test_the_cms_own_addresses_do_not_exist_on_public_hosts(
    owner: Any, path: str
) -> None:
    assert get(path).status_code == 404


def test_an_unpublished_page_is_not_found(owner: Any, acme: Organisation) -> None:
    page = Page.objects.get(site=acme.site, reverse_id="combined")
    cms_world.version(page).unpublish(owner)
    assert get("/nl/privacy-en-cookiebeleid/").status_code == 404
    english = get("/en/privacy-and-cookies/")
    assert english.status_code == 200
    assert 'hreflang="nl" href="http://' not in english.text


def test_an_unpublished_landing_page_gives_way_to_a_plain_list(
    owner: Any, acme: Organisation
) -> None:
    page = Page.objects.get(site=acme.site, is_home=True)
    cms_world.version(page).unpublish(owner)
    plain = get("/nl/")
    assert plain.status_code == 200
    assert 'href="/nl/privacy/"' in plain.text


def test_a_draft_goes_live_when_it_is_published_and_not_before(
    owner: Any, acme: Organisation
) -> None:
    page = Page.objects.get(site=acme.site, is_home=True)
    draft = cms_world.version(page).copy(owner)
    words = cms_world.text(page)
    words.body = "<p>Nieuwe tekst.</p>"
    words.save()
    assert "Nieuwe tekst." not in get("/nl/").text
    draft.publish(owner)
    assert "Nieuwe tekst." in get("/nl/").text


def test_making_the_pages_again_leaves_what_editors_wrote(
    owner: Any, acme: Organisation
) -> None:
    page = Page.objects.get(site=acme.site, is_home=True)
    words = cms_world.text(page)
    words.body = "<p>Van de redactie.</p>"
    words.save()
    assert ensure_landing(acme, owner) == page
    cms_world.combined(acme, owner)
    assert Page.objects.filter(site=acme.site).count() == 2
    assert "Van de redactie." in get("/nl/").text


def test_a_withdrawn_policy_disappears_from_the_pages(
    owner: Any, acme: Organisation
) -> None:
    version = Policy.objects.get(organisation=acme, kind="cookie").versions.get()
    withdraw(None, version, {"nl": "Fout.", "en": "Wrong."})
    assert "koekje" not in get("/nl/privacy-en-cookiebeleid/").text
    assert 'href="/nl/cookies/"><' not in get("/nl/").text


def test_a_policy_of_another_organisation_is_not_shown_even_if_its_plugin_got_there(
    owner: Any, acme: Organisation
) -> None:
    bolt = world.organisation("bolt")
    foreign = world.policy(bolt, words="geheim")
    world.published(foreign, "2022-01-01")
    EmbeddedPolicy.objects.update(policy=foreign)
    page = get("/nl/privacy-en-cookiebeleid/")
    assert page.status_code == 200
    assert "geheim" not in page.text
