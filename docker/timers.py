"""Runs the commands that a timer should, again and again, until it is stopped.

For containers on one machine (compose.yaml); with names of commands behind it, those
alone. systemd and Kubernetes have timers of their own. Each may run twice at once or be
killed at any moment: the commands stand that.
"""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
# The command, and the seconds between two starts of it.
TIMERS = {
    "send_messages": 5 * MINUTE,
    "send_notices": 5 * MINUTE,
    "send_webhooks": MINUTE,
    "make_files": HOUR,
    "remind_reviews": DAY,
    "clearsessions": DAY,
    "verify_versions": DAY,
    "verify_audit": DAY,
    "backup": DAY,
}
ARCHIVES = Path("/backups")
ARGUMENTS = {"backup": ["--keep", "14", str(ARCHIVES)]}
# A command that hangs must not stop the others.
LONGEST = HOUR


def main(chosen: list[str]) -> None:
    """Whatever is due is run; what fails is said, and due again the next time.

    One after the other, but those that may take long keep nobody waiting.
    """
    signal.signal(signal.SIGTERM, _stop)
    often = [command for command in chosen if TIMERS[command] < HOUR]
    seldom = [command for command in chosen if TIMERS[command] >= HOUR]
    for commands in filter(None, (often, seldom)):
        threading.Thread(target=_run_all, args=(commands,), daemon=True).start()
    while True:
        signal.pause()


def _run_all(commands: list[str]) -> None:
    due = {command: time.monotonic() + first(command) for command in commands}
    while True:
        for command, moment in due.items():
            if moment <= time.monotonic():
                due[command] = time.monotonic() + TIMERS[command]
                _run(command)
        time.sleep(max(0.1, min(due.values()) - time.monotonic()))


def first(command: str) -> float:
    """In how many seconds: at once, but a backup a day after the newest archive. Else
    each start would make one more and delete the oldest."""
    if command != "backup":
        return 0
    newest = max((file.stat().st_mtime for file in ARCHIVES.glob("*.zip")), default=0)
    return max(0, newest + TIMERS[command] - time.time())


def _run(command: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603  (a command of the list above)
            [sys.executable, "manage.py", command, *ARGUMENTS.get(command, [])],
            timeout=LONGEST,
        )
        said = f"exit status {done.returncode}" if done.returncode else ""
    except subprocess.TimeoutExpired:
        said = f"not done in {LONGEST} seconds"
    if said:
        sys.stderr.write(f"{command}: {said}\n")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1:] or list(TIMERS))
