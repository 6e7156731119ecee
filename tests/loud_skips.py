"""A pytest plugin: what could not run is listed at the end, and fails CI.

A test that is skipped on a machine of a developer says so and why. In CI (CI=true)
nothing is missing, so a skip there is a fault, unless the test is marked
``@pytest.mark.may_skip("reason")``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest


@dataclass(eq=False)
class Skips:
    """What was skipped in this run, and what of it may be."""

    allowed: set[str] = field(default_factory=set)
    found: dict[str, str] = field(default_factory=dict)

    @property
    def faults(self) -> list[str]:
        """The skipped tests that CI does not accept."""
        return [test for test in self.found if test not in self.allowed]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Remember the tests that may be skipped."""
        marked = (item for item in items if item.get_closest_marker("may_skip"))
        self.allowed.update(item.nodeid for item in marked)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a module that skips itself."""
        if report.skipped:
            self.found[report.nodeid] = _reason(report.longrepr)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that is skipped; an expected failure is none."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.found[report.nodeid] = _reason(report.longrepr)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        """Turn a green run red when CI could not run everything."""
        yield
        if _in_ci() and self.faults and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> None:
        """List what could not run."""
        if not self.found:
            return
        terminalreporter.section(f"{len(self.found)} could not run here")
        for test, reason in self.found.items():
            fault = _in_ci() and test not in self.allowed
            terminalreporter.line(f"{'FAULT ' if fault else ''}{test}: {reason}")
        if _in_ci() and self.faults:
            terminalreporter.line("In CI everything must run: see tests/loud_skips.py.")


def pytest_configure(config: pytest.Config) -> None:
    """Start counting."""
    config.pluginmanager.register(Skips(), "skips")


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() == "true"


def _reason(longrepr: object) -> str:
    if isinstance(longrepr, tuple):
        return str(longrepr[2]).removeprefix("Skipped: ")
    return str(longrepr)
