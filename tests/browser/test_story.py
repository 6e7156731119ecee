"""Two colleagues and a stranger, from an empty page to a version that was cancelled.

One story in chapters: each test goes on where the one before it stopped.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.server import Server

pytestmark = pytest.mark.browser

PASSWORD = "demo-demo-demo"
TITLE = "Spryng cookie policy"
STRANGER = """
from django.contrib.auth import get_user_model
from organisations.models import Membership, Organisation, Role
user = get_user_model().objects.create_user("stranger", password="demo-demo-demo")
user.is_staff = True
user.save()
Membership.objects.create(
    user=user, role=Role.OWNER, organisation=Organisation.objects.get(slug="spot")
)
"""


def sign_in(browser: Browser, server: Server, name: str) -> Page:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", accept_downloads=True
    )
    page = context.new_page()
    page.goto(server.admin)
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(server.admin)
    return page


@pytest.fixture(scope="module")
def demo(browser: Browser, server: Server) -> Iterator[Page]:
    """Who writes."""
    page = sign_in(browser, server, "demo")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def collega(browser: Browser, server: Server) -> Iterator[Page]:
    """Who approves."""
    page = sign_in(browser, server, "collega")
    yield page
    page.context.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """Somebody without an account, a cookie or a script."""
    context: BrowserContext = browser.new_context(
        java_script_enabled=False, locale="en-GB"
    )
    yield context.new_page()
    context.close()


def open_policy(page: Page, server: Server) -> None:
    """The draft's page, from the overview."""
    page.goto(f"{server.admin}?organisation=spryng")
    page.locator(".matrix").get_by_role("link", name=TITLE).first.click()


def tab(page: Page, name: str) -> None:
    page.locator("nav.tabs").get_by_role("link", name=re.compile(f"^{name}")).click()


def told(page: Page, words: str) -> None:
    """The page says so in its messages."""
    expect(page.locator(".messagelist")).to_contain_text(words)


def write(page: Page, language: str, words: str) -> None:
    """At the end of the section's first text."""
    area = page.locator(f".tiptap[lang={language}]").first
    area.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def saved(page: Page) -> None:
    """The editor says that everything is kept."""
    expect(page.locator("#saved")).to_contain_text(re.compile("Saved|Everything"))


def open_section(page: Page, heading: str) -> None:
    page.locator("ol.outline").get_by_role("link", name=heading, exact=True).click()
    page.wait_for_load_state("load")


def ask_review(page: Page, server: Server, note: str) -> None:
    open_policy(page, server)
    tab(page, "Review")
    expect(page.locator(".decide")).to_contain_text("Ask for a review")
    page.fill("#note", note)
    page.get_by_role("button", name="Ask for a review").click()
    expect(page.locator(".stages [aria-current=step]")).to_be_visible()


def approve(page: Page, server: Server) -> None:
    open_policy(page, server)
    tab(page, "Review")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Approved")).to_be_visible()


def notes(page: Page) -> None:
    page.fill("#id_note_nl", "Een zin is verduidelijkt.")
    page.fill("#id_note_en", "A sentence was made clearer.")


def publish(page: Page, server: Server, day: dt.date | None = None) -> None:
    open_policy(page, server)
    tab(page, "Publish")
    if day is not None:
        page.get_by_label("on a day, from midnight").check()
        page.fill("#id_day", day.isoformat())
    notes(page)
    page.get_by_role("button", name=re.compile("^Publish version")).click()
    told(page, "is published")


def versions(page: Page, server: Server) -> Locator:
    open_policy(page, server)
    tab(page, "Versions")
    return page.locator("table.versions tbody tr")


def state(rows: Locator, number: int) -> Locator:
    """The state of a version in the list."""
    return rows.filter(has=rows.page.locator(f"th:text-is('{number}')")).locator(".tag")


def public(server: Server, rest: str = "") -> str:
    return server.url("spryng", f"/en/spryng-cookie-policy/{rest}")


def test_a_policy_starts_from_a_template(demo: Page, server: Server) -> None:
    demo.goto(server.admin)
    demo.get_by_role("link", name="New policy").click()
    demo.get_by_label("Organisation", exact=True).last.select_option(label="Spryng")
    demo.get_by_role("radio", name="Cookie policy").check()
    demo.fill("[name=title_nl]", "Cookiebeleid van Spryng")
    demo.fill("[name=title_en]", TITLE)
    demo.get_by_role("button", name="Make the draft").click()
    expect(demo.locator("ol.outline > li").first).to_be_visible()


