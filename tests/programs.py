"""Programs that tests start: where they are, as whom and on which port, until they answer."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

# PostgreSQL and its pooler refuse to run as root; a fresh checkout in CI runs as root.
AS_ORDINARY_USER = (
    ["/usr/sbin/runuser", "--user", "postgres", "--"] if os.geteuid() == 0 else []
)


def program(name: str) -> str:
    """Where it is installed; without it the test can't run."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    folders = [*map(str, reversed(versions)), "/usr/sbin", os.environ.get("PATH", "")]
    found = shutil.which(name, path=os.pathsep.join(folders))
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the program takes connections on that port; fails at once when it stopped."""

    def listens() -> bool:
        if process.poll() is not None:
            pytest.fail("the program stopped")
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True

    wait_for(listens)


def wait_for(what: Callable[[], object], seconds: float = 180) -> None:
    """Until it is true; what it raises meanwhile is not yet an error.

    The limit is for what will never be: a busy machine is no fault.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            if what():
                return
        except Exception:
            if time.monotonic() > end:
                raise
        if time.monotonic() > end:
            raise AssertionError(f"still not: {what}")
        time.sleep(0.1)
