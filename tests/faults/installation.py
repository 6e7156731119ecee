"""The product as an installation runs it: gunicorn by its own configuration, two workers,
kept pages, a database of its own; and staff who work on it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.programs import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
HOST = "acme.localhost"
PAGE = "/en/privacy/"
STAGE = "tests.faults.serving"


class Answer(NamedTuple):
    """What a visitor gets."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def kept(self) -> str:
        """What the page cache says of it."""
        return self.headers.get("cache-status", "").removeprefix("privacysite; ")


@dataclass
class Installation:
    """A folder with everything, and the server that runs on it."""

    database: str
    folder: Path
    more: dict[str, str] = field(default_factory=dict)
    application: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The product's own, static files apart: these need no collectstatic."""
        return {
            **os.environ,
            "DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "tests.several.settings",
            "DATABASE_URL": self.database,
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "2",
            "PAGE_CACHE_BYTES": "50000000",
            "PAGES_FOLDER": f"{self.folder}/pages",
            "FORMATS_FOLDER": "",
            "EMAIL_FILE_PATH": f"{self.folder}/mail",
            "CLOCK_FILE": f"{self.folder}/clock",
            **self.more,
        }

    @property
    def log(self) -> str:
        """What the server wrote until now."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Up, and answering."""
        self.folder.mkdir(exist_ok=True)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *filter(None, [self.application])],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        wait_for(lambda: self.get("/healthz").status == 200, 60)

    def stop(self) -> None:
        """As a supervisor stops it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)
            self.process = None

    def kill(self) -> None:
        """The master and every worker, at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self.process = None

    def workers(self) -> list[int]:
        """The processes that answer."""
        assert self.process is not None
        pid = self.process.pid
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        return [int(word) for word in found.split()]

    def get(self, path: str = PAGE, host: str = HOST, **headers: str) -> Answer:
        """A read on a connection of its own. Nobody waits longer than ten seconds."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": host, **headers})
            return read(connection)
        finally:
            connection.close()

    def by_each_worker(self, path: str = PAGE) -> dict[str, Answer]:
        """The page as each of the two workers has it (on the stage: `STAGE`)."""
        found: dict[str, Answer] = {}
        for _ in range(400):
            answer = self.get(path)
            found[answer.headers["x-worker"]] = answer
            if len(found) == 2:
                return found
        raise AssertionError(f"one worker answered everything: {found.keys()}")

    def set_clock(self, seconds: float) -> None:
        """Let it be that much later (on the stage), in one step."""
        new = self.folder / "clock.new"
        new.write_text(str(seconds), encoding="ascii")
        new.replace(self.folder / "clock")

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A management command, whatever becomes of it."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip


def read(connection: http.client.HTTPConnection) -> Answer:
    """The answer to what was just asked."""
    answer = connection.getresponse()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, headers, answer.read().decode(errors="replace"))


class Staff:
    """Who works on the same database, elsewhere (`tests.faults.deeds`)."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.deeds"],
            cwd=ROOT, env={**environment, "PAGE_CACHE_BYTES": "0"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def attempt(self, deed: str, *words: str) -> dict[str, Any]:
        """Do something; what came of it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(deed, *words, file=self.process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def do(self, deed: str, *words: str) -> Any:
        """Do something that succeeds."""
        answer = self.attempt(deed, *words)
        assert "done" in answer, answer
        return answer["done"]

    def leave(self) -> None:
        """No more deeds."""
        self.process.communicate()
