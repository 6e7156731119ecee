"""Legal staff do the whole round in a real browser, without a developer."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import Server

pytestmark = pytest.mark.browser


def documents(server: Server) -> dict[tuple[str, int], str]:
    """Every published document, byte for byte."""
    with sqlite3.connect(server.database) as connection:
        rows = connection.execute(
            "SELECT p.slug_nl || p.organisation_id, v.number, v.canonical "
            "FROM policies_version v JOIN policies_policy p ON p.id = v.policy_id"
        ).fetchall()
    return {(policy, number): canonical for policy, number, canonical in rows}


def open_draft(staff: Page, server: Server) -> None:
    """CPro's privacy policy, from the first page of the admin."""
    staff.goto(server.admin)
    section = staff.locator(".desk section", has=staff.locator("h2", has_text="CPro"))
    section.locator("li", has_text="Privacy policy").get_by_role(
        "link", name="Edit draft"
    ).click()


def open_section(staff: Page, kind: str) -> None:
    """The first section of that kind in the outline."""
    line = staff.locator(".line", has=staff.locator(".kind", has_text=kind)).first
    line.locator(".words > a").click()
    staff.wait_for_load_state("load")


def open_row(staff: Page, title: str) -> Locator:
    """A row of the section, unfolded."""
    row = staff.locator("li.entry", has_text=title).first
    row.locator("summary").click()
    return row


def drag(staff: Page, what: Locator, onto: Locator) -> None:
    """Drag with the mouse, in steps as a hand does it."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), onto.bounding_box()
    assert start is not None
    assert end is not None
    staff.mouse.move(start["x"] + 5, start["y"] + start["height"] / 2)
    staff.mouse.down()
    down = end["y"] > start["y"]
    target = end["y"] + end["height"] * (1.2 if down else -0.2)
    staff.mouse.move(end["x"] + 6, target, steps=8)
    staff.wait_for_timeout(150)
    staff.mouse.up()


def save(staff: Page) -> None:
    staff.get_by_role("button", name="Save", exact=True).first.click()
    expect(staff.locator(".messagelist .success")).to_be_visible()


def change_a_processor(staff: Page, server: Server) -> str:
    """Give the first processor of CPro's register another service."""
    staff.goto(f"{server.admin}policies/processor/?organisation=cpro")
    staff.locator("#result_list tbody th a").first.click()
    name = staff.input_value("#id_name")
    staff.fill("#id_service_nl", "proefdienst voor verzending")
    staff.fill("#id_service_en", "trial service for sending")
    staff.locator("input[name=_save]").click()
    expect(staff.locator(".messagelist .success")).to_be_visible()
    return name


def change_a_right(staff: Page) -> None:
    """Write one more sentence with the editor, in both languages."""
    open_section(staff, "Rights")
    row = open_row(staff, "Recht van inzage")
    for language, words in (
        ("nl", " Dat kan ook per brief."),
        ("en", " Also by letter."),
    ):
        area = row.locator(f".tiptap[lang={language}]").first
        area.click()
        staff.keyboard.press("Control+End")
        staff.keyboard.type(words)
    save(staff)


def change_a_period(staff: Page) -> None:
    """Keep the first data of the retention section for nine years."""
    open_section(staff, "Retention periods")
    row = staff.locator("li.entry").first
    row.locator("summary").click()
    row.locator("input.period").fill("9 years")
    save(staff)


def publish(staff: Page) -> int:
    """Publish at once; the number that the new version got."""
    staff.get_by_role("link", name="Publish", exact=True).click()
    button = staff.get_by_role("button", name=re.compile("Publish version"))
    number = int(re.findall(r"\d+", button.get_attribute("value") or "")[0])
    staff.fill("#id_note_nl", "Bewaartermijn, inzage en een verwerker gewijzigd.")
    staff.fill("#id_note_en", "Period, access and a processor changed.")
    button.click()
    expect(staff.locator(".messagelist .success")).to_be_visible()
    return number


def test_three_changes_previewed_and_published_are_the_next_version(
    staff: Page, server: Server
) -> None:
    before = documents(server)
    processor = change_a_processor(staff, server)
    open_draft(staff, server)
    change_a_right(staff)
    change_a_period(staff)

    preview = {"nl": "Dat kan ook per brief.", "en": "Also by letter."}
    for language, words in preview.items():
        with staff.expect_popup() as popup:
            staff.locator(f".tabs a[href$='preview/{language}/']").click()
        expect(popup.value.locator("main")).to_contain_text(words)
        popup.value.close()

    number = publish(staff)
    now = {
        "nl": ("/nl/privacybeleid/", "proefdienst voor verzending", "9 jaar"),
        "en": ("/en/privacy-policy/", "trial service for sending", "9 years"),
    }
    for language, (path, service, period) in now.items():
        staff.goto(server.url("cpro", path))
        text = staff.locator("main")
        expect(text).to_contain_text(processor)
        for words in (service, period, preview[language]):
            expect(text).to_contain_text(words)
        staff.goto(server.url("cpro", f"{path}v/{number - 1}/"))
        expect(text).not_to_contain_text(service)
        expect(text).not_to_contain_text(preview[language])

    after = documents(server)
    assert {key: after[key] for key in before} == before
    assert set(after) - set(before) == {(max(after, key=lambda k: k[1])[0], number)}
    assert server.manage("verify_versions") is not None


def test_opening_and_saving_a_section_changes_nothing(
    staff: Page, server: Server
) -> None:
    open_draft(staff, server)
    kinds = staff.locator(".line .kind").all_inner_texts()
    for index in range(len(kinds)):
        staff.locator(".line .words > a").nth(index).click()
        staff.wait_for_load_state("load")
        staff.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        staff.wait_for_timeout(200)
        staff.get_by_role("button", name="Save", exact=True).first.click()
        expect(staff.locator(".messagelist .info")).to_be_visible()


def test_sections_are_dragged_to_another_place(staff: Page, server: Server) -> None:
    open_draft(staff, server)
    lines = staff.locator("ol.outline > li > .line .words > a")
    first = lines.nth(0).inner_text()
    handles = staff.locator("ol.outline > li > .line .handle")
    drag(staff, handles.nth(0), handles.nth(1))
    staff.wait_for_load_state("load")
    expect(lines.nth(0)).not_to_have_text(first)
    expect(staff.get_by_role("link", name=first, exact=True)).to_be_visible()


def test_a_row_is_added_and_dragged_to_the_top(staff: Page, server: Server) -> None:
    open_draft(staff, server)
    open_section(staff, "Rights")
    staff.get_by_role("button", name="Add a row").click()
    row = staff.locator("li.entry").last
    row.locator("textarea[name$=term_nl]").fill("Recht op proef")
    row.locator("textarea[name$=term_en]").fill("Right to a trial")
    row.locator("summary").click()
    drag(staff, row.locator(".handle"), staff.locator("li.entry .handle").first)
    save(staff)
    open_section(staff, "Rights")
    expect(staff.locator(".entry-title").first).to_have_text("Recht op proef")


def test_nothing_runs_into_an_error_in_the_console(
    staff: Page, server: Server, tmp_path: Path
) -> None:
    errors: list[str] = []
    staff.on("pageerror", lambda error: errors.append(str(error)))
    open_draft(staff, server)
    open_section(staff, "Rights")
    staff.goto(f"{server.admin}cookies/cookietype/")
    staff.locator("#result_list tbody th a").first.click()
    staff.wait_for_load_state("load")
    assert errors == []
