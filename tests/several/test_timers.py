"""docker/timers.py: the timers of a machine with containers."""

from __future__ import annotations

import importlib.util
import os
import runpy
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from tests.programs import wait_for
from tests.several.machines import ROOT

SCRIPT = ROOT / "docker" / "timers.py"
# One command fails; the others must not mind.
MANAGE = """
import sys
with open("asked", "a") as file:
    file.write(sys.argv[1] + "\\n")
sys.exit(sys.argv[1] == "send_messages")
"""


def test_every_command_is_run_and_a_stop_is_a_stop(tmp_path: Path) -> None:
    (tmp_path / "manage.py").write_text(MANAGE, encoding="ascii")
    asked = tmp_path / "asked"
    asked.touch()
    timers = subprocess.Popen(
        [sys.executable, str(SCRIPT)], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    try:
        wanted = list(runpy.run_path(str(SCRIPT))["TIMERS"])
        wait_for(lambda: sorted(asked.read_text().split()) == sorted(wanted))
    finally:
        timers.terminate()
        _, said = timers.communicate(timeout=10)
    assert timers.returncode == 0
    assert said == "send_messages: exit status 1\n"


@pytest.fixture
def timers() -> ModuleType:
    """The script, not running."""
    spec = importlib.util.spec_from_file_location("timers", SCRIPT)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_a_start_makes_no_archive_beside_one_of_today(
    timers: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timers, "ARCHIVES", tmp_path)
    assert timers.first("backup") == 0
    newest = tmp_path / "privacysite-20270301T020000Z.zip"
    newest.touch()
    assert 23 * timers.HOUR < timers.first("backup") <= timers.DAY
    then = time.time() - 2 * timers.DAY
    os.utime(newest, (then, then))
    assert timers.first("backup") == 0
    assert timers.first("send_messages") == 0


def test_those_that_are_named_run_alone(tmp_path: Path) -> None:
    (tmp_path / "manage.py").write_text(MANAGE, encoding="ascii")
    asked = tmp_path / "asked"
    asked.touch()
    running = subprocess.Popen(
        [sys.executable, str(SCRIPT), "make_files"], cwd=tmp_path
    )
    try:
        wait_for(lambda: asked.read_text().split() == ["make_files"])
    finally:
        running.terminate()
        running.wait(timeout=10)
    assert running.returncode == 0