def test_it_is_written_in_both_languages_and_saves_itself(
    demo: Page, server: Server
) -> None:
    open_policy(demo, server)
    demo.locator("ol.outline .words > a").first.click()
    demo.wait_for_load_state("load")
    write(demo, "nl", " Deze zin is van ons.")
    write(demo, "en", " This sentence is ours.")
    saved(demo)
    demo.reload()
    expect(demo.locator(".tiptap[lang=en]").first).to_contain_text("is ours")


def test_the_sections_are_put_in_order_with_the_keyboard(
    demo: Page, server: Server
) -> None:
    open_policy(demo, server)
    lines = demo.locator("ol.outline > li > .line .words > a")
    first, second = lines.nth(0).inner_text(), lines.nth(1).inner_text()
    lines.nth(0).focus()
    demo.keyboard.press("Alt+ArrowDown")
    expect(lines.nth(0)).to_have_text(second)
    demo.reload()
    expect(lines.nth(1)).to_have_text(first)


def test_the_preview_shows_both_languages(demo: Page, server: Server) -> None:
    open_policy(demo, server)
    tab(demo, "Preview")
    for number, words in ((0, "Deze zin is van ons."), (1, "This sentence is ours.")):
        frame = demo.frame_locator("iframe").nth(number)
        expect(frame.locator("main")).to_contain_text(words)


def test_counsel_reads_the_draft_by_a_link_until_it_is_revoked(
    demo: Page, visitor: Page, server: Server
) -> None:
    open_policy(demo, server)
    tab(demo, "Preview")
    demo.get_by_role("link", name="Links for counsel").click()
    demo.fill("#id_for_whom", "De Vries Advocaten")
    demo.get_by_role("button", name="Make the link").click()
    address = demo.locator("input.address").input_value()
    visitor.goto(f"{address}en/")
    expect(visitor.locator("main")).to_contain_text("This sentence is ours.")
    demo.get_by_role("button", name="Revoke").click()
    told(demo, "ended")
    visitor.goto(f"{address}en/")
    expect(visitor.locator("main")).not_to_contain_text("This sentence is ours.")


def test_a_fact_that_is_missing_stands_in_the_way_until_it_is_filled_in(
    demo: Page, server: Server
) -> None:
    open_policy(demo, server)
    tab(demo, "Review")
    expect(demo.locator(".decide")).to_contain_text("{dpo_email}")
    demo.goto(f"{server.admin}organisations/organisation/")
    demo.locator("#result_list").get_by_role("link", name="Spryng", exact=True).click()
    demo.fill("#id_dpo_email", "fg@spryng.example")
    demo.locator("input[name=_save]").click()
    told(demo, "Spryng")


def test_a_colleague_sends_it_back_with_a_comment(
    demo: Page, collega: Page, server: Server
) -> None:
    ask_review(demo, server, "De eerste tekst.")
    expect(demo.locator("#content")).to_contain_text("a colleague has to approve")
    open_policy(collega, server)
    tab(collega, "Review")
    expect(collega.locator(".decide")).to_contain_text("De eerste tekst.")
    collega.get_by_role("button", name="Send back").click()
    expect(collega.locator("[role=alert]")).to_contain_text("Say what has to change.")
    collega.fill("#comment", "De zin is te kort.")
    collega.get_by_role("button", name="Send back").click()
    open_policy(demo, server)
    tab(demo, "Review")
    demo.locator("details.past summary").click()
    expect(demo.locator("details.past")).to_contain_text("De zin is te kort.")


def test_it_is_corrected_approved_and_published(
    demo: Page, collega: Page, visitor: Page, server: Server
) -> None:
    open_policy(demo, server)
    demo.locator("ol.outline .words > a").nth(1).click()
    demo.wait_for_load_state("load")
    write(demo, "nl", " Hij is nu langer.")
    write(demo, "en", " It is longer now.")
    saved(demo)
    ask_review(demo, server, "Nu langer.")
    approve(collega, server)
    publish(collega, server)
    visitor.goto(public(server))
    expect(visitor.locator("main")).to_contain_text("It is longer now.")


def test_what_changed_is_marked_word_by_word(demo: Page, server: Server) -> None:
    open_policy(demo, server)
    demo.locator("ol.outline .words > a").nth(1).click()
    demo.wait_for_load_state("load")
    write(demo, "nl", " En nog iets.")
    write(demo, "en", " And something else.")
    saved(demo)
    side = demo.get_by_role("region", name="What to look at")
    expect(side).to_contain_text("And something else")
    rows = versions(demo, server)
    rows.first.get_by_role("link", name="Compare with the draft").click()
    expect(demo.locator("#content ins").first).to_be_visible()
    expect(demo.locator("#content")).to_contain_text("And something else")


