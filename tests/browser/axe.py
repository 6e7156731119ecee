"""axe-core on a page. Without its file these tests say that they can't run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is needed comes back: the rest of axe's report is megabytes a page. The empty
# heading of a column is Django's own.
RUN = """only => axe.run({exclude: [["th.original"]]}, {
  runOnly: only, resultTypes: ["violations"],
}).then(({passes, violations}) => ({passes: passes.length, violations}))"""


def source(variable: str, what: str) -> Path:
    """The file that the environment names; the test is skipped without it."""
    path = os.environ.get(variable, "")
    if not path:
        pytest.skip(f"{variable} does not name {what}")
    return Path(path)


def violations(page: Page, *rules: str) -> list[tuple[str, list[str]]]:
    """What axe finds on the page as it stands: each rule with some of the places.

    All that WCAG asks, or those rules alone.
    """
    axe = source("AXE_JS", "axe.min.js of axe-core").read_text(encoding="utf-8")
    page.evaluate(axe)
    only = (
        {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    )
    result: Any = page.evaluate(RUN, only)
    assert result["passes"], "axe did not run"
    return [
        (v["id"], [node["html"][:150] for node in v["nodes"]][:3])
        for v in result["violations"]
    ]
