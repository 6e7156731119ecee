"""The CMS toolbar leads to the chosen organisation's drafts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.server import Server
from tests.browser.test_cms_editing import choose

pytestmark = pytest.mark.browser


def test_the_toolbar_shows_the_drafts_of_the_chosen_organisation(
    staff: Page, server: Server
) -> None:
    choose(staff, server, "spryng")
    # Wide enough that the toolbar folds no menu away.
    staff.set_viewport_size({"width": 1920, "height": 900})
    staff.goto(f"http://localhost:{server.port}/en/")
    menu = staff.locator(".cms-toolbar-item-navigation > li", has_text="Policies")
    menu.locator("> a").click()
    menu.locator("ul a").first.click()
    staff.wait_for_url("**/admin/policies/**")
    assert "Spryng" in staff.locator("body").inner_text()