def test_it_is_approved_for_tomorrow_and_switches_by_itself(
    demo: Page, collega: Page, visitor: Page, server: Server
) -> None:
    ask_review(demo, server, "Voor morgen.")
    approve(collega, server)
    tomorrow = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=2)
    publish(collega, server, tomorrow)
    visitor.goto(public(server))
    expect(visitor.locator("main")).not_to_contain_text("And something else")
    expect(state(versions(demo, server), 2).first).to_have_text("scheduled")
    server.set_clock(dt.timedelta(days=3))
    visitor.goto(public(server))
    expect(visitor.locator("main")).to_contain_text("And something else")
    expect(state(versions(demo, server), 1).first).to_have_text("superseded")


def test_the_old_version_is_restored_as_a_draft(demo: Page, server: Server) -> None:
    rows = versions(demo, server)
    rows.last.get_by_role("link", name="Restore as a draft").click()
    demo.locator(".submit-row input[type=submit]").click()
    told(demo, "1")
    open_policy(demo, server)
    demo.locator("ol.outline .words > a").nth(1).click()
    demo.wait_for_load_state("load")
    expect(demo.locator(".tiptap[lang=en]").first).to_contain_text("longer now")
    expect(demo.locator(".tiptap[lang=en]").first).not_to_contain_text("something")


def test_a_clauses_new_text_is_taken(demo: Page, server: Server) -> None:
    demo.goto(f"{server.admin}policies/clause/")
    demo.locator(".object-tools a.addlink").first.click()
    write_clause(demo)
    open_policy(demo, server)
    demo.get_by_role("link", name="Add a clause").first.click()
    demo.get_by_role("button", name="Add the clause “Our clause”").click()
    expect(demo.locator(".messagelist .success")).to_be_visible()
    change_clause(demo, server)
    open_policy(demo, server)
    demo.locator(".news-note a").click()
    demo.get_by_role("button", name="Take the new text").first.click()
    expect(demo.locator(".messagelist .success")).to_be_visible()
    open_policy(demo, server)
    open_section(demo, "Clause heading")
    expect(demo.locator(".tiptap[lang=en]").first).to_contain_text("New words.")


def write_clause(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Free text")).click()
    page.wait_for_load_state("load")
    organisation = page.locator("#content select[name=organisation]")
    if organisation.count():
        organisation.select_option(label="Spryng")
    page.fill("[name=title_nl]", "Onze clausule")
    page.fill("[name=title_en]", "Our clause")
    page.fill("[name=heading_nl]", "Kop van de clausule")
    page.fill("[name=heading_en]", "Clause heading")
    write(page, "nl", "Woorden.")
    write(page, "en", "Words.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def change_clause(page: Page, server: Server) -> None:
    page.goto(f"{server.admin}policies/clause/")
    page.get_by_role("link", name="Our clause").click()
    page.wait_for_load_state("load")
    write(page, "nl", " Nieuwe woorden.")
    write(page, "en", " New words.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_a_schedule_is_cancelled_and_the_text_in_force_goes_on(
    demo: Page, collega: Page, visitor: Page, server: Server
) -> None:
    ask_review(demo, server, "Terug naar de oude tekst.")
    approve(collega, server)
    publish(collega, server, dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=9))
    rows = versions(collega, server)
    expect(state(rows, 3).first).to_have_text("scheduled")
    rows.first.get_by_role("link", name="Cancel the schedule").click()
    collega.get_by_role("button", name="Cancel the schedule").click()
    expect(state(rows, 3).first).to_have_text("cancelled")
    server.set_clock(dt.timedelta(days=12))
    visitor.goto(public(server))
    expect(visitor.locator("main")).to_contain_text("And something else")


def test_a_stranger_finds_nothing_of_it(
    browser: Browser, demo: Page, server: Server
) -> None:
    server.manage("shell", "-c", STRANGER)
    open_policy(demo, server)
    address = demo.url
    stranger = sign_in(browser, server, "stranger")
    expect(stranger.locator(".matrix")).not_to_contain_text(TITLE)
    answer = stranger.goto(address)
    assert answer is not None
    assert answer.status == 404
    stranger.goto(f"{server.admin}policies/policy/search/?q=something+else")
    expect(stranger.locator("#content")).to_contain_text("Nothing found.")
    stranger.context.close()


def test_each_colleague_was_told_by_mail(server: Server) -> None:
    folder = Path(server.database.parent) / "mail"
    letters = [path.read_text(encoding="utf-8") for path in folder.glob("*")]
    subjects = [line for text in letters for line in re.findall("Subject: .*", text)]
    assert len(subjects) >= 8, subjects
    for word in ("beoorde", "goedgekeurd", "teruggestuurd", "gepubliceerd"):
        assert any(word in line.casefold() for line in subjects), (word, subjects)


def test_the_log_and_the_trail_are_whole(server: Server) -> None:
    assert "chain intact" in server.manage("verify_versions")
    assert "chain intact" in server.manage("verify_audit")
