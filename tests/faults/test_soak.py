"""Hours of ordinary use, in short: nothing is lost on the way, and nothing leaks.

Of a hundred requests 95 are visitors', four read in the admin and one publishes.
``SOAK`` says for how many seconds (1800 for a release); in each worker the number of open
files must stay what it is, and memory too, after the first third.
"""

from __future__ import annotations

import os
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults.conftest import Install
from tests.faults.editor import Editor
from tests.faults.installation import PAGE, Answer, Installation, Staff
from tests.programs import wait_for

USERS = THREADS = 4
SECONDS = float(os.environ.get("SOAK", "20"))
# Of memory, after the first third. In seconds it is caches that fill, and no leak.
GROWTH = 1.05 if SECONDS >= 600 else 1.25
PUBLIC = (
    PAGE, "/nl/privacy/", "/en/", "/nl/", "/en/privacy/versions/", "/en/privacy/v/1/",
    "/nl/privacy/policy.txt", "/feed/en.atom", "/sitemap.xml", "/en/search/?q=text",
)  # fmt: skip
DESK = (
    "/admin/",
    "/admin/policies/policy/",
    "/admin/policies/policy/{policy}/publish/",
)
DECK = ["public"] * 95 + ["desk"] * 4 + ["publish"]


@pytest.fixture(scope="module")
def at(install: Install) -> Iterator[Installation]:
    # Few kept pages, so that they are soon as many as there may be.
    yield from install("postgresql", PAGE_CACHE_BYTES="2000000")


@dataclass
class Use:
    """Whoever uses the site, four at once, and what became of it."""

    at: Installation
    staff: Staff
    editor: Editor
    answered: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    _publishing: threading.Lock = field(default_factory=threading.Lock)

    def go_on(self, seconds: float) -> None:
        """For so long; then nobody is connected."""
        end = time.monotonic() + seconds
        with ThreadPoolExecutor(USERS) as users:
            for user in [users.submit(self._use, n, end) for n in range(USERS)]:
                user.result()

    def _use(self, number: int, end: float) -> None:
        deeds = {"public": self._read, "desk": self._look, "publish": self._publish}
        chance = random.Random(number)
        while time.monotonic() < end:
            deed = chance.choice(DECK)
            deeds[deed](chance)
            self.answered[deed] += 1

    def _read(self, chance: random.Random) -> None:
        path = chance.choice(PUBLIC)
        self._note(path, self.at.get(path))

    def _look(self, chance: random.Random) -> None:
        path = chance.choice(DESK).format(policy=self.editor.policy)
        self._note(path, self.editor.get(path))

    def _publish(self, chance: random.Random) -> None:
        with self._publishing:
            self.staff.do("write", f"duur{chance.random()}")
            self._note("publish", self.editor.publish(), 302)

    def _note(self, what: str, answer: Answer, wanted: int = 200) -> None:
        if answer.status != wanted:
            self.failures.append(f"{what}: {answer.status} {answer.text[:200]}")


def files(at: Installation) -> dict[int, int]:
    """How many files, connections among them, each worker has open."""
    return {pid: len(os.listdir(f"/proc/{pid}/fd")) for pid in at.workers()}


def memory(at: Installation) -> dict[int, int]:
    """The memory of each worker's own, in KiB."""
    own = re.compile(r"^RssAnon:\s+(\d+) kB", re.MULTILINE)
    told = {pid: Path(f"/proc/{pid}/status").read_text() for pid in at.workers()}
    return {pid: int(own.findall(text)[0]) for pid, text in told.items()}


def test_a_long_time_of_ordinary_use_fails_nobody_and_leaks_nothing(
    at: Installation, staff: Staff
) -> None:
    """No request is answered by anything else than its page, and each worker is the same
    one at the end, with the files and the memory that it had after a third."""
    use = Use(at, staff, Editor(at, staff.do("policy")))
    use.go_on(SECONDS / 3)
    opened, taken = files(at), memory(at)
    use.go_on(SECONDS * 2 / 3)
    assert use.failures == []
    assert min(use.answered[deed] for deed in set(DECK)) > 0, use.answered
    assert files(at).keys() == opened.keys()
    # A thread may first need its connection to the database late.
    wait_for(
        lambda: all(n <= opened[pid] + THREADS for pid, n in files(at).items()), 60
    )
    assert [
        (pid, taken[pid], now)
        for pid, now in memory(at).items()
        if now > taken[pid] * GROWTH
    ] == []
    assert staff.do("amiss") == []
    assert "Traceback" not in at.log
