"""A member of staff edits the landing page in a real browser and publishes it."""

from __future__ import annotations

import urllib.request

import pytest
from playwright.sync_api import Page

from tests.browser.server import Server

pytestmark = pytest.mark.browser
WORDS = "Nieuwe begroeting van de redactie."


def seen(server: Server, host: str) -> str:
    """The landing page as a visitor gets it."""
    with urllib.request.urlopen(server.url(host, "/nl/")) as answer:  # noqa: S310
        return str(answer.read().decode())


def test_a_landing_page_is_edited_and_published(staff: Page, server: Server) -> None:
    before = {host: seen(server, host) for host in ("cpro", "spryng")}
    choose(staff, server, "cpro")
    open_landing_page(staff, server)
    staff.locator(".cms-btn-action", has_text="New Draft").or_(
        staff.locator(".cms-btn-switch-edit")
    ).first.click()
    staff.wait_for_url("**/edit/**")
    write_in_the_first_text(staff)
    assert WORDS not in seen(server, "cpro")
    staff.goto(staff.url)
    assert staff.locator("main", has_text=WORDS).count() == 1
    staff.locator(".cms-btn-publish, .cms-versioning-js-publish-btn").first.click()
    staff.wait_for_load_state("networkidle")
    assert WORDS in seen(server, "cpro")
    assert seen(server, "spryng") == before["spryng"]
    assert seen(server, "cpro") != before["cpro"]
