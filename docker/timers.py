"""Runs the commands that a timer should, one after the other, until it is stopped.

For containers on one machine (compose.yaml). systemd and Kubernetes have timers of their
own. Each may run twice at once or be killed at any moment: the commands stand that.
"""

import signal
import subprocess
import sys
import time
from types import FrameType

MINUTE, DAY = 60, 24 * 60 * 60
# The command, and the seconds between two starts of it.
TIMERS = {
    "send_messages": 5 * MINUTE,
    "send_notices": 5 * MINUTE,
    "send_webhooks": 5 * MINUTE,
    "remind_reviews": DAY,
    "verify_versions": DAY,
    "verify_audit": DAY,
}
# A command that hangs must not stop the others.
LONGEST = 60 * MINUTE


def main() -> None:
    """Whatever is due is run; what fails is said, and due again the next time."""
    signal.signal(signal.SIGTERM, _stop)
    due = dict.fromkeys(TIMERS, time.monotonic())
    while True:
        for command, moment in due.items():
            if moment <= time.monotonic():
                due[command] = time.monotonic() + TIMERS[command]
                _run(command)
        time.sleep(max(0.1, min(due.values()) - time.monotonic()))


def _run(command: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603  (a command of the list above)
            [sys.executable, "manage.py", command], timeout=LONGEST
        )
        said = f"exit status {done.returncode}" if done.returncode else ""
    except subprocess.TimeoutExpired:
        said = f"not done in {LONGEST} seconds"
    if said:
        sys.stderr.write(f"{command}: {said}\n")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
