"""What the documentation and the alarms name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from privacysite.metrics import answering

ROOT = Path(settings.BASE_DIR)
DOCUMENT = (ROOT / "docs" / "monitoring.md").read_text(encoding="utf-8")
RULES = ROOT / "deploy" / "prometheus" / "rules.yaml"
# The alarm about the server being gone is about a series of Prometheus' own.
SERIES = re.compile(r"privacysite_\w+")


@pytest.fixture
def series(db: None) -> set[str]:
    """The names that Prometheus gets."""
    return set(SERIES.findall(answering.figures().decode()))


def rules() -> list[dict[str, str]]:
    (group,) = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    found: list[dict[str, str]] = group["rules"]
    return found


def test_alarms_ask_for_series_that_there_are(series: set[str]) -> None:
    exprs = " ".join(rule["expr"] for rule in rules())
    asked = {name.removesuffix("_bucket") for name in SERIES.findall(exprs)}
    assert len(asked) >= 5
    assert asked <= series


def test_each_series_is_in_the_documentation(series: set[str]) -> None:
    ends = ("_bucket", "_sum", "_count", "_created")
    missing = {n for n in series if not n.endswith(ends) and n not in DOCUMENT}
    assert missing == set()
    assert {n for n in SERIES.findall(DOCUMENT) if n not in series} <= {
        "privacysite_app"  # a role of the database
    }


def test_each_alarm_is_explained() -> None:
    assert {rule["alert"] for rule in rules()} == set(
        re.findall(r"\| `(Privacysite\w+)` \|", DOCUMENT)
    )


def test_each_variable_in_the_documentation_is_read_somewhere() -> None:
    table = DOCUMENT.partition("## Is it alive")[0]
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", table))
    assert len(named) > 10
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "gunicorn.conf.py", ROOT / "privacysite" / "settings.py")
    )
    assert {n for n in named if f'"{n.removesuffix("_FILE")}"' not in code} == set()
