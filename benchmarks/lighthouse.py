"""Lighthouse on the pages that readers see most, on the demo, phone first.

    npm install --prefix FOLDER lighthouse@12
    DEMO=1 LIGHTHOUSE=FOLDER/node_modules/.bin/lighthouse python -m benchmarks.lighthouse

Makes a database of its own, serves it with gunicorn, and asks Debian's Chromium. Each page
is measured five times (``ROUNDS``), the pages in turns: Lighthouse slows the machine's own
processor down, so a single report says as much about the machine as about the page, and
its authors say to take the median. Prints the table and what each page lost points for,
and writes ``benchmarks/results.md``.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import report
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
# Milliseconds, but for the last, which is a share of the screen.
METRICS = {
    "first-contentful-paint": "FCP",
    "largest-contentful-paint": "LCP",
    "total-blocking-time": "TBT",
    "cumulative-layout-shift": "CLS",
}
WANTED = (900, 900, 0, 0)


def main() -> None:
    """Make, serve, measure, print, write ``benchmarks/results.md``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = folder / "template.sqlite3"
        prepare(template)
        served = folder / "served"
        served.mkdir()
        with running(template, served) as server:
            reports = _measured(server, folder / "report.json")
    report.write(
        "lighthouse",
        [],
        [goal for path in PAGES for goal in goals(path, reports[path])],
    )


def _measured(server: Server, file: Path) -> dict[str, list[Report]]:
    reports: dict[str, list[Report]] = {path: [] for path in PAGES}
    for number in range(int(os.environ.get("ROUNDS", "5"))):
        for path in PAGES:
            found = measured(server.url("cpro", path), file)
            reports[path].append(found)
            marks = [
                round(found["categories"][name]["score"] * 100) for name in CATEGORIES
            ]
            times = [round(found["audits"][key]["numericValue"]) for key in METRICS]
            print(f"  round {number + 1} {path:36} {marks} {times}", flush=True)
            for loss in losses(found):
                print(f"    {loss}")
    return reports


def goals(path: str, reports: list[Report]) -> list[report.Goal]:
    """A page's marks and times, beside what is wanted (P15).

    Besides the medians the best mark: what else the machine does can only slow a page
    down, so the best round says most about the page, and the median about the day.
    """
    marks = {
        name: [100 * _value(found, "categories", name, "score") for found in reports]
        for name in CATEGORIES
    }
    times = {
        name: [_value(found, "audits", key, "numericValue") for found in reports]
        for key, name in METRICS.items()
    }
    best = max(marks["performance"])
    return [
        report.at_least("P15", f"{path} performance, best round", best, 100),
        *(
            report.at_least("P15", f"{path} {name}", statistics.median(found), 100)
            for name, found in marks.items()
        ),
        *(
            report.at_most("P15", f"{path} {name}", statistics.median(found), most)
            for (name, found), most in zip(times.items(), WANTED, strict=True)
        ),
    ]


def _value(found: Report, *keys: str) -> float:
    value: Any = found
    for key in keys:
        value = value[key]
    return float(value)


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
