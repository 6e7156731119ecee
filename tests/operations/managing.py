"""Management commands in processes of their own, each on the database that is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(url: str, **more: str) -> dict[str, str]:
    """The demo's settings on that database."""
    return {
        **os.environ, "DEMO": "1", "DATABASE_URL": url, "FORMATS_FOLDER": "",
        "DJANGO_SETTINGS_MODULE": "privacysite.settings", **more,
    }  # fmt: skip


def attempt(url: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """``manage.py``, whatever becomes of it."""
    return python(url, "manage.py", *arguments, **more)


def manage(url: str, *arguments: str, **more: str) -> str:
    """``manage.py``; what it says."""
    return output(attempt(url, *arguments, **more))


def python(url: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Python on the project."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env=environment(url, **more), capture_output=True, text=True, check=False,
    )  # fmt: skip


def output(done: subprocess.CompletedProcess[str]) -> str:
    """What a process said that did well."""
    if done.returncode:
        raise RuntimeError(f"{' '.join(done.args[1:])}: {done.stdout}{done.stderr}")
    return done.stdout
