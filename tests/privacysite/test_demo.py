"""The demonstration: every fact of the five organisations, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from io import StringIO
from typing import Any

import brotli
import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from organisations.models import AuditEntry, Organisation
from policies import log
from policies.models import Policy, Version
from privacysite.exchange import writing
from tests.privacysite.demo_facts import CPRO, FACTS, PROCESSORS, ROWS, TOKENS

pytestmark = pytest.mark.django_db
LANGUAGES = ("nl", "en")
PAGES = [(*page, language) for page in FACTS for language in LANGUAGES]


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load it once for this module, and leave nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert not Version.objects.exists(), "this is not the tests' own database"
        call_command("load_demo", stdout=StringIO())
        fetch.cache_clear()
        yield
        transaction.set_rollback(True)


@cache
def fetch(organisation: str, path: str) -> str:
    """The page's HTML, from that organisation's host."""
    page = Client().get(path, headers={"host": f"{organisation}.localhost"})
    assert page.status_code == 200, f"{organisation}{path}: {page.status_code}"
    return page.text


def words(html: str) -> str:
    """The text that a visitor reads, in one line."""
    body = html[html.index("<main") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace(" ,", ",")


def rows(html: str, anchor: str) -> int:
    """How many entries the section of that anchor has."""
    return len(set(re.findall(rf' id="{anchor}-([^"]+)"', html)) - {"h"})


@pytest.mark.parametrize(("organisation", "paths", "language"), PAGES)
def test_every_fact_is_on_the_page(
    organisation: str, paths: tuple[str, str], language: str
) -> None:
    index = LANGUAGES.index(language)
    html = fetch(organisation, paths[index])
    wanted = [
        fact if isinstance(fact, str) else fact[index]
        for fact in FACTS[organisation, paths]
    ]
    text = words(html)
    assert [fact for fact in wanted if fact not in text and fact not in html] == []


@pytest.mark.parametrize(("organisation", "paths", "language"), PAGES)
def test_a_first_visit_is_one_small_answer(
    organisation: str, paths: tuple[str, str], language: str
) -> None:
    """Brotli's best, to the byte; a little room for days that differ in length."""
    html = fetch(organisation, paths[LANGUAGES.index(language)])
    largest = {"nl": 13_250, "en": 12_150} if paths == CPRO else {}
    budget = largest.get(language, 10_350) if organisation == "cpro" else 10_350
    assert len(brotli.compress(html.encode(), quality=11)) <= budget
    loaded = r'<(?:link[^>]* rel="icon"|img|source)[^>]* (?:src|srcset|href)="([^"]*)"'
    assert all(a.startswith("data:") for a in re.findall(loaded, html))
    assert not re.search(r'rel="stylesheet"|<script[^>]* src=|@import|url\(', html)


@pytest.mark.parametrize(("organisation", "paths", "language"), PAGES)
def test_each_list_has_all_of_its_entries(
    organisation: str, paths: tuple[str, str], language: str
) -> None:
    html = fetch(organisation, paths[LANGUAGES.index(language)])
    expected = ROWS[organisation, paths]
    assert {anchor: rows(html, anchor) for anchor in expected} == expected


@pytest.mark.parametrize(("organisation", "paths"), FACTS)
def test_both_languages_have_the_same_anchors_links_and_numbers(
    organisation: str, paths: tuple[str, str]
) -> None:
    # How long it takes to read differs, and stands with the dates.
    dates = re.compile(r'<p class="dates">.*?</p>', re.DOTALL)
    nl, en = (dates.sub("", fetch(organisation, path)) for path in paths)
    for pattern in (r' id="([^"]+)"', r'href="(tel:[^"]+|mailto:[^"?]+)[?"]'):
        assert re.findall(pattern, nl) == re.findall(pattern, en)
    periods = r"\b(\d+) (?:week|weken|weeks|jaar|year|maand|month|dagen|days|minut)"
    assert re.findall(periods, words(nl)) == re.findall(periods, words(en))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_processors_are_a_table_with_company_and_service(language: str) -> None:
    path = {"nl": "/nl/privacybeleid/", "en": "/en/privacy-policy/"}[language]
    table = re.search(r"<table.*?</table>", fetch("cpro", path), re.DOTALL)
    assert table
    assert re.findall(r'<th scope="row">([^<]+)</th>', table[0]) == list(PROCESSORS)
    heads = {"nl": ["Bedrijf", "Dienst"], "en": ["Company", "Service"]}[language]
    assert re.findall(r'<th scope="col">([^<]+)</th>', table[0])[:2] == heads


