"""What could not run is said, and in CI it is a fault."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = """
import pytest

{mark}
def test_with_a_tool():
    pytest.skip("the tool is missing")

def test_without():
    pass
"""


def run(folder: Path, source: str, **environment: str) -> tuple[int, str]:
    """A run of pytest in a folder of its own, with the plugin alone."""
    (folder / "test_tool.py").write_text(source, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = may_skip\n")
    inherited = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.loud_skips", "-p", "no:django",
         "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)],
        cwd=folder, env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_a_skip_is_listed_with_its_reason(tmp_path: Path) -> None:
    code, output = run(tmp_path, SKIPPED.format(mark=""))
    assert code == pytest.ExitCode.OK
    assert "1 could not run here" in output
    assert "test_tool.py::test_with_a_tool: the tool is missing" in output


def test_in_ci_a_skip_is_a_fault(tmp_path: Path) -> None:
    code, output = run(tmp_path, SKIPPED.format(mark=""), CI="true")
    assert code == pytest.ExitCode.TESTS_FAILED
    assert "FAULT test_tool.py::test_with_a_tool" in output


def test_in_ci_a_module_that_skips_itself_is_a_fault(tmp_path: Path) -> None:
    source = 'import pytest\npytest.importorskip("no_such_module")\n'
    code, output = run(tmp_path, source + SKIPPED.format(mark=""), CI="true")
    assert code != pytest.ExitCode.OK
    assert "FAULT test_tool.py" in output


def test_what_is_marked_may_be_skipped_in_ci_too(tmp_path: Path) -> None:
    mark = '@pytest.mark.may_skip("needs another machine")'
    code, output = run(tmp_path, SKIPPED.format(mark=mark), CI="true")
    assert code == pytest.ExitCode.OK
    assert "1 could not run here" in output
    assert "FAULT" not in output
