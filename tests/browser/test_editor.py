"""The draft editor in a real browser: it saves by itself and loses nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.server import Server

pytestmark = pytest.mark.browser
RUN_AXE = """() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a",
  "wcag21aa", "wcag22aa", "best-practice"]})"""
DAUGHTER, KIND = "cloudpro.io", "Retention"


def sign_in(page: Page, server: Server, name: str = "demo") -> None:
    page.goto(server.admin)
    page.fill("#id_username", name)
    page.fill("#id_password", "demo-demo-demo")
    page.press("#id_password", "Enter")
    page.wait_for_url(server.admin)


def open_draft(page: Page, server: Server) -> None:
    """A policy that no other test writes in."""
    page.goto(f"{server.admin}policies/policy/1/draft/")
    expect(page.locator("ol.outline")).to_be_visible()


def open_section(page: Page, server: Server, kind: str = KIND) -> str:
    """The first section of that kind; its address."""
    open_draft(page, server)
    line = page.locator(".line", has=page.locator(".kind", has_text=kind)).first
    line.locator(".words > a").click()
    page.wait_for_selector("#section-form")
    page.wait_for_load_state("load")
    return page.url


def heading(page: Page, language: str = "en") -> Any:
    return page.locator(f"#id_heading_{language}")


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text("Saved at", timeout=8000)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield found
    found.close()


@pytest.fixture
def desk(context: BrowserContext, server: Server) -> Page:
    page = context.new_page()
    sign_in(page, server)
    return page


@pytest.fixture
def colleague(browser: Browser, server: Server) -> Iterator[Page]:
    found = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = found.new_page()
    sign_in(page, server, "collega")
    yield page
    found.close()


def test_what_is_typed_is_saved_by_itself_and_said(desk: Page, server: Server) -> None:
    open_section(desk, server)
    heading(desk).fill("How long we keep it")
    saved(desk)
    line = desk.locator(".line.current .words > a")
    expect(line).to_have_text("How long we keep it")
    expect(desk.locator("[data-pane=side]")).to_contain_text("Compared with version")
    desk.reload()
    expect(heading(desk)).to_have_value("How long we keep it")


def test_rich_text_is_saved_by_itself(desk: Page, server: Server) -> None:
    open_section(desk, server)
    area = desk.locator("#id_intro_en_editor .tiptap")
    area.click()
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" Not a day longer.")
    saved(desk)
    desk.reload()
    expect(area).to_contain_text("Not a day longer.")


def test_a_new_row_is_added_once_however_often_it_is_saved(
    desk: Page, server: Server
) -> None:
    open_section(desk, server)
    before = desk.locator("li.entry").count()
    desk.get_by_role("button", name="Add a row").click()
    term = desk.locator("li.entry").last.locator("textarea[name$=term_en]")
    term.fill("Camera images")
    saved(desk)
    term.fill("Camera images at the door")
    desk.wait_for_function("document.querySelector('#saved').dataset.state !== 'saved'")
    saved(desk)
    desk.reload()
    expect(desk.locator("li.entry")).to_have_count(before + 1)


def test_without_a_connection_nothing_is_lost_and_all_is_sent_later(
    desk: Page, context: BrowserContext, server: Server
) -> None:
    open_section(desk, server)
    context.set_offline(True)
    heading(desk).fill("Written in a tunnel")
    expect(desk.locator("#saved")).to_contain_text(
        "Not saved: no connection", timeout=8000
    )
    heading(desk).fill("Written in a long tunnel")
    context.set_offline(False)
    saved(desk)
    desk.reload()
    expect(heading(desk)).to_have_value("Written in a long tunnel")


def test_a_tab_that_closes_without_a_connection_loses_nothing(
    desk: Page, context: BrowserContext, server: Server
) -> None:
    url = open_section(desk, server)
    context.set_offline(True)
    heading(desk).fill("Kept on the device")
    expect(desk.locator("#saved")).to_contain_text("Not saved", timeout=8000)
    desk.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(url)
    expect(again.locator("#banner")).to_contain_text("was put back")
    expect(heading(again)).to_have_value("Kept on the device")
    saved(again)
    again.reload()
    expect(heading(again)).to_have_value("Kept on the device")
    expect(again.locator("#banner")).to_be_hidden()


def test_kept_text_never_overwrites_what_a_colleague_wrote_meanwhile(
    desk: Page, context: BrowserContext, colleague: Page, server: Server
) -> None:
    url = open_section(desk, server)
    context.set_offline(True)
    heading(desk).fill("Mine, kept")
    expect(desk.locator("#saved")).to_contain_text("Not saved", timeout=8000)
    desk.close(run_before_unload=False)
    colleague.goto(url)
    heading(colleague).fill("Theirs, saved")
    saved(colleague)
    context.set_offline(False)
    again = context.new_page()
    again.goto(url)
    expect(heading(again)).to_have_value("Theirs, saved")
    again.get_by_role("button", name="Put it back").click()
    again.get_by_role("button", name="Compare both texts").click()
    row = again.locator(".conflict tr", has_text="Heading")
    expect(row).to_contain_text("Mine, kept")
    expect(row).to_contain_text("Theirs, saved")


def test_two_people_in_different_sections_both_keep_their_work(
    desk: Page, colleague: Page, server: Server
) -> None:
    first = open_section(desk, server)
    second = open_section(colleague, server, "Security")
    heading(desk).fill("Mine in one section")
    heading(colleague).fill("Theirs in another")
    saved(desk)
    saved(colleague)
    desk.goto(second)
    expect(heading(desk)).to_have_value("Theirs in another")
    desk.goto(first)
    expect(heading(desk)).to_have_value("Mine in one section")


def test_the_second_in_one_section_sees_both_texts_and_chooses(
    desk: Page, colleague: Page, server: Server
) -> None:
    url = open_section(desk, server)
    colleague.goto(url)
    heading(desk).fill("The first to save")
    saved(desk)
    heading(colleague).fill("The second to save")
    expect(colleague.locator("#banner")).to_contain_text(
        "A colleague saved this section"
    )
    colleague.get_by_role("button", name="Compare both texts").click()
    row = colleague.locator(".conflict tr", has_text="Heading")
    expect(row).to_contain_text("The first to save")
    expect(row).to_contain_text("The second to save")
    colleague.get_by_role("button", name="Save mine anyway").first.click()
    expect(colleague.locator(".messagelist .success")).to_be_visible()
    desk.goto(url)
    expect(heading(desk)).to_have_value("The second to save")


def test_leaving_by_a_link_waits_for_the_text(desk: Page, server: Server) -> None:
    url = open_section(desk, server)
    heading(desk).fill("In a hurry")
    desk.locator(".line .words > a").first.click()
    desk.wait_for_url(lambda found: found != url)
    desk.goto(url)
    expect(heading(desk)).to_have_value("In a hurry")
    expect(desk.locator("#banner")).to_be_hidden()


def test_a_section_is_deleted_at_once_and_comes_back(
    desk: Page, server: Server
) -> None:
    open_draft(desk, server)
    lines = desk.locator("ol.outline .line")
    before = lines.count()
    line = lines.nth(1)
    name = line.locator(".words > a").inner_text()
    line.locator(".more summary").click()
    line.get_by_role("button", name="Delete").click()
    expect(desk.get_by_role("link", name=name, exact=True)).to_have_count(0)
    desk.get_by_role("button", name="Undo").click()
    expect(lines).to_have_count(before)
    expect(lines.nth(1).locator(".words > a")).to_have_text(name)


def test_the_keyboard_alone_moves_a_section_adds_a_row_and_saves(
    desk: Page, server: Server
) -> None:
    open_draft(desk, server)
    links = desk.locator("ol.outline .line .words > a")
    line = desk.locator(".line", has=desk.locator(".kind", has_text="Rights")).first
    name = line.locator(".words > a").inner_text()
    place = links.all_inner_texts().index(name)
    line.locator(".words > a").focus()
    desk.keyboard.press("Alt+ArrowUp")
    expect(links.nth(place - 1)).to_have_text(name)
    expect(
        desk.locator("nav[data-pane=outline]")
        .locator("..")
        .locator("[role=status]")
        .first
    ).to_contain_text(name)
    expect(links.nth(place - 1)).to_be_focused()
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#section-form")
    rows = desk.locator("li.entry").count()
    desk.locator("#entry-add").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.type("Recht op rust")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Right to rest ")
    desk.locator("#facts summary").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(
        desk.locator("li.entry").last.locator("textarea[name$=term_en]")
    ).to_have_value("Right to rest {organisation}")
    desk.locator("input[name=continue]").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    expect(desk.locator("li.entry")).to_have_count(rows + 1)


def test_a_fact_is_put_where_the_cursor_is_in_a_rich_text(
    desk: Page, server: Server
) -> None:
    open_section(desk, server, "Security")
    area = desk.locator("#id_intro_nl_editor .tiptap")
    area.click()
    desk.keyboard.press("Control+Home")
    desk.locator("#facts summary").click()
    desk.locator("#facts [data-fact=kvk] button").click()
    expect(area).to_contain_text("{kvk}")
    saved(desk)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 1024, 390])
def test_axe_finds_nothing_in_the_editor(
    browser: Browser, server: Server, scheme: Any, width: int
) -> None:
    path = os.environ.get("AXE_JS")
    if not path:
        pytest.skip("AXE_JS is not set: the file axe.min.js of axe-core")
    found = browser.new_context(
        viewport={"width": width, "height": 900}, locale="en-GB", color_scheme=scheme
    )
    page = found.new_page()
    sign_in(page, server)
    open_draft(page, server)
    violations = {"draft": axe(page, path)}
    url = open_section_quietly(page)
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.locator("li.entry summary").first.click()
    page.locator("#facts summary").click()
    violations["section"] = axe(page, path)
    overflow = page.evaluate("document.documentElement.scrollWidth")
    found.close()
    assert violations == {"draft": [], "section": []}
    assert overflow <= width


def open_section_quietly(page: Page) -> str:
    """The address of a section with rows, also where the outline is folded."""
    line = page.locator(".line", has=page.locator(".kind", has_text=KIND)).first
    return str(line.locator(".words > a").evaluate("a => a.href"))


def axe(page: Page, path: str) -> list[Any]:
    page.evaluate(Path(path).read_text())
    result = page.evaluate(RUN_AXE)
    assert result["passes"], "axe did not run"
    return [
        (v["id"], [node["html"][:160] for node in v["nodes"]][:3])
        for v in result["violations"]
    ]


def test_the_console_stays_silent(desk: Page, server: Server) -> None:
    errors: list[str] = []
    desk.on("pageerror", lambda error: errors.append(str(error)))
    open_section(desk, server)
    desk.locator("li.entry summary").first.click()
    heading(desk).fill("Silent")
    saved(desk)
    assert json.dumps(errors) == "[]"
