"""The draft editor on a policy with 60 sections and 600 entries: first paint, queries.

    DEMO=1 python -m benchmarks.editor

Makes a database of its own, serves it with gunicorn, and asks Debian's Chromium when it
painted first: the median of five visits a page. Prints; asserts nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.server import ROOT, Server, environment, prepare, running

VISITS = 5
PAINT = """() => new Promise(done => {
  const found = () => performance.getEntriesByType("paint")
    .find(entry => entry.name === "first-contentful-paint");
  const wait = () => found() ? done(found().startTime) : setTimeout(wait, 20);
  wait();
})"""
# Runs in a process of its own: Playwright's loop keeps Django from the database.
MAKE = """
import json
import django
django.setup()
from django.test.utils import setup_test_environment
setup_test_environment()
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.contrib.auth import get_user_model
from organisations.models import Organisation
from tests.policies.admin_world import address, edit_address, large, section, sent
policy = large(Organisation.objects.get(slug="cpro"))
client = Client(HTTP_HOST=settings.ADMIN_HOST)
client.force_login(get_user_model().objects.get(username="demo"))
row = section(policy, "s30")
pages = {
    "draft": address(policy, "draft/"),
    "section": edit_address(row),
    "panes": edit_address(row) + "side/?part=1",
}
def queries(ask):
    with CaptureQueriesContext(connection) as found:
        answer = ask()
    assert answer.status_code in (200, 302), answer.status_code
    return len(found)
counts = {name: queries(lambda: client.get(url)) for name, url in pages.items()}
for name, extra in (("save", {}), ("autosave", {"autosave": "1"})):
    data = sent(client, pages["section"], heading_nl=name, **extra)
    counts[name] = queries(lambda: client.post(pages["section"], data))
print(json.dumps({"pages": pages, "queries": counts}))
"""


def main() -> None:
    """Make, serve, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.sqlite3"
        prepare(template)
        made = _make(template)
        served = Path(folder) / "served"
        served.mkdir()
        with running(template, served) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=ARGUMENTS
            )
            paints = _paints(browser, server, made["pages"])
            browser.close()
    for name, count in made["queries"].items():
        print(f"{name:9} {count:3d} queries")
    for name, times in paints.items():
        median = statistics.median(times)
        every = ", ".join(f"{found:.0f}" for found in times)
        print(f"{name:9} first paint {median:.0f} ms (median of {every})")


def _make(database: Path) -> dict[str, dict[str, str]]:
    done = subprocess.run(
        [sys.executable, "-c", MAKE], cwd=ROOT, env=environment(database, 8000),
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


def _paints(
    browser: Browser, server: Server, pages: dict[str, str]
) -> dict[str, list[float]]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    _sign_in(page, server)
    found: dict[str, list[float]] = {}
    for name in ("draft", "section"):
        url = server.admin.removesuffix("/admin/") + pages[name]
        page.goto(url)  # styles and scripts are in the browser's cache, as by day
        found[name] = []
        for _visit in range(VISITS):
            page.goto(url, wait_until="commit")
            found[name].append(float(page.evaluate(PAINT)))
            page.wait_for_load_state("networkidle")
    return found


def _sign_in(page: Page, server: Server) -> None:
    page.goto(server.admin)
    page.fill("#id_username", "demo")
    page.fill("#id_password", "demo-demo-demo")
    page.press("#id_password", "Enter")
    page.wait_for_url(server.admin)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
