"""How soon what was published is what everybody reads, on both databases."""

from __future__ import annotations

import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from privacysite.pagecache import watch
from tests.faults.conftest import Install
from tests.faults.installation import STAGE, Answer, Installation, Staff
from tests.faults.line import Line
from tests.postgresql_server import Cluster
from tests.programs import wait_for

CROWD = 200
ROUNDS = 5
# The page cache promises a tenth of a second. A word that is lost is made up for by a
# look each second: nobody reads an old text later than that.
SOON, AT_LAST = 0.1, 1.5


@pytest.fixture(scope="module", params=["postgresql", "sqlite"])
def at(request: pytest.FixtureRequest, install: Install) -> Iterator[Installation]:
    yield from install(request.param, STAGE)


def test_a_crowd_that_wants_a_page_nobody_has_read_has_it_made_once(
    at: Installation,
) -> None:
    """Two hundred visitors at once: each gets the page, and Django makes it once."""
    found = Counter[str]()
    start = threading.Barrier(CROWD)

    def visit() -> None:
        start.wait()
        answer = at.get("/en/privacy/v/1/")
        found[f"{answer.status} {answer.kept}"] += 1

    threads = [threading.Thread(target=visit) for _ in range(CROWD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"200 fwd=miss": 1, "200 hit": CROWD - 1}


def test_after_a_publication_no_worker_gives_the_old_text(
    at: Installation, staff: Staff
) -> None:
    """Every worker has the old text ready. When the publication has returned, a visitor
    reads the new one, whichever worker answers, and never again the old one."""
    late = []
    for number in range(ROUNDS):
        at.by_each_worker()
        words = f"ronde{number}"
        reading = Reading(at, f"Text {words}.")
        with reading.during():
            staff.do("publish", words)
        late.append(reading.last_old)
    assert statistics.median(late) < SOON, late
    assert max(late) < AT_LAST, late


class Reading:
    """A visitor who reads without a pause while something happens, and for a second
    afterwards, and notes what was new to them."""

    def __init__(self, at: Installation, new: str) -> None:
        self.at, self.new = at, new
        self._over = threading.Event()
        self._happened = float("inf")
        # Who gave the new text; how long after the deed the old one was still given.
        self.workers: set[str] = set()
        self.last_old = 0.0

    @contextmanager
    def during(self) -> Iterator[None]:
        """While the block runs."""
        with ThreadPoolExecutor(1) as pool:
            read = pool.submit(self._read)
            try:
                yield
                self._happened = time.monotonic()
                wait_for(lambda: len(self.workers) == 2)
                time.sleep(1)
            finally:
                self._over.set()
            read.result()

    def _read(self) -> None:
        while not self._over.is_set():
            asked = time.monotonic()
            answer = self.at.get()
            assert answer.status == 200, answer
            if asked < self._happened:
                continue
            if self.new in answer.text:
                self.workers.add(answer.headers["x-worker"])
            else:
                self.last_old = asked - self._happened


def test_a_page_that_was_being_made_while_somebody_published_is_not_kept(
    at: Installation, staff: Staff
) -> None:
    """Who asked before the publication may get the old text. Who asks afterwards never
    does, although that answer was finished after it."""
    staff.do("publish", "vooraf")
    old: list[Answer] = []
    hold, waiting = at.folder / "hold", at.folder / "waiting"
    waiting.unlink(missing_ok=True)
    hold.touch()

    def visit() -> None:
        # For a moment the kept page of before may still be the answer.
        while not waiting.exists():
            old[:] = [at.get()]

    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        wait_for(waiting.exists)
        staff.do("publish", "intussen")
    finally:
        hold.unlink()
        visitor.join()
    assert "Text vooraf." in old[0].text
    for answer in at.by_each_worker().values():
        assert "Text intussen." in answer.text
    assert at.get().kept == "hit"


def test_a_withdrawn_version_is_gone_at_once(at: Installation, staff: Staff) -> None:
    """Whichever worker is asked: 410, with the reason."""
    staff.do("publish", "fout")
    number = staff.do("numbers")[-1]
    path = f"/en/privacy/v/{number}/"
    for answer in at.by_each_worker(path).values():
        assert "Text fout." in answer.text
    staff.do("withdraw", str(number))
    wait_for(lambda: gone(at, path), AT_LAST)
    for _ in range(20):
        assert gone(at, path)


def gone(at: Installation, path: str) -> bool:
    found = at.by_each_worker(path).values()
    return all(each.status == 410 and "Text fout." not in each.text for each in found)


def test_a_word_that_comes_together_with_an_answer_is_heard(
    server: Cluster, database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody publishes just while a server looks at PostgreSQL: it knows, and not only
    when it looks again."""
    database("word")
    place = {"host": "127.0.0.1", "user": "privacysite", "dbname": "word"}
    with Line(server.port).up() as line:
        watching = watch.PostgresWatch({**place, "port": line.port})
        monkeypatch.setattr(watch, "SELDOM", 0.05)
        watching.look()
        wait_for(lambda: watching.position)
        before = watching.position
        with line.silent():
            wait_for(lambda: line.held)
            monkeypatch.setattr(watch, "SELDOM", 3_600)
            server.ask("UPDATE organisations_organisation SET trade_name = 'A'", "word")
            time.sleep(0.5)  # until the word lies behind the answer
        wait_for(lambda: watching.position > before, 20)
        monkeypatch.setattr(watch, "SELDOM", 0.05)
        server.ask("NOTIFY generations", "word")
        watching.close()
