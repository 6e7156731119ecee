"""A real browser and a real server. Without Chromium these tests say that they can't run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.people import People, somebody
from tests.browser.server import Server, prepare, running

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# A busy machine takes its time; nothing is asserted about it.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, for this folder only.

    While Playwright runs, its event loop makes Django refuse the database in this
    process; the tests that follow need it.
    """
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, loaded once."""
    path = tmp_path_factory.mktemp("demo") / "template.sqlite3"
    prepare(path)
    return path


@pytest.fixture(scope="module")
def server(
    demo_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server on the demo, its own for each module of tests."""
    with running(demo_database, tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="module")
def people(browser: Browser, server: Server) -> People:
    """Those who work at this server."""
    return People(browser, server)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page at desktop width."""
    with somebody(browser) as found:
        yield found


@pytest.fixture
def staff(people: People) -> Iterator[Page]:
    """A page, signed in as the demo's legal staff."""
    with people.page("demo") as found:
        yield found
