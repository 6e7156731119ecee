"""docker/timers.py: the timers of a machine with containers."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

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
        wait_for(lambda: asked.read_text().split() == wanted)
    finally:
        timers.terminate()
        _, said = timers.communicate(timeout=10)
    assert timers.returncode == 0
    assert said == "send_messages: exit status 1\n"
