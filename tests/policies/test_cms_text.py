"""Texts on CMS pages keep what the allow-list has, when saved and when shown."""

from __future__ import annotations

import pytest
from cms.models import Page
from djangocms_text.models import Text

from policies.templatetags.cms_pages import cms_text
from tests.policies import cms_world
from tests.policies.cms_world import get

pytestmark = pytest.mark.django_db
PAYLOADS = [
    ("<script>alert(1)</script><p>x</p>", "<p>x</p>"),
    ('<p style="background:url(//evil)">x</p>', "<p>x</p>"),
    ('<p class="notice" id="main">x</p>', "<p>x</p>"),
    ('<p data-cms-href="cms.page:1">x</p>', "<p>x</p>"),
    ('<p>x<img src="https://evil.example/p.gif"></p>', "<p>x</p>"),
    ('<p onmouseover="a()">x</p>', "<p>x</p>"),
    ('<p><cms-plugin id="1"></cms-plugin>x</p>', "<p>x</p>"),
    ('<p>x</p><iframe src="https://evil.example"></iframe>', "<p>x</p>"),
    ('<p>x<svg onload="a()"><animate></svg></p>', "<p>x</p>"),
]


@pytest.fixture
def page() -> Page:
    return cms_world.landing(cms_world.organisation("acme"))


@pytest.mark.parametrize(("payload", "kept"), PAYLOADS)
def test_what_is_saved_is_clean(page: Page, payload: str, kept: str) -> None:
    words = cms_world.text(page)
    words.body, words.json = payload, {"type": "doc", "content": payload}
    words.save()
    words.refresh_from_db()
    assert (words.body, words.json) == (kept, None)


@pytest.mark.parametrize(("payload", "kept"), PAYLOADS)
def test_what_got_into_the_database_otherwise_is_shown_clean(
    page: Page, payload: str, kept: str
) -> None:
    Text.objects.filter(pk=cms_world.text(page).pk).update(body=payload)
    shown = get("/nl/")
    assert kept in shown.text
    assert payload not in shown.text
    assert "evil" not in shown.text


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x"],
)
def test_a_link_leads_nowhere_harmful(address: str) -> None:
    assert "href" not in cms_text(f'<p><a href="{address}">x</a></p>')


def test_a_link_out_says_nothing_of_where_one_came_from() -> None:
    shown = cms_text('<p><a href="https://example.org" target="_blank">x</a></p>')
    assert 'rel="noopener noreferrer nofollow"' in shown
    assert "target" not in shown
