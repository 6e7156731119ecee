"""Every kind of public page: axe-core and the Nu validator find nothing, at each width."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import source, violations
from tests.browser.server import Server

PATHS = [
    ("cpro", "/nl/"),
    ("cpro", "/en/"),
    ("cpro", "/nl/privacybeleid/"),
    ("cpro", "/en/privacy-policy/"),
    ("cpro", "/nl/cookiebeleid/"),
    ("cpro", "/en/cookie-policy/"),
    ("cpro", "/nl/privacybeleid/versies/"),
    ("cpro", "/en/privacy-policy/versions/"),
    ("cpro", "/nl/privacybeleid/v/1/"),
    ("cpro", "/en/privacy-policy/on/2022-10-26/"),
    ("cpro", "/nl/privacybeleid/wijzigingen/2..3/"),
    ("cpro", "/en/privacy-policy/changes/1..3/?languages=both"),
    ("cpro", "/en/privacy-policy/changes/?from=1&to=1"),
    ("cpro", "/nl/privacybeleid/sinds/2020-01-01/"),
    ("cpro", "/en/privacy-policy/on/2000-01-01/"),
    ("cpro", "/nl/privacybeleid/naast-elkaar/"),
    ("cpro", "/nl/cookiebeleid/v/2/"),
    ("cpro", "/nl/privacy-en-cookiebeleid/"),
    ("cpro", "/en/privacy-and-cookie-policy/"),
    ("cpro", "/nl/controleren/"),
    ("cpro", "/en/verify/?digest=1"),
    ("cpro", "/en/not-here/"),
    ("cpro", "/nl/verwerkers/"),
    ("cpro", "/en/processors/"),
    ("cpro", "/nl/api/"),
    ("cpro", "/en/api/"),
    ("cloudpro", "/nl/privacyverklaring/"),
    ("cloudpro", "/en/privacy-statement/"),
    ("spryng", "/nl/privacybeleid/"),
    ("spryng", "/en/privacy-policy/"),
    ("cloudtalk", "/nl/gdpr-faq/"),
    ("cloudtalk", "/en/gdpr-faq/"),
    ("cloudtalk", "/nl/privacybeleid/"),
    ("cloudtalk", "/en/privacy-policy/"),
    ("spot", "/nl/privacy-en-cookie-statement/"),
    ("spot", "/en/privacy-and-cookie-statement/"),
    ("cpro", "/nl/abonneren/"),
    ("cpro", "/en/subscribe/"),
    ("cpro", "/nl/privacybeleid/insluiten/"),
    ("cpro", "/en/privacy-policy/embed/"),
    ("cpro", "/en/privacy-policy/embed/frame/"),
    ("spritecloud-cyber", "/"),
]
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
WITHDRAW = """
from policies.actions.withdraw import withdraw
from policies.models import Version
version = Version.objects.get(policy__organisation__slug="spryng", number=1)
withdraw(None, version, {"nl": "Het klopte niet.", "en": "It was wrong."})
"""


@pytest.fixture(scope="module", autouse=True)
def withdrawn(server: Server) -> None:
    """Spryng's policy is withdrawn, so that the page that says so is looked at too."""
    server.manage("shell", "--no-imports", "-c", WITHDRAW)
    assert "Het klopte niet." in server.fetch("spryng", "/nl/privacybeleid/").decode()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_no_violation(
    browser: Browser, server: Server, width: int, scheme: Any
) -> None:
    source("AXE_JS", "axe.min.js of axe-core")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    found = {}
    for host, path in PATHS:
        page.goto(server.url(host, path))
        if wrong := violations(page):
            found[host + path] = wrong
    context.close()
    assert found == {}


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_page_scrolls_sideways(browser: Browser, server: Server, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    wide = []
    for host, path in PATHS:
        page.goto(server.url(host, path))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(host + path)
    page.close()
    assert wide == []


def test_pages_load_nothing_from_elsewhere_and_set_no_cookie(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context()
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    for host, path in PATHS:
        page.goto(server.url(host, path))
    foreign = [u for u in requests if f".localhost:{server.port}/" not in u]
    assert foreign == []
    refused = re.compile(r"status of 4(?:00|04|10)")
    assert [t for t in complaints if not refused.search(t)] == []
    assert context.cookies() == []
    context.close()


def test_the_nu_validator_finds_no_error(server: Server, tmp_path: Path) -> None:
    jar = source("VNU_JAR", "vnu.jar of the Nu Html Checker")
    for number, (host, path) in enumerate(PATHS):
        file = tmp_path / f"{number:02d}-{host}.html"
        file.write_bytes(server.fetch(host, path))
    done = subprocess.run(
        ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always",
         *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    messages = json.loads(done.stderr)["messages"]
    errors = [
        (m["url"].rsplit("/", 1)[-1], m["message"], m.get("extract", "")[:120])
        for m in messages
        if m["type"] == "error"
    ]
    assert errors == []


def test_the_contents_stay_in_sight_on_a_wide_screen_and_fold_on_a_phone(
    browser: Browser, server: Server
) -> None:
    address = server.url("cpro", "/nl/privacybeleid/")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.evaluate("window.scrollTo(0, 3000)")
    contents = page.locator("nav.contents:visible").first
    assert contents.bounding_box() is not None
    assert 0 <= contents.bounding_box()["y"] < 900  # type: ignore[index]
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(address)
    details = page.locator("details.contents:visible, nav.contents details:visible")
    assert details.count() == 1
    assert details.get_attribute("open") is None
    page.close()


def test_on_a_phone_the_contents_are_one_tap_away_from_anywhere(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(server.url("cpro", "/nl/privacybeleid/") + "#complaint")
    page.get_by_role("link", name="Onderdelen", exact=True).click()
    line = page.locator("nav.contents a[href='#rights']:visible")
    expect(line).to_be_in_viewport()
    line.click()
    expect(page.locator("section#rights")).to_be_in_viewport()
    expect(line).to_have_count(0)
    context.close()


def test_the_way_back_to_the_contents_covers_no_control(
    browser: Browser, server: Server
) -> None:
    """It comes once the contents are out of sight, and goes where the text ends."""
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(server.url("cpro", "/nl/privacybeleid/"))
    up = page.get_by_role("link", name="Onderdelen", exact=True)
    contents = page.locator("nav.contents")
    expect(up).not_to_be_in_viewport()
    contents.evaluate("e => scrollTo(0, e.getBoundingClientRect().bottom + 200)")
    expect(contents).not_to_be_in_viewport()
    expect(up).to_be_in_viewport()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    above, below = (
        page.locator(found).last.bounding_box()
        for found in (".record .page-only", "footer.site nav")
    )
    box = up.bounding_box()
    page.close()
    assert above
    assert below
    assert box
    assert above["y"] + above["height"] < box["y"]
    assert box["y"] + box["height"] < below["y"]


def test_a_comparison_on_paper_says_of_what_and_of_when_it_is(
    browser: Browser, server: Server
) -> None:
    page = browser.new_page()
    page.goto(server.url("cpro", "/nl/privacybeleid/wijzigingen/1..3/"))
    page.emulate_media(media="print")
    head = " ".join(page.locator("main").inner_text()[:200].split())
    for said in ("Privacybeleid", "versie 1 25 mei 2018", "versie 3 26 oktober 2022"):
        assert said in head
    address = page.locator(".compared").evaluate(
        "e => getComputedStyle(e, '::after').content"
    )
    page.close()
    assert "/nl/privacybeleid/wijzigingen/1..3/" in address


def test_both_languages_of_a_long_title_fit_the_smallest_screen(
    browser: Browser, server: Server
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(server.url("cloudpro", "/nl/privacyverklaring/naast-elkaar/"))
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert width == 320


def test_the_language_switch_of_a_section_keeps_the_section(
    browser: Browser, server: Server
) -> None:
    page = browser.new_page()
    page.goto(server.url("cpro", "/nl/privacybeleid/"))
    page.locator("section#rights a[hreflang=en]").first.click()
    page.wait_for_url("**/en/privacy-policy/#rights")
    page.close()


def test_without_script_a_visitor_finds_what_changed_and_what_applied(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url("cpro", "/en/privacy-policy/"))
    page.get_by_role("link", name="all versions").first.click()
    page.get_by_role("link", name="What changed: version 3").click()
    page.wait_for_url("**/en/privacy-policy/changes/2..3/")
    page.get_by_label("from").select_option("1")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/en/privacy-policy/changes/1..3/")
    assert page.locator(".diff ins").count() > 0
    page.get_by_role("link", name="All versions").click()
    page.wait_for_url("**/en/privacy-policy/versions/")
    versions = page.url
    page.get_by_label("Which text applied on this day?").fill("2020-02-29")
    page.get_by_role("button", name="Show the text of that day").click()
    page.wait_for_url("**/en/privacy-policy/on/2020-02-29/")
    page.goto(versions)
    page.get_by_label("Which text applied on this day?").fill("2020-02-29")
    page.get_by_role("button", name="What has changed since").click()
    page.wait_for_url("**/en/privacy-policy/since/2020-02-29/")
    assert "version 1 applied" in page.locator(".lead").inner_text()
    context.close()


def test_what_can_be_tapped_is_large_enough_on_a_policy_and_its_past(
    browser: Browser, server: Server
) -> None:
    """24 by 24 pixels (WCAG 2.5.8), but for links within a sentence."""
    page = browser.new_page(viewport={"width": 390, "height": 900})
    small = []
    for path in ("", "versions/", "changes/1..3/", "since/2020-01-01/", "on/"):
        page.goto(server.url("cpro", f"/en/privacy-policy/{path}"))
        for target in page.locator("main :is(button, select, input, summary, a)").all():
            box = target.bounding_box()
            inline = target.evaluate("e => getComputedStyle(e).display === 'inline'")
            if (
                box
                and box["width"]
                and not inline
                and min(box["width"], box["height"]) < 24
            ):
                small.append((path, target.inner_text(), box))
    page.close()
    assert small == []
