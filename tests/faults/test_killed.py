"""Processes that are killed: a worker under load, the whole server in mid-publish.

``KILLS`` says how many times in mid-publish; 200 take a quarter of an hour.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.conftest import Install
from tests.faults.editor import Editor
from tests.faults.installation import PAGE, Answer, Installation, Staff
from tests.faults.visitors import Visitors
from tests.postgresql_server import Cluster
from tests.programs import wait_for

PATHS = (PAGE, "/nl/privacy/", "/en/privacy/versions/", "/en/", "/en/search/?q=text")
INSTANTS = int(os.environ.get("KILLS", "6"))


@pytest.fixture(scope="module")
def at(install: Install) -> Iterator[Installation]:
    yield from install("postgresql")


def test_a_killed_worker_loses_what_it_had_in_hand_and_no_more(
    at: Installation,
) -> None:
    """A visitor whose request was in that very process sees a closed connection, and
    the page when asking again; everybody else sees pages, whole ones."""
    visitors = Visitors(at, PATHS)
    with visitors.reading():
        for killed in range(1, 4):
            before, worker = visitors.answered, at.workers()[0]
            os.kill(worker, signal.SIGKILL)
            wait_for(lambda gone=worker: gone not in at.workers())  # type: ignore[misc]
            wait_for(lambda: len(at.workers()) == 2)
            wait_for(lambda floor=before: visitors.answered > floor + 50)  # type: ignore[misc]
            # A connection that is lost may have had one request on it.
            assert len(visitors.lost) <= visitors.count * killed
    assert visitors.odd == []


@pytest.mark.parametrize("kept_alive", [True, False])
def test_workers_replaced_by_a_signal_lose_nothing(
    at: Installation, kept_alive: bool
) -> None:
    """New code comes with HUP. A visitor sees nothing of it."""
    visitors = Visitors(at, PATHS, kept_alive=kept_alive)
    assert at.process is not None
    with visitors.reading():
        old = set(at.workers())
        at.process.send_signal(signal.SIGHUP)
        wait_for(lambda: not old & set(at.workers()), 60)
        before = visitors.answered
        wait_for(lambda: visitors.answered > before + 50)
    assert visitors.lost == []
    assert visitors.odd == []


def test_a_server_killed_while_somebody_publishes_has_published_all_or_nothing(
    at: Installation, staff: Staff, server: Cluster
) -> None:
    """Some times, later and later; every other time the database crashes with it.

    Afterwards a visitor reads the old text or the new one, whole. Who was told that it
    is published finds it published; who was told nothing can publish again.
    """
    editor = Editor(at, staff.do("policy"))
    staff.do("write", "vooraf")
    form, begun = editor.form(), time.monotonic()
    assert editor.publish(form).status == 302
    whole = time.monotonic() - begun
    words, outcomes = "vooraf", Counter[str]()
    for instant in range(INSTANTS):
        last = staff.do("numbers")[-1]
        new = f"poging{instant}"
        staff.do("write", new)
        told = killed_in(editor, after=whole * 1.3 * (instant + 0.5) / INSTANTS)
        if instant % 2:
            server.stop("immediate")
            server.start()
        at.start()
        numbers = wait_for_answer(staff, "numbers")
        assert numbers == list(range(1, numbers[-1] + 1))
        assert staff.do("amiss") == []
        published = numbers[-1] == last + 1
        assert published or (numbers[-1] == last and told is None)
        words = new if published else words
        assert f"Text {words}." in at.get().text
        outcomes["new" if published else "old"] += 1
    assert outcomes["old"], outcomes
    staff.do("write", "daarna")
    assert editor.publish().status == 302
    wait_for(lambda: "Text daarna." in at.get().text)
    assert "intact" in at.manage("verify_versions").stdout
    assert "intact" in at.manage("verify_audit").stdout


def killed_in(editor: Editor, after: float) -> Answer | None:
    """Publish, and kill the server meanwhile; what the editor was told, if anything."""
    form, told = editor.form(), list[Answer]()

    def press() -> None:
        with contextlib.suppress(OSError):  # the connection was closed
            told.append(editor.publish(form))

    pressing = threading.Thread(target=press)
    pressing.start()
    time.sleep(after)
    editor.at.kill()
    pressing.join()
    assert [answer.status for answer in told] in ([], [302])
    return told[0] if told else None


def wait_for_answer(staff: Staff, deed: str) -> list[int]:
    """What staff find when the database is up again."""
    wait_for(lambda: "done" in staff.attempt(deed))
    found: list[int] = staff.do(deed)
    return found
