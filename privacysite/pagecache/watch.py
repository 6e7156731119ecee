"""Whether the database has changed: the generations, as this process knows them.

SQLite tells for nearly nothing (``PRAGMA data_version``) whether another connection has
written, so each request may ask. PostgreSQL tells by itself (LISTEN), and a thread of
its own listens; it looks once a second besides, in case a word was lost. A replica can't
tell: there the thread looks twenty times a second.
"""

from __future__ import annotations

import contextlib
import logging
import select
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any

LOG = logging.getLogger(__name__)
EVERYBODY = 0
Marks = tuple[int, int]
Numbers = dict[int, int]
# Seconds: between two looks at SQLite; without a word before a look at PostgreSQL; and
# without an answer before the database counts as away.
OFTEN, SELDOM, REPLICA, AWAY = 0.005, 1.0, 0.05, 3.0
_QUERY = "SELECT organisation_id, number FROM organisations_generation WHERE number > "
_LAST = "SELECT coalesce(max(number), 0) FROM organisations_generation"


class Watch:
    """What is known of the generations. ``look`` is asked at each request."""

    def __init__(self, noted: Callable[[Numbers], None] = lambda numbers: None) -> None:
        """``noted`` is told the numbers whenever they changed, and once a minute."""
        self.position = 0
        self.numbers: Numbers = {}
        self._noted, self._noted_at = noted, 0.0
        self._seen_at = 0.0

    def look(self) -> bool:
        """Whether the database answers, as far as is known. Takes microseconds."""
        return time.monotonic() - self._seen_at < AWAY

    def marks(self, organisation: int) -> Marks:
        """The numbers that an organisation's pages depend on."""
        numbers = self.numbers
        return numbers.get(organisation, 0), numbers.get(EVERYBODY, 0)

    @property
    def unseen_for(self) -> float:
        """For how many seconds the database didn't answer."""
        return time.monotonic() - self._seen_at

    def close(self) -> None:
        """Let go of the database."""

    def recall(self, numbers: Numbers, age: float) -> None:
        """Begin with what an earlier process noted ``age`` seconds ago."""
        if not self.position:
            self.numbers = dict(numbers)
            self._seen_at = time.monotonic() - max(age, AWAY)

    def _take(self, rows: list[tuple[int, int]], last: int) -> None:
        if last < self.position:  # another database than before
            self.numbers, self.position, rows = {}, 0, []
            LOG.warning("the generations went back: every page is made anew")
        if rows:
            self.numbers = {**self.numbers, **dict(rows)}
            self.position = max(last, *(number for _, number in rows))
        now = self._seen_at = time.monotonic()
        if rows or now - self._noted_at > 60:
            self._noted_at = now
            self._noted(self.numbers)


class SqliteWatch(Watch):
    """Looks at the file, at most every few milliseconds."""

    def __init__(self, path: str, **more: Any) -> None:
        """``path``: the database's file."""
        super().__init__(**more)
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._version: int | None = None
        self._lock = threading.Lock()

    def look(self) -> bool:
        """Look, unless that was done just now or another thread is at it."""
        if time.monotonic() - self._seen_at < OFTEN:
            return True
        if self._lock.acquire(blocking=not self.position):
            try:
                self._look()
            except sqlite3.Error as error:
                self._failed(error)
            finally:
                self._lock.release()
        return super().look()

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._version = None, None

    def _look(self) -> None:
        if self._connection is None:
            self._connection = sqlite3.connect(
                f"file:{self._path}?mode=rw", uri=True, isolation_level=None,
                check_same_thread=False, timeout=0.2,
            )  # fmt: skip
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        rows: list[tuple[int, int]] = []
        last = self.position
        if version != self._version or not last:
            rows = self._connection.execute(f"{_QUERY}{self.position}").fetchall()
            last = self._connection.execute(_LAST).fetchone()[0]
        self._take(rows, last)
        self._version = version

    def _failed(self, error: sqlite3.Error) -> None:
        LOG.warning("the database does not answer: %s", error)
        with contextlib.suppress(sqlite3.Error):
            self.close()
        # Without waiting for it to be forgotten.
        self._seen_at = min(self._seen_at, time.monotonic() - AWAY)


class PostgresWatch(Watch):
    """Listens in a thread of its own, which starts with the first look."""

    def __init__(self, connect: dict[str, Any], *, replica: bool = False, **more: Any):
        """``connect``: what psycopg2 connects with. A replica is asked often instead."""
        super().__init__(**more)
        self._connect = connect
        self._replica = replica
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._looked, self._closed = threading.Event(), threading.Event()

    def look(self) -> bool:
        """What the thread has heard. The first time, wait for it for a moment."""
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(
                        target=self._listen, name="generations", daemon=True
                    )
                    self._thread.start()
        if not self._looked.is_set():
            self._looked.wait(0.8)
        return super().look()

    def close(self) -> None:
        """Let the thread end, and wait for it."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(SELDOM + 1)

    def _listen(self) -> None:
        import psycopg2

        while not self._closed.is_set():
            connection = None
            try:
                connection = psycopg2.connect(**_quick(self._connect))
                connection.autocommit = True
                self._follow(connection)
            except (psycopg2.Error, OSError, ValueError) as error:
                if self._seen_at and self.unseen_for < AWAY:
                    LOG.warning("the database does not answer: %s", error)
                self._seen_at = min(self._seen_at, time.monotonic() - AWAY)
                self._looked.set()
            finally:
                if connection is not None:
                    with contextlib.suppress(psycopg2.Error):
                        connection.close()
            time.sleep(0.2)

    def _follow(self, connection: Any) -> None:
        with connection.cursor() as cursor:
            if not self._replica:
                cursor.execute("LISTEN generations")
            while not self._closed.is_set():
                cursor.execute(_LAST)
                last = cursor.fetchone()[0]
                rows: list[tuple[int, int]] = []
                if last > self.position:
                    cursor.execute(f"{_QUERY}{self.position}")
                    rows = cursor.fetchall()
                self._take(rows, last)
                self._looked.set()
                # A word that came with the answer is about something that is newer.
                if not connection.notifies:
                    wait = REPLICA if self._replica else SELDOM
                    select.select([connection], [], [], wait)
                    connection.poll()
                connection.notifies.clear()


def _quick(connect: dict[str, Any]) -> dict[str, Any]:
    """The same, but it gives up soon: its only use is to know quickly."""
    return {
        "connect_timeout": 2,
        "tcp_user_timeout": 2_000,
        "keepalives_idle": 2,
        "keepalives_interval": 1,
        "keepalives_count": 2,
        "options": "-c statement_timeout=1500",
        "application_name": "privacysite generations",
        **connect,
    }
