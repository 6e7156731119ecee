"""The draft editor in a real browser: it saves by itself and loses nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.people import People
from tests.browser.server import Server

pytestmark = pytest.mark.browser
KIND = "Retention"


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
    expect(page.locator("#saved")).to_contain_text("Saved at")


@pytest.fixture
def desk(staff: Page) -> Page:
    return staff


@pytest.fixture
def context(desk: Page) -> BrowserContext:
    return desk.context


@pytest.fixture
def colleague(people: People) -> Iterator[Page]:
    with people.page("collega") as page:
        yield page


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
    expect(desk.locator("#saved")).to_contain_text("Not saved: no connection")
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
    expect(desk.locator("#saved")).to_contain_text("Not saved")
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
    expect(desk.locator("#saved")).to_contain_text("Not saved")
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


def test_the_console_stays_silent(desk: Page, server: Server) -> None:
    errors: list[str] = []
    desk.on("pageerror", lambda error: errors.append(str(error)))
    open_section(desk, server)
    desk.locator("li.entry summary").first.click()
    heading(desk).fill("Silent")
    saved(desk)
    assert json.dumps(errors) == "[]"
