"""A member of staff edits the landing page in a real browser and publishes it."""

from __future__ import annotations

import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server

pytestmark = pytest.mark.browser
WORDS = "Nieuwe begroeting van de redactie."


def seen(server: Server, host: str) -> str:
    """The landing page as a visitor gets it."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/nl/", headers={"Host": f"{host}.localhost"}
    )
    with urllib.request.urlopen(asked) as answer:
        return str(answer.read().decode())


def choose(staff: Page, server: Server, organisation: str) -> None:
    """Work for that organisation."""
    staff.goto(server.admin)
    chooser = staff.locator("#switch-organisation")
    if chooser.input_value() != organisation:
        with staff.expect_navigation():
            chooser.select_option(organisation)


def write_in_the_first_text(staff: Page, words: str) -> None:
    """Open the editor of the first text by a double click, replace all, save."""
    staff.locator("main .cms-plugin").first.dblclick()
    editor = staff.frame_locator(".cms-modal-frame iframe")
    editor.locator("[contenteditable=true]").first.click()
    staff.keyboard.press("Control+A")
    staff.keyboard.type(words)
    staff.locator(".cms-modal-buttons .cms-btn-action").first.click()
    expect(staff.locator("main")).to_contain_text(words)


def test_a_landing_page_is_edited_and_published(staff: Page, server: Server) -> None:
    before = {host: seen(server, host) for host in ("cpro", "spryng")}
    choose(staff, server, "cpro")
    staff.goto(f"http://localhost:{server.port}/nl/")
    staff.locator(".cms-versioning-js-edit-btn").click()
    staff.wait_for_url("**/edit/**")
    staff.wait_for_load_state("networkidle")
    write_in_the_first_text(staff, WORDS)
    assert seen(server, "cpro") == before["cpro"]
    staff.locator(".cms-versioning-js-publish-btn").click()
    staff.wait_for_load_state("networkidle")
    assert f"<p>{WORDS}</p>" in seen(server, "cpro")
    assert seen(server, "spryng") == before["spryng"]


def test_the_toolbar_shows_the_drafts_of_the_chosen_organisation(
    staff: Page, server: Server
) -> None:
    choose(staff, server, "spryng")
    staff.goto(f"http://localhost:{server.port}/en/")
    menu = staff.locator(".cms-toolbar-item-navigation > li", has_text="Policies")
    menu.locator("> a").click()
    menu.locator("ul a").first.click()
    staff.wait_for_url("**/admin/policies/**")
    assert "Spryng" in staff.locator("body").inner_text()
