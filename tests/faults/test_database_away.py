"""PostgreSQL is stopped under load, or holds its locks: what visitors and staff see."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import psycopg2
import pytest

from tests.faults.conftest import Install
from tests.faults.editor import Editor
from tests.faults.installation import PAGE, Installation, Staff
from tests.faults.visitors import Visitors
from tests.postgresql_server import Cluster
from tests.programs import wait_for

READ = (
    PAGE, "/nl/privacy/", "/en/", "/nl/", "/en/privacy/versions/", "/en/privacy/v/1/",
)  # fmt: skip
COLD = "/nl/privacy/versies/"
SECONDS = 10
STALE = "hit; detail=stale"


@pytest.fixture(scope="module")
def at(install: Install) -> Iterator[Installation]:
    # Locks are waited for by as long as statements may take: here not for half a minute.
    yield from install("postgresql", DATABASE_STATEMENT_TIMEOUT="2")


@pytest.fixture(scope="module")
def editor(at: Installation, staff: Staff) -> Editor:
    return Editor(at, staff.do("policy"))


def test_who_publishes_while_others_hold_the_log_is_told_to_try_again(
    at: Installation, staff: Staff, editor: Editor
) -> None:
    """The editor gets 503 and when to come back, and nothing is half published.
    Visitors don't notice."""
    staff.do("write", "gewacht")
    form = editor.form()
    before = staff.do("numbers")
    with psycopg2.connect(at.database) as holding, holding.cursor() as cursor:
        cursor.execute("SELECT * FROM policies_loghead FOR UPDATE")
        answer = editor.publish(form)
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        assert "Were you saving something?" in answer.text
        assert at.get().status == 200
        assert at.get("/en/search/?q=text").status == 200
    holding.close()
    assert staff.do("numbers") == before
    assert editor.publish(form).status == 302
    assert staff.do("amiss") == []


def test_no_visitor_sees_that_the_database_is_stopped(
    at: Installation, staff: Staff, editor: Editor, server: Cluster
) -> None:
    """For ten seconds. Pages that were read before are served, and say that they are
    stale; any other, and the desk, answers 503 with when to come back, and nobody
    hangs. It goes on by itself, with everything that was there."""
    numbers = staff.do("numbers")
    for path in READ:
        assert at.get(path).status == 200
    visitors = Visitors(at, READ)
    with visitors.reading():
        server.stop("fast")
        began = time.monotonic()
        wait_for(lambda: at.get().kept == STALE)
        cold = at.get(COLD)
        assert (cold.status, cold.headers["retry-after"]) == (503, "5")
        assert "Even niet bereikbaar" in cold.text
        desk = editor.get("/admin/")
        assert (desk.status, desk.headers["retry-after"]) == (503, "5")
        assert at.get("/healthz").status == 200
        assert at.get("/readyz").status == 503
        assert at.get("/api/v1/policies").status == 503
        time.sleep(max(0.0, began + SECONDS - time.monotonic()))
        server.start()
        wait_for(lambda: at.get(COLD).status == 200)
        wait_for(lambda: at.get().kept == "hit")
    assert visitors.lost == []
    assert visitors.odd == []
    assert set(visitors.answers) >= {(200, "hit"), (200, STALE)}
    assert editor.get("/admin/").status == 200
    assert staff.do("numbers") == numbers
    assert "Traceback" not in at.log


def test_workers_that_start_without_the_database_serve_what_others_read(
    at: Installation, staff: Staff, server: Cluster
) -> None:
    """Even when every worker is new: the pages lie on the disk."""
    texts = {path: at.get(path).text for path in READ}
    server.stop("immediate")
    try:
        for worker in at.workers():
            os.kill(worker, signal.SIGKILL)
        wait_for(lambda: at.get().kept == STALE)
        for path, text in texts.items():
            answer = at.get(path)
            assert (answer.status, answer.kept) == (200, STALE)
            assert answer.text == text
    finally:
        server.start()
    wait_for(lambda: at.get().kept == "hit")
    wait_for(lambda: "done" in staff.attempt("numbers"))
    assert staff.do("amiss") == []
