"""The round of a policy with the keyboard alone: written, reviewed, published.

One story in chapters: each test goes on where the one before it stopped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.keys import Keys
from tests.browser.people import PASSWORD, somebody
from tests.browser.server import Server

pytestmark = pytest.mark.browser
SECTION, KIND = "Your rights", "Rights"


@pytest.fixture(scope="module")
def demo(browser: Browser, server: Server) -> Iterator[Page]:
    """Who writes."""
    with somebody(browser) as page:
        sign_in(page, server, "demo")
        yield page


@pytest.fixture(scope="module")
def collega(browser: Browser, server: Server) -> Iterator[Page]:
    """Who approves."""
    with somebody(browser) as page:
        sign_in(page, server, "collega")
        yield page


def sign_in(page: Page, server: Server, name: str) -> None:
    keys = Keys(page)
    page.goto(server.admin)
    expect(keys.focused).to_have_attribute("name", "username")
    keys.type(name)
    keys.to("Password")
    keys.type(PASSWORD)
    with page.expect_navigation(wait_until="load"):
        keys.press("Enter")


def open_policy(page: Page, server: Server) -> Keys:
    """Spryng's policy, from the overview: show its organisation, then its draft."""
    keys = Keys(page)
    page.goto(server.admin)
    keys.to("^Skip to main content")
    keys.press("Enter")
    keys.to("^Organisation$")
    keys.type("Spryng")
    with page.expect_navigation(wait_until="load"):
        keys.press("Enter")
    expect(page.locator(".matrix tr.group")).to_have_count(1)
    keys.open("^Privacy")
    expect(page.locator("ol.outline")).to_be_visible()
    return keys


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text("Saved at")


def test_a_section_is_moved_and_stays_focused(demo: Page, server: Server) -> None:
    keys = open_policy(demo, server)
    lines = demo.locator("ol.outline > li > .line .words > a")
    before = lines.all_inner_texts()
    keys.to(f"^{SECTION}$")
    keys.press("Alt+ArrowDown")
    place = before.index(SECTION)
    expect(lines.nth(place + 1)).to_have_text(SECTION)
    expect(keys.focused).to_have_text(SECTION)
    said = demo.locator(".pane.left > [role=status]")
    expect(said).to_contain_text(SECTION)


def test_both_languages_are_written_and_saved(demo: Page, server: Server) -> None:
    keys = Keys(demo)
    with demo.expect_navigation(wait_until="load"):
        keys.press("Enter")
    expect(demo.locator("h1")).to_have_text(SECTION)
    for language, words in (("Dutch", " Dat is gratis."), ("English", " It is free.")):
        keys.to(f"^Text above · {language}")
        expect(keys.focused).to_have_attribute("contenteditable", "true")
        keys.press("Control+End")
        keys.type(words)
    saved(demo)
    side = demo.get_by_role("region", name="What to look at")
    expect(side).to_contain_text("It is free.")


def test_a_row_is_added_filled_in_and_moved(demo: Page, server: Server) -> None:
    keys = Keys(demo)
    rows = demo.locator("li.entry")
    count = rows.count()
    keys.to("^Add a row$")
    keys.press("Enter")
    expect(rows).to_have_count(count + 1)
    keys.type("Recht op rust")
    keys.press("Tab")
    keys.type("Right to rest")
    keys.to("^Recht op rust$", back=True)
    keys.press("Alt+ArrowUp")
    titles = demo.locator("li.entry .entry-title")
    expect(titles.nth(count - 1)).to_have_text("Recht op rust")
    saved(demo)
    demo.reload()
    expect(titles.nth(count - 1)).to_have_text("Recht op rust")


def test_a_review_is_asked_with_a_note(demo: Page, server: Server) -> None:
    keys = Keys(demo)
    keys.open("^Review$")
    keys.to("^What should your colleagues look at")
    keys.type("Een recht erbij.")
    keys.open("^Ask for a review$")
    expect(demo.locator(".decide")).to_contain_text("Een recht erbij.")


def test_the_colleague_reads_and_approves(collega: Page, server: Server) -> None:
    keys = open_policy(collega, server)
    keys.open("^Review")
    expect(collega.locator(".decide")).to_contain_text("Een recht erbij.")
    keys.to("^Your comment")
    keys.type("Akkoord.")
    keys.to("^Read it word by word", back=False)
    keys.press("Enter")
    expect(collega.locator("details.words ins").first).to_be_visible()
    keys.to("^Approve$", back=True)
    with collega.expect_navigation(wait_until="load"):
        keys.press("Enter")
    expect(collega.get_by_role("heading", name="Approved")).to_be_visible()


def test_it_is_published_with_a_note(demo: Page, server: Server) -> None:
    keys = open_policy(demo, server)
    keys.open("^Publish$")
    for language, words in (("Dutch", "Een recht erbij."), ("English", "One more.")):
        keys.to(f"^What changed.* {language}")
        keys.type(words)
    keys.open("^Publish version")
    expect(demo.locator(".messagelist .success")).to_contain_text("published")
    text = server.fetch("spryng", "/en/privacy-policy/").decode()
    assert "Right to rest" in text
    assert "It is free." in re.sub(r"\s+", " ", text)
