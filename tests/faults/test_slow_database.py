"""The database is slow, silent, locked, or takes no more connections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg2
import pytest

from tests.faults.conftest import Install
from tests.faults.editor import Editor
from tests.faults.installation import PAGE, STAGE, Answer, Installation, Staff
from tests.faults.line import Line
from tests.faults.visitors import Visitors
from tests.postgresql_server import Cluster
from tests.programs import wait_for

READ = (
    PAGE,
    "/nl/privacy/",
    "/en/",
    "/nl/",
    "/en/privacy/versions/",
    "/en/privacy/v/1/",
)
COLD = "/nl/privacy/v/1/"
SLOW, MANY, CONNECTIONS = 0.5, 300, 5
HITS = {"hit", "hit; detail=stale"}
# What the servers sign in as: a limit of connections doesn't hold for a superuser.
SERVED = """
CREATE ROLE served LOGIN;
GRANT pg_read_all_data, pg_write_all_data TO served;
"""


@pytest.fixture(scope="module")
def line(server: Cluster) -> Iterator[Line]:
    """What lies between the servers and the database."""
    server.ask(SERVED)
    with Line(server.port).up() as made:
        yield made


@pytest.fixture(scope="module")
def at(line: Line, install: Install) -> Iterator[Installation]:
    def through(url: str) -> str:
        place = urlsplit(url)
        return f"postgresql://served@127.0.0.1:{line.port}{place.path}"

    yield from install(
        "postgresql", STAGE, through=through,
        DATABASE_STATEMENT_TIMEOUT="2", DATABASE_REQUEST_SECONDS="8",
    )  # fmt: skip


@pytest.fixture(scope="module")
def direct(at: Installation, server: Cluster) -> str:
    """The address of the same database, past the line, for who owns it."""
    return server.url(urlsplit(at.database).path[1:])


@pytest.fixture(scope="module")
def staff(at: Installation, direct: str) -> Iterator[Staff]:
    """Who looks what there is, and is never slow."""
    made = Staff({**at.environment, "DATABASE_URL": direct})
    yield made
    made.leave()


@pytest.fixture(scope="module")
def editor(at: Installation, staff: Staff) -> Editor:
    return Editor(at, staff.do("policy"))


@pytest.fixture(autouse=True)
def read_before(at: Installation) -> None:
    """Every page has been read, and each worker knows that it still holds."""
    for path in READ:
        wait_for(lambda path=path: kept_by_each(at, path))  # type: ignore[misc]


def kept_by_each(at: Installation, path: str) -> bool:
    """Whether no worker has to make that page."""
    return {each.kept for each in at.by_each_worker(path).values()} == {"hit"}


@contextmanager
def nobody_notices(at: Installation) -> Iterator[None]:
    """While the block runs, and for some hundred reads at least, visitors get every page
    that was read before, and from what is kept."""
    visitors = Visitors(at, READ)
    with visitors.reading():
        yield
        before = visitors.answered
        wait_for(lambda: visitors.answered > before + MANY)
    assert visitors.lost == []
    assert visitors.odd == []
    assert {kept for _, kept in visitors.answers} <= HITS, visitors.answers


@contextmanager
def locked(url: str, *tables: str) -> Iterator[None]:
    """While the block runs, others can't even read these tables."""
    holding = psycopg2.connect(url)
    try:
        with holding.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        yield
    finally:
        holding.close()


def everything_works(
    at: Installation, staff: Staff, editor: Editor, words: str
) -> None:
    """Pages are fresh, the desk publishes, and nothing is there by half."""
    staff.do("write", words)
    before = staff.do("numbers")
    assert editor.publish().status == 302
    assert staff.do("numbers") == [*before, before[-1] + 1]
    assert staff.do("amiss") == []
    wait_for(lambda: f"Text {words}." in at.get().text and at.get().kept == "hit")
    assert at.get(f"/en/search/?q={words}").status == 200
    assert at.get("/readyz").status == 200


def refused(answer: Answer) -> bool:
    """Whether it says: not now, and when to come back."""
    return (answer.status, answer.headers.get("retry-after")) == (503, "5")


def test_no_visitor_of_a_page_that_was_read_waits_for_a_silent_database(
    at: Installation, line: Line
) -> None:
    """Nothing comes back from it while they read: so none of them waited for it."""
    with nobody_notices(at), line.silent():
        wait_for(lambda: line.held)
        for path in READ * 20:
            assert at.get(path).kept in HITS


def test_a_slow_database_makes_the_desk_slow_and_breaks_nothing(
    at: Installation, staff: Staff, editor: Editor, line: Line
) -> None:
    """Half a second for each answer of it. A page that nobody has read comes late; who
    publishes is asked to come back, and nothing was published. With a tenth of a second
    it is done."""
    staff.do("write", "traag")
    form, before = editor.form(), staff.do("numbers")
    with nobody_notices(at), line.slow(SLOW):
        assert at.get(COLD).kept == "fwd=miss"
        assert refused(editor.publish(form))
    assert staff.do("numbers") == before
    with line.slow(SLOW / 5):
        assert editor.publish(form).status == 302
        assert staff.do("numbers") == [*before, before[-1] + 1]
    everything_works(at, staff, editor, "vlot")


@pytest.mark.parametrize(
    "tables",
    [("policies_version",), ("policies_version", "organisations_generation")],
    ids=["versions", "generations"],
)
def test_a_table_that_is_locked_is_waited_for_no_longer_than_the_limit(
    at: Installation, staff: Staff, editor: Editor, direct: str, tables: tuple[str, ...]
) -> None:
    """As while a large table is altered. A page that nobody has read and who publishes
    are told when to come back; nothing is published by half."""
    words = f"op{len(tables)}slot"
    staff.do("write", words)
    form, before = editor.form(), staff.do("numbers")
    with nobody_notices(at), locked(direct, *tables):
        assert refused(at.get(f"/en/search/?q={words}"))
        assert refused(editor.publish(form))
        assert at.get("/healthz").status == 200
    assert staff.do("numbers") == before
    assert editor.publish(form).status == 302
    everything_works(at, staff, editor, f"{words}open")


def test_a_database_that_takes_no_more_connections_is_one_that_is_away(
    at: Installation, staff: Staff, editor: Editor, server: Cluster
) -> None:
    """Five for the eight threads and two listeners of both workers. Who finds none free
    is told when to come back; when there are more, it goes on by itself."""
    seen = set()
    server.ask(f"ALTER ROLE served CONNECTION LIMIT {CONNECTIONS}")
    server.ask(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE usename = 'served'"
    )
    try:
        with nobody_notices(at):
            searching = Visitors(at, [f"/en/search/?q=word{n}" for n in range(50)], 8)
            with searching.reading():
                # Refusals are quick: many may come before the first page.
                wait_for(lambda: {s for s, _ in searching.answers} >= {200, 503})
                wait_for(lambda: searching.answered > 100)
            assert searching.lost == []
            seen = {status for status, _ in searching.answers}
            assert editor.get("/admin/").status in {200, 503}
    finally:
        server.ask("ALTER ROLE served CONNECTION LIMIT -1")
    assert seen == {200, 503}
    everything_works(at, staff, editor, "ruim")
    assert "Traceback" not in at.log
