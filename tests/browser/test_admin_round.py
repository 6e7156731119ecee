"""Legal staff do the whole round in a real browser, without a developer."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import People
from tests.browser.server import Server

pytestmark = pytest.mark.browser
# A rich text whose editor did not start yet.
UNTOUCHED = "textarea.rich-text:visible:not(.as-html)"


def documents(server: Server) -> dict[tuple[str, int], str]:
    """Every published document, byte for byte."""
    with sqlite3.connect(server.database) as connection:
        rows = connection.execute(
            "SELECT p.slug_nl || p.organisation_id, v.number, v.canonical "
            "FROM policies_version v JOIN policies_policy p ON p.id = v.policy_id"
        ).fetchall()
    return {(policy, number): canonical for policy, number, canonical in rows}


def open_policy(page: Page, server: Server, policy: str = "Privacy policy") -> None:
    """A policy of CPro, from the first page of the admin."""
    page.goto(f"{server.admin}?organisation=cpro")
    page.locator(".matrix th[scope=row]").get_by_role(
        "link", name=policy, exact=True
    ).click()
    expect(page.locator("ol.outline")).to_be_visible()


def tab(page: Page, name: str) -> None:
    page.locator("nav.tabs").get_by_role("link", name=re.compile(f"^{name}")).click()


def open_in_outline(page: Page, number: int) -> None:
    """The section of that line, when all its scripts run."""
    page.locator(".line .words > a").nth(number).click()
    expect(page.locator("#section-form")).to_be_visible()
    page.wait_for_load_state("load")


def open_section(staff: Page, kind: str) -> None:
    """The first section of that kind in the outline."""
    kinds = staff.locator(".line .kind").all_inner_texts()
    open_in_outline(staff, [words.startswith(kind) for words in kinds].index(True))


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
    staff.mouse.move(end["x"] + 6, target, steps=12)
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


def ask_review(staff: Page) -> None:
    tab(staff, "Review")
    staff.fill("#note", "Bewaartermijn, inzage en een verwerker.")
    staff.get_by_role("button", name="Ask for a review").click()
    expect(staff.locator(".stages [aria-current=step]")).to_contain_text("Legal")


def approve(people: People, name: str, then: str) -> None:
    """A colleague takes a step; ``then`` is where the draft stands next."""
    with people.page(name) as page:
        open_policy(page, people.server)
        tab(page, "Review")
        page.get_by_role("button", name="Approve").click()
        expect(page.locator(".decide h2")).to_contain_text(then)


def look(staff: Page, words: dict[str, str]) -> None:
    """Both languages stand beside each other in the preview."""
    tab(staff, "Preview")
    for number, language in enumerate(("nl", "en")):
        frame = staff.frame_locator(".frame iframe").nth(number)
        expect(frame.locator("main")).to_contain_text(words[language])


def publish(staff: Page) -> int:
    """Publish at once; the number that the new version got."""
    tab(staff, "Publish")
    button = staff.get_by_role("button", name=re.compile("Publish version"))
    number = int(re.findall(r"\d+", button.get_attribute("value") or "")[0])
    staff.fill("#id_note_nl", "Bewaartermijn, inzage en een verwerker gewijzigd.")
    staff.fill("#id_note_en", "Period, access and a processor changed.")
    button.click()
    expect(staff.locator(".messagelist .success")).to_be_visible()
    return number


def test_three_changes_previewed_approved_and_published_are_the_next_version(
    staff: Page, people: People, server: Server
) -> None:
    before = documents(server)
    processor = change_a_processor(staff, server)
    open_policy(staff, server)
    change_a_right(staff)
    change_a_period(staff)

    preview = {"nl": "Dat kan ook per brief.", "en": "Also by letter."}
    look(staff, preview)
    ask_review(staff)
    approve(people, "collega", then="Management")
    approve(people, "directie", then="Approved")

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
    assert "chain intact" in server.manage("verify_versions")


def test_opening_and_saving_a_section_changes_nothing(
    staff: Page, server: Server
) -> None:
    open_policy(staff, server)
    before = staff.locator("dl.facts-of").inner_text()
    lines = staff.locator(".line .words > a")
    for number in range(lines.count()):
        open_in_outline(staff, number)
        for row in staff.locator("li.entry > details").all():
            row.locator("summary").click()
            row.locator(".field").last.scroll_into_view_if_needed()
            expect(row.locator(UNTOUCHED)).to_have_count(0)
        expect(staff.locator("#saved")).to_be_empty()
        staff.get_by_role("button", name="Save", exact=True).first.click()
        expect(staff.locator(".messagelist .info")).to_be_visible()
    assert staff.locator("dl.facts-of").inner_text() == before


def test_sections_are_dragged_to_another_place(staff: Page, server: Server) -> None:
    open_policy(staff, server)
    lines = staff.locator("ol.outline > li > .line .words > a")
    first = lines.nth(0).inner_text()
    handles = staff.locator("ol.outline > li > .line .handle")
    drag(staff, handles.nth(0), handles.nth(1))
    staff.wait_for_load_state("load")
    expect(lines.nth(0)).not_to_have_text(first)
    expect(staff.get_by_role("link", name=first, exact=True)).to_be_visible()


def test_a_row_is_added_and_dragged_to_the_top(staff: Page, server: Server) -> None:
    open_policy(staff, server)
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
    open_policy(staff, server)
    open_section(staff, "Rights")
    staff.goto(f"{server.admin}cookies/cookietype/")
    staff.locator("#result_list tbody th a").first.click()
    staff.wait_for_load_state("load")
    assert errors == []
