"""What the service unit does, for a machine without systemd: start, stop, reload."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path


def main(verb: str, root: Path, port: int) -> None:
    """As `systemctl VERB privacysite.service`."""
    running = root / "server.pid"
    if verb in {"stop", "restart"} and running.exists():
        stop(int(running.read_text()))
        running.unlink()
    if verb == "reload":
        os.kill(int(running.read_text()), signal.SIGHUP)
    if verb in {"start", "restart", "enable"} and not running.exists():
        running.write_text(str(start(root)))
    if verb != "stop":
        wait(port)


def start(root: Path) -> int:
    """gunicorn with the environment of the file, as EnvironmentFile= reads it."""
    command = (
        f"set -a; . {root}/etc/privacysite/environment; set +a; "
        f"cd {root}/opt/privacysite; exec .venv/bin/gunicorn"
    )
    with (root / "server.log").open("ab") as log:
        process = subprocess.Popen(
            ["bash", "-c", command],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    return process.pid


def stop(pid: int) -> None:
    """Ask it to end, and wait until it did."""
    os.kill(pid, signal.SIGTERM)
    while lives(pid):
        time.sleep(0.2)


def lives(pid: int) -> bool:
    """Whether it runs; one that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def wait(port: int) -> None:
    """Until it answers."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("the server does not answer")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
