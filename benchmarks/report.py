"""What was measured, as tables: on the screen, and in ``benchmarks/results.md``."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import shutil
import statistics
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.load import Case

FILE = Path(__file__).parent / "results.md"
RESTLESS = (
    "The machine was restless: rounds of one case differ by more than twice, so the ratios "
    "here tell little. Measure again on a quieter one."
)
_PACKAGES = ("Django", "django-cms", "gunicorn")


@dataclass(frozen=True)
class Goal:
    """A goal, and what came of it."""

    row: str
    what: str
    wanted: str
    measured: float
    holds: bool


def at_least(row: str, what: str, measured: float, wanted: float) -> Goal:
    """A goal that more is better for."""
    return Goal(row, what, f"≥ {wanted:g}", measured, measured >= wanted)


def at_most(row: str, what: str, measured: float, wanted: float) -> Goal:
    """A goal that less is better for."""
    return Goal(row, what, f"≤ {wanted:,g}", measured, measured <= wanted)


def write(
    part: str, cases: Iterable[Case], goals: Iterable[Goal], reference: str = ""
) -> None:
    """Print the tables and put them into the file, in place of that part's last ones."""
    cases = list(cases)
    by_name = {case.name: case for case in cases}
    lines = []
    if cases:
        lines += [
            "| case | requests/s (min–max) | ratio | p50 ms | p99 ms | CPU µs |",
            "|---|---|---|---|---|---|",
            *(_row(case, by_name[reference].rate) for case in cases),
            "",
        ]
    if any(max(case.rates) > 2 * min(case.rates) for case in cases):
        lines += [RESTLESS, ""]
    _tell(part, lines, goals)


def write_table(
    part: str, rows: Sequence[Sequence[str]], goals: Iterable[Goal], told: str = ""
) -> None:
    """The same for what was measured otherwise; the first row is the table's head."""
    head, *others = rows
    shown = [head, ["---"] * len(head), *others]
    lines = [f"| {' | '.join(row)} |" for row in shown]
    _tell(part, [*([told, ""] if told else []), *lines, ""], goals)


def _tell(part: str, lines: Sequence[str], goals: Iterable[Goal]) -> None:
    lines = [f"## {part}", "", _circumstances(), "", *lines]
    lines += ["| row | what | goal | measured | |", "|---|---|---|---|---|"]
    for goal in goals:
        verdict = "holds" if goal.holds else "**missed**"
        lines.append(
            f"| {goal.row} | {goal.what} | {goal.wanted} | {_short(goal.measured)} "
            f"| {verdict} |"
        )
    text = "\n".join(lines) + "\n"
    print(text)
    _put(part, text)


def _row(case: Case, reference: float) -> str:
    return (
        f"| {case.name} | {case.rate:,.0f} ({min(case.rates):,.0f}–{max(case.rates):,.0f})"
        f" | {case.rate / reference:.2f} | {statistics.median(case.p50):.2f}"
        f" | {case.slowest:.2f} | {case.work:,.0f} |"
    )


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.2f}"


def _circumstances() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    today = dt.datetime.now(tz=dt.UTC).date()
    return (
        f"{today}, {os.cpu_count()} processors ({platform.machine()}), "
        f"Python {platform.python_version()}, {packages}{_nginx()}. Rounds in turns, "
        "medians; the load comes from the same machine."
    )


def _nginx() -> str:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        return ""
    told = subprocess.run([program, "-v"], capture_output=True, text=True, check=False)
    return f", nginx {told.stderr.rpartition('/')[2].strip()}"


def _put(part: str, text: str) -> None:
    before = FILE.read_text(encoding="utf-8") if FILE.exists() else "# Measured\n\n"
    pattern = re.compile(
        rf"^## {re.escape(part)}$.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE
    )
    if pattern.search(before):
        after = pattern.sub(lambda _: text + "\n", before)
    else:
        after = before.rstrip() + "\n\n" + text
    FILE.write_text(after.rstrip() + "\n", encoding="utf-8")