@pytest.mark.parametrize("path", ["/nl/privacybeleid/", "/en/privacy-policy/"])
def test_the_compact_policy_has_18_tokens_and_16_cells(path: str) -> None:
    html = fetch("cloudtalk", path)
    codes = re.findall(r'<th scope="row"><code>([^<]+)</code>', html)
    assert codes == ["CP=", *TOKENS.split()]
    cells = re.findall(r'data-action="([a-z-]+)"', html)
    assert len(cells) == 16
    assert len(set(cells)) == 3


@pytest.mark.parametrize(
    ("organisation", "path", "ids"),
    [
        ("cpro", "/nl/privacy-en-cookiebeleid/", ("privacy", "cookie")),
        ("cpro", "/en/privacy-and-cookie-policy/", ("privacy", "cookie")),
        ("cloudtalk", "/nl/privacybeleid-en-gdpr-faq/", ("faq", "privacy")),
        ("cloudtalk", "/en/privacy-policy-and-gdpr-faq/", ("faq", "privacy")),
    ],
)
def test_two_policies_stand_on_one_page_that_the_landing_page_leads_to(
    organisation: str, path: str, ids: tuple[str, str]
) -> None:
    html = fetch(organisation, path)
    assert (
        tuple(re.findall(r'<article class="policy embedded" id="(\w+)"', html)) == ids
    )
    assert f'href="{path}"' in fetch(organisation, path[:4])


def test_cpros_privacy_policy_has_three_versions() -> None:
    html = fetch("cpro", "/nl/privacybeleid/versies/")
    days = re.findall(r'datetime="([\d-]+)"', html)
    assert {"2018-05-25", "2021-03-01", "2022-10-26"} == set(days)
    first = fetch("cpro", "/nl/privacybeleid/v/1/")
    assert "processors-leadinfo" not in first
    assert "processors-stripe" in first


def test_a_scheduled_version_is_announced_and_not_in_force() -> None:
    ahead = Version.objects.get(effective_from__gt=timezone.now())
    host, path = ahead.policy.organisation.slug, ahead.policy.path("nl")
    assert f"/v/{ahead.number}/" in fetch(host, f"{path}versies/")
    page = fetch(host, f"{path}v/{ahead.number}/")
    assert '<meta name="robots" content="noindex">' in page
    assert "nog niet van kracht" in words(page)
    current = words(fetch(host, path))
    assert f"versie {ahead.number}" not in current
    assert "Een nieuwe versie gaat in op 1 maart 2027" in current


def test_the_old_brand_leads_to_cpro_in_both_languages() -> None:
    html = fetch("spritecloud-cyber", "/")
    text = words(html)
    for fact in (
        "spriteCloud Cybersecurity",
        "CPro",
        "Omleidingsbericht",
        "sorry",
        "notice",
    ):
        assert fact in text
    assert 'alt="CPro"' in html
    for language in LANGUAGES:
        assert f'<section lang="{language}">' in html
        assert f'href="http://cpro.localhost:8000/{language}/"' in html
    kept = fetch("spritecloud-cyber", "/privacy-en-cookie-beleid/")
    assert 'href="http://cpro.localhost:8000/nl/privacy-en-cookiebeleid/"' in kept


def test_loading_it_twice_changes_nothing() -> None:
    def everything() -> list[Any]:
        rows = [writing.write(found) for found in Organisation.objects.order_by("slug")]
        return [*rows, Policy.objects.count(), AuditEntry.objects.count()]

    before, pages = everything(), fetch("cpro", "/nl/")
    call_command("load_demo", stdout=StringIO())
    fetch.cache_clear()
    assert everything() == before
    assert fetch("cpro", "/nl/") == pages
    assert list(log.verify()) == []
