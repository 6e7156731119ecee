"""Every screen of the desk: axe-core finds nothing, and nothing runs off the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import source, violations
from tests.browser.people import People
from tests.browser.screens import prepare_screens
from tests.browser.server import Server

pytestmark = pytest.mark.browser
NARROW, PHONE = 1024, 390
# What is folded is looked at too, but for menus: they cover the page. What sticks to the
# top covers what is scrolled below it, which says nothing of the size of what is covered.
UNFOLD = """() => {
  const folded = "details:not([open], .more-tabs, .facts, .more)";
  document.querySelectorAll(folded).forEach((details) => { details.open = true; });
  for (const element of document.querySelectorAll("main *")) {
    if (getComputedStyle(element).position === "sticky") element.style.position = "static";
  }
}"""
# Django's links glide from one colour to the other.
SETTLE = "Promise.all(document.getAnimations().map((each) => each.finished))"
WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def screens(server: Server) -> dict[str, str]:
    return prepare_screens(server)


@pytest.fixture(scope="module")
def translation(people: People, screens: dict[str, str], tmp_path_factory: Any) -> Path:
    """A translator's file with a new word in it."""
    path: Path = tmp_path_factory.mktemp("translation") / "policy.xlf"
    with people.page("demo") as page:
        page.goto(people.server.admin + screens["translation files"])
        with page.expect_download() as download:
            page.get_by_role("button", name="Download the file").click()
        download.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("personal data", "private data"), encoding="utf-8")
    return path


def walk(
    people: People, screens: dict[str, str], translation: Path, **look: Any
) -> Iterator[tuple[str, Page]]:
    """Each screen in turn, as the colleague who has to decide sees it."""
    with people.page("collega", bypass_csp=True, **look) as page:
        for name, address in screens.items():
            answer = page.goto(people.server.admin + address)
            assert answer is not None
            assert answer.ok, f"{name}: {answer.status}"
            yield name, page
        page.goto(people.server.admin + screens["translation files"])
        page.set_input_files("input[type=file]", translation)
        page.locator("#content form[method=post] input[type=submit]").click()
        expect(page.locator("form.translated")).to_be_visible()
        yield "translation to apply", page


def wide(page: Page, *widths: int) -> list[int]:
    """At which widths the page scrolls sideways."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate(WIDTH) > width:
            found.append(width)
    return found


def test_axe_finds_nothing_on_any_screen_in_light_and_dark(
    people: People, screens: dict[str, str], translation: Path
) -> None:
    source("AXE_JS", "axe.min.js of axe-core")
    found: dict[str, Any] = {}
    for name, page in walk(people, screens, translation, color_scheme="light"):
        page.evaluate(UNFOLD)
        if wrong := violations(page):
            found[name] = wrong
        page.emulate_media(color_scheme="dark")
        page.evaluate(SETTLE)
        if wrong := violations(page, "color-contrast", "link-in-text-block"):
            found[f"{name}, dark"] = wrong
        page.emulate_media(color_scheme="light")
    assert found == {}


def test_axe_finds_nothing_in_dutch_on_a_dark_telephone(
    people: People, screens: dict[str, str], translation: Path
) -> None:
    source("AXE_JS", "axe.min.js of axe-core")
    look = {"viewport": {"width": PHONE, "height": 900}, "locale": "nl-NL"}
    found = {}
    for name, page in walk(people, screens, translation, **look, color_scheme="dark"):
        assert page.locator("html").get_attribute("lang") == "nl"
        page.evaluate(UNFOLD)
        if wrong := violations(page):
            found[name] = wrong
    assert found == {}


def test_no_screen_scrolls_sideways(
    people: People, screens: dict[str, str], translation: Path
) -> None:
    found = {}
    for name, page in walk(people, screens, translation):
        page.evaluate(UNFOLD)
        if widths := wide(page, NARROW, PHONE):
            found[name] = widths
    assert found == {}
