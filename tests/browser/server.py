"""The demo served by gunicorn on a free port, with a database of its own."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Server:
    """A running demo. ``url("cpro")`` is an organisation's host, ``admin`` the staff's."""

    port: int
    database: Path

    @property
    def admin(self) -> str:
        """Where staff sign in."""
        return f"http://localhost:{self.port}/admin/"

    def url(self, host: str, path: str = "/") -> str:
        """An address on ``<host>.localhost``."""
        return f"http://{host}.localhost:{self.port}{path}"

    def fetch(self, host: str, path: str) -> bytes:
        """What the server answers, errors too, without looking the name up."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(
            "GET", path, headers={"Host": f"{host}.localhost:{self.port}"}
        )
        body = connection.getresponse().read()
        connection.close()
        return body

    def set_clock(self, ahead: dt.timedelta) -> None:
        """Let it be that much later on the server."""
        clock = self.database.parent / "clock"
        clock.write_text(str(ahead.total_seconds()), encoding="ascii")

    def manage(self, *arguments: str) -> str:
        """A management command on this server's database; its standard output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=environment(self.database, self.port), check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{arguments[0]} failed:\n{done.stderr}")
        return done.stdout


def environment(database: Path, port: int) -> dict[str, str]:
    """The demo's settings for a process of its own."""
    return {
        **os.environ,
        "DEMO": "1",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{database}",
        "EMAIL_FILE_PATH": str(database.parent / "mail"),
        "CLOCK_FILE": str(database.parent / "clock"),
        "PAGE_CACHE_BYTES": "20000000",
        "PAGES_FOLDER": str(database.parent / "pages"),
        "DJANGO_SETTINGS_MODULE": "privacysite.settings",
    }


def prepare(database: Path) -> None:
    """Make the database with the demo in it."""
    server = Server(8000, database)
    server.manage("collectstatic", "--no-input", "--verbosity", "0")
    server.manage("migrate", "--verbosity", "0")
    server.manage("load_demo")


@contextmanager
def running(template: Path, folder: Path) -> Iterator[Server]:
    """A server on a copy of the template, stopped at the end."""
    database = folder / "demo.sqlite3"
    for part in template.parent.glob(template.name + "*"):
        shutil.copy(part, folder / part.name.replace(template.name, database.name))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "/dev/null", "--bind",
         f"127.0.0.1:{port}", "--workers", "1", "--threads", "4",
         "tests.browser.clock:application"],
        cwd=ROOT, env=environment(database, port),
    )  # fmt: skip
    try:
        _wait(port, process)
        yield Server(port, database)
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with {process.returncode}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1)
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not come up")
