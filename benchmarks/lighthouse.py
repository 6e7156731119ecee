"""Lighthouse on the pages that readers see most, on the demo, phone first.

    npm install --prefix FOLDER lighthouse@12
    DEMO=1 LIGHTHOUSE=FOLDER/node_modules/.bin/lighthouse python -m benchmarks.lighthouse

Makes a database of its own, serves it with gunicorn, and asks Debian's Chromium. Prints
a table and what each page lost points for; asserts nothing. On a busy machine the speed
is the machine's: measure again when it is idle.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.conftest import ARGUMENTS
from tests.browser.server import ROOT, Server, prepare, running

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = (
    "/nl/privacybeleid/",
    "/nl/privacybeleid/versies/",
    "/nl/privacybeleid/wijzigingen/1..3/",
    "/en/privacy-policy/",
    "/en/privacy-policy/versions/",
    "/en/privacy-policy/changes/1..3/",
)

Report = dict[str, Any]


def main() -> None:
    """Make, serve, measure, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = folder / "template.sqlite3"
        prepare(template)
        served = folder / "served"
        served.mkdir()
        with running(template, served) as server:
            _print(server, folder / "report.json")


def _print(server: Server, file: Path) -> None:
    print(f"{'':38}" + "".join(f"{category:>16}" for category in CATEGORIES))
    for path in PAGES:
        report = measured(server.url("cpro", path), file)
        marks = [report["categories"][name]["score"] for name in CATEGORIES]
        print(f"{path:38}" + "".join(f"{round(mark * 100):16d}" for mark in marks))
        for loss in losses(report):
            print(f"    {loss}")


def measured(url: str, file: Path) -> Report:
    """Lighthouse's report on a page, with its own settings for a phone."""
    flags = " ".join(("--headless=new", *ARGUMENTS))
    subprocess.run(
        [os.environ.get("LIGHTHOUSE", "lighthouse"), url, "--quiet",
         f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}",
         "--output=json", f"--output-path={file}"],
        check=True, env={"CHROME_PATH": shutil.which("chromium") or "", **os.environ},
    )  # fmt: skip
    found: Report = json.loads(file.read_text(encoding="utf-8"))
    return found


def losses(report: Report) -> list[str]:
    """What a page lost points for, in Lighthouse's words."""
    audits = report["audits"]
    weighed = {
        reference["id"]
        for name in CATEGORIES
        for reference in report["categories"][name]["auditRefs"]
        if reference["weight"]
    }
    return [
        f"{audits[key]['title']} ({audits[key].get('displayValue') or key})"
        for key in sorted(weighed)
        if audits[key]["score"] is not None and audits[key]["score"] < 1
    ]


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
