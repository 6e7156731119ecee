"""The door for a WSGI server: `gunicorn privacysite.wsgi`.

Kept pages stand in front (`privacysite.pagecache`) and need no Django, so a worker
answers them at once; Django comes up beside them, or with the first request for it.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from privacysite import env
from privacysite.pagecache import PageCache
from privacysite.pagecache.files import Files
from privacysite.pagecache.release import release
from privacysite.pagecache.watch import PostgresWatch, SqliteWatch, Watch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "privacysite.settings")
_ROOT = Path(__file__).resolve().parent.parent


class Django:
    """Django's application, which takes two seconds to come up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._application: Any = None

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        answered: Iterable[bytes] = self.loaded()(environ, start_response)
        return answered

    def loaded(self) -> Any:
        """The application; whoever comes first waits for it."""
        with self._lock:
            if self._application is None:
                from django.core.wsgi import get_wsgi_application

                self._application = get_wsgi_application()
        return self._application


def page_cache(django: Django) -> PageCache | None:
    """The layer as the environment wants it; None where it is switched off.

    ``PAGE_CACHE_BYTES`` is its size in each process; 0 and DEBUG switch it off.
    ``PAGES_FOLDER`` is what the processes share; empty: each has a folder of its own.
    """
    size = env.integer("PAGE_CACHE_BYTES", 64 * 1024 * 1024)
    if not size or env.flag("DEBUG"):
        return None
    folder = env.text("PAGES_FOLDER", f"{_ROOT}/data/pages")
    files = Files(
        Path(folder or tempfile.mkdtemp(prefix="pages-")),
        release(),
        env.integer("PAGES_FOLDER_BYTES", 1024 * 1024 * 1024),
    )
    return PageCache(
        django, watch(files), files, size=size,
        stale=env.integer("STALE_SECONDS", 86_400),
        staff=env.text("ADMIN_HOST", "localhost").lower(),
        trusts_proxy=env.flag("BEHIND_PROXY"),
        counted=_counted(),
    )  # fmt: skip


def _counted() -> Callable[[Mapping[tuple[str, int, str], int]], None] | None:
    """Who is told what was answered: the metrics, where they are wanted."""
    if not env.address("METRICS_BIND") and not env.optional_secret("METRICS_TOKEN"):
        return None
    from privacysite import metrics

    return metrics.pages_answered


def watch(files: Files) -> Watch:
    """What looks at the database that public pages are read from.

    LISTEN needs a connection of its own: behind a pooler, ``DATABASE_LISTEN_URL`` names
    the way round it. A replica can't notify, and is asked instead.
    """
    replica = bool(env.text("DATABASE_REPLICA_URL", ""))
    name = "DATABASE_REPLICA_URL" if replica else "DATABASE_URL"
    if not replica and env.text("DATABASE_LISTEN_URL", ""):
        name = "DATABASE_LISTEN_URL"
    database = env.database(name, f"sqlite:///{_ROOT}/db.sqlite3")
    if "sqlite" in str(database["ENGINE"]):
        return SqliteWatch(str(database["NAME"]), noted=files.remember)
    connect = {
        "dbname": database["NAME"], "user": database["USER"],
        "password": database["PASSWORD"], "host": database["HOST"],
        "port": database["PORT"],
    }  # fmt: skip
    given = {key: value for key, value in connect.items() if value}
    return PostgresWatch(given, replica=replica, noted=files.remember)


django = Django()
application = page_cache(django) or django


def warm_up() -> None:
    """Let Django come up, and tidy kept pages, beside the first answers.

    In a thread, so not before a fork.
    """

    def work() -> None:
        django.loaded()
        from policies.keeping.programs import fingerprint

        fingerprint()  # reads all that makes pages, once
        if isinstance(application, PageCache):
            application.files.tidy()

    threading.Thread(target=work, name="warm-up", daemon=True).start()
