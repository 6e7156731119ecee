"""Whether this process runs, and whether it can do its work: for who watches over it."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

from privacysite import env

LIMIT = 1.0  # seconds: whoever asks has other machines to look at
KEPT = 1.0  # seconds: asked more often, the answer is the same

Found = Mapping[str, str]
OK, AWAY, LATE, UNKNOWN = "ok", "away", "late", "unknown"
PENDING, FULL, READ_ONLY = "pending", "full", "read-only"
CHECKS = ("disk", "database", "migrations")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Readiness:
    """Asks database and disk, in a thread of its own with a limit of time.

    A database that hangs would hold the thread that asked for as long as it hangs. One
    look at a time: however many ask, the database is asked once a second.
    """

    def __init__(self, look: Callable[[dict[str, str]], None], limit: float = LIMIT):
        self._look, self._limit = look, limit
        self._lock = threading.Lock()
        self._running: Future[None] | None = None
        self._found: dict[str, str] = {}
        self._started = 0.0

    def ask(self) -> Found:
        """What was found; "late" for what has not answered in time."""
        with self._lock:
            now = time.monotonic()
            if self._running is None or self._outdated(now):
                self._start(now)
            running, found = self._running, self._found
            left = max(0.0, self._started + self._limit - now)
        assert running is not None  # noqa: S101 - for mypy
        try:
            running.result(left)
        except Late:
            return {**dict.fromkeys(CHECKS, LATE), **found}
        return dict(found)

    def _outdated(self, now: float) -> bool:
        running = self._running
        return running is not None and running.done() and now > self._started + KEPT

    def _start(self, now: float) -> None:
        self._running, self._found, self._started = Future(), {}, now
        threading.Thread(
            target=self._run, args=(self._running, self._found), daemon=True
        ).start()

    def _run(self, running: Future[None], found: dict[str, str]) -> None:
        try:
            self._look(found)
        except Exception:  # what is not found out is not ready
            found.update({name: found.get(name, UNKNOWN) for name in CHECKS})
        running.set_result(None)


def look(found: dict[str, str]) -> None:
    """Every check, over a connection of its own: also whether a new one can be made."""
    found["disk"] = disk(folders(), settings.DISK_FREE_MB)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        found["database"] = OK
        found["migrations"] = migrations()
    except Error:
        found.setdefault("database", AWAY)
        found["migrations"] = UNKNOWN
    finally:
        connection.close()


def migrations() -> str:
    """Whether the database is as far as this code; further does no harm."""
    loader = MigrationLoader(connection)
    applied = loader.applied_migrations or {}
    return OK if set(loader.graph.nodes) <= set(applied) else PENDING


def folders() -> list[Path]:
    """Where this process writes."""
    # The second as privacysite.wsgi reads it, which does without these settings.
    named = [
        str(settings.FORMATS_FOLDER),
        env.text("PAGES_FOLDER", f"{settings.BASE_DIR}/data/pages"),
    ]
    if connection.vendor == "sqlite":
        named.append(str(Path(str(connection.settings_dict["NAME"])).parent))
    return [_existing(Path(folder)) for folder in named if folder]


def disk(folders: list[Path], least: int) -> str:
    """Whether something can be written in each, and that many megabytes are free."""
    for folder in set(folders):
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"\0" * 4096)
                file.flush()
                os.fsync(file.fileno())
            if shutil.disk_usage(folder).free < least * 1_000_000:
                return FULL
        except OSError as error:
            return FULL if error.errno in _NO_ROOM else READ_ONLY
    return OK


def _existing(folder: Path) -> Path:
    """Itself, or the one above in which it is made when something is to be kept."""
    return next((f for f in (folder, *folder.parents) if f.is_dir()), Path("/"))


readiness = Readiness(look)
