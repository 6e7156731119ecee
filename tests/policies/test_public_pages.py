"""The public pages: what is in force, what was, what search engines and caches learn."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from organisations.languages import write
from organisations.models import Organisation
from policies.actions.withdraw import withdraw
from policies.models import Policy
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return world.organisation()


@pytest.fixture
def policy(organisation: Organisation) -> Policy:
    """In force since 2018, changed in 2022."""
    made = world.policy(organisation)
    world.published(made, "2018-05-25")
    world.rewrite(made, "tweede")
    world.published(made, "2022-10-26")
    return made


def get(path: str, host: str = "acme.localhost", **headers: str) -> Any:
    return Client().get(path, headers={"host": host, **headers})


def test_the_text_in_force_is_at_the_short_address(policy: Policy) -> None:
    page = get("/nl/privacy/")
    assert page.status_code == 200
    assert "Tekst tweede." in page.text
    assert "7 jaar" in page.text
    assert '<time datetime="2022-10-26">26 oktober 2022</time>' in page.text


def test_the_english_page_is_english(policy: Policy) -> None:
    page = get("/en/privacy/")
    assert "Text tweede." in page.text
    assert "7 years" in page.text
    assert page["Content-Language"] == "en"
    assert '<html lang="en"' in page.text


def test_a_policy_page_costs_at_most_six_queries(
    policy: Policy, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        get("/nl/privacy/")


def test_no_cookie_no_script_no_third_party(policy: Policy) -> None:
    page = get("/nl/privacy/")
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")
    # A block of data is no script: browsers don't run it.
    assert page.text.count("<script") == 1
    assert '<script type="application/ld+json">' in page.text
    csp = page["Content-Security-Policy"]
    assert "default-src 'none'" in csp
    assert "unsafe" not in csp
    assert "'sha256-" in csp


def test_each_version_has_its_own_address_for_ever(policy: Policy) -> None:
    page = get("/nl/privacy/v/1/")
    assert "Tekst eerste." in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert 'rel="canonical" href="http://acme.localhost:8000/nl/privacy/"' in page.text
    assert 'href="/nl/privacy/"' in page.text
    assert get("/nl/privacy/v/3/").status_code == 404


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2018-05-24", None),
        ("2018-05-25", "eerste"),
        ("2022-10-25", "eerste"),
        ("2022-10-26", "tweede"),
        ("2023-02-30", None),
        ("9999-12-31", None),
        ("0001-01-01", None),
    ],
)
def test_the_text_of_a_day(policy: Policy, day: str, words: str | None) -> None:
    for path in (f"/nl/privacy/op/{day}/", f"/en/privacy/on/{day}/"):
        page = get(path)
        assert page.status_code == (200 if words else 404)
        if words:
            assert f" {words}." in page.text


def test_a_scheduled_version_shows_from_its_moment_without_any_job(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.rewrite(policy, "derde")
    ahead = timezone.now() + dt.timedelta(days=30)
    world.published(policy, ahead)
    assert "Tekst derde" not in get("/nl/privacy/").text
    assert "not in force yet" in get("/en/privacy/v/3/").text
    later = ahead + dt.timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "Tekst derde." in get("/nl/privacy/").text
    assert "not in force yet" not in get("/en/privacy/v/3/").text


def test_before_the_first_version_there_is_nothing(organisation: Organisation) -> None:
    made = world.policy(organisation)
    assert get("/nl/privacy/").status_code == 404
    world.published(made, timezone.now() + dt.timedelta(days=1))
    assert get("/nl/privacy/").status_code == 404
    assert get("/nl/privacy/versies/").status_code == 404


def test_the_list_of_versions_says_what_changed(policy: Policy) -> None:
    page = get("/en/privacy/versions/")
    assert "New period." in page.text
    for version in policy.versions.all():
        assert version.digest in page.text
        assert f"/en/privacy/v/{version.number}/" in page.text


def test_a_withdrawn_text_answers_410_with_the_reason(policy: Policy) -> None:
    version = policy.versions.order_by("-number").first()
    assert version is not None
    withdraw(None, version, {"nl": "Het klopte niet.", "en": "It was wrong."})
    for path, reason in (
        ("/nl/privacy/", "Het klopte niet."),
        ("/en/privacy/v/2/", "It was wrong."),
    ):
        page = get(path)
        assert page.status_code == 410
        assert reason in page.text
        assert "tweede" not in page.text
    assert get("/nl/privacy/v/1/").status_code == 200


def test_a_browser_that_has_the_page_gets_304(policy: Policy) -> None:
    first = get("/nl/privacy/")
    assert first["ETag"]
    assert first["Last-Modified"]
    again = get("/nl/privacy/", **{"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_languages_name_each_other(policy: Policy) -> None:
    page = get("/nl/privacy/").text
    for code, path in (("nl", "nl"), ("en", "en"), ("x-default", "nl")):
        assert (
            f'hreflang="{code}" href="http://acme.localhost:8000/{path}/privacy/"'
            in page
        )


def test_the_front_door_follows_accept_language_without_a_cookie(
    policy: Policy,
) -> None:
    answer = get("/", **{"accept-language": "en-GB,en;q=0.9,nl;q=0.5"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/")
    assert get("/", **{"accept-language": "fr"})["Location"] == "/nl/"
    assert "Accept-Language" in answer["Vary"]
    assert not answer.cookies


def test_a_fragment_that_is_missing_is_shown_marked_in_the_other_language(
    organisation: Organisation,
) -> None:
    made = world.policy(organisation)
    section = made.draft.sections.get(anchor="intro")
    write(section, "intro", {"nl": "<p>Tekst eerste.</p>"})
    section.save()
    world.published(made, "2022-10-26")
    page = get("/en/privacy/").text
    assert '<div lang="nl"><p>Tekst eerste.</p></div>' in page
    assert "not yet translated" in page


def test_later_edits_of_facts_do_not_alter_what_was_published(policy: Policy) -> None:
    before = policy.versions.get(number=2).canonical
    policy.organisation.legal_name = "Anders B.V."
    policy.organisation.save()
    version = policy.versions.get(number=2)
    assert version.canonical == before
    assert version.document.organisation["legal_name"] == "Acme B.V."


def test_the_sitemap_lists_both_languages_and_no_old_versions(policy: Policy) -> None:
    text = get("/sitemap.xml").text
    assert "<loc>http://acme.localhost:8000/en/privacy/</loc>" in text
    assert 'hreflang="nl"' in text
    assert "/v/" not in text
    assert "Sitemap: http://acme.localhost:8000/sitemap.xml" in get("/robots.txt").text


def test_a_schedule_withdrawn_before_its_day_leaves_the_text_in_force(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.rewrite(policy, "derde")
    ahead = timezone.now() + dt.timedelta(days=30)
    version = world.published(policy, ahead)
    withdraw(None, version, {"nl": "Toch niet.", "en": "Not after all."})
    later = ahead + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "Tekst tweede." in get("/nl/privacy/").text
    assert get("/nl/privacy/v/3/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_pages_take_no_other_method(policy: Policy, method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(
        "/nl/privacy/", headers={"host": "acme.localhost"}
    )
    assert answer.status_code == 405


def test_not_found_is_in_the_hosts_style_and_language(policy: Policy) -> None:
    page = get("/en/nothing-here/")
    assert page.status_code == 404
    assert "Acme" in page.text
    assert '<html lang="en"' in page.text


def test_an_organisation_without_a_landing_page_has_a_plain_list(
    policy: Policy, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        page = get("/en/")
    assert page.status_code == 200
    assert "Acme" in page.text
    assert 'href="/en/privacy/"' in page.text
    assert get("/de/").status_code == 404
