"""Every kind of public page: axe-core and the Nu validator find nothing, at each width."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

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
    ("cpro", "/nl/privacy-en-cookiebeleid/"),
    ("cpro", "/en/privacy-and-cookie-policy/"),
    ("cpro", "/en/not-here/"),
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
    assert [t for t in complaints if "404" not in t and "410" not in t] == []
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


def test_the_language_switch_of_a_section_keeps_the_section(
    browser: Browser, server: Server
) -> None:
    page = browser.new_page()
    page.goto(server.url("cpro", "/nl/privacybeleid/"))
    page.locator("section#rights a[hreflang=en]").first.click()
    assert page.url.endswith("/en/privacy-policy/#rights")
    page.close()
