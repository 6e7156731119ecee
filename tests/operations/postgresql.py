"""A PostgreSQL of a test's own: made in a folder, on a free port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

# It refuses to run as root; a fresh checkout in CI runs as root.
AS = ["/usr/sbin/runuser", "--user", "postgres", "--"] if os.geteuid() == 0 else []


def programs() -> Path:
    """Where initdb and its like are."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    return found[-1].parent


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass(frozen=True)
class Cluster:
    """A server, its folder, and what may be done with it."""

    folder: Path
    data: Path
    port: int

    def url(self, database: str = "postgres", user: str = "privacysite") -> str:
        """What DATABASE_URL is for one of its databases."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, program: str, *arguments: str) -> str:
        """One of PostgreSQL's programs, as the user that owns the files."""
        done = subprocess.run(
            [*AS, str(programs() / program), *arguments],
            cwd="/", capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}{done.stdout}")
        return done.stdout

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What a statement answers, bare."""
        return self.run(
            "psql", "--no-psqlrc", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1",
            "--command", statement, self.url(database),
        ).strip()  # fmt: skip

    def create(self, database: str) -> str:
        """A new, empty database; its address."""
        self.sql(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def start(self, *settings: str) -> None:
        """Start it, and wait until it answers."""
        options = ["listen_addresses=127.0.0.1", *settings]
        self.run(
            "pg_ctl", "start", "--wait", "--silent", "--pgdata", str(self.data),
            "--log", str(self.folder / "log"), "--options",
            " ".join([f"-p {self.port} -k {self.folder}", *(f"-c {o}" for o in options)]),
        )  # fmt: skip

    def stop(self, mode: str = "fast") -> None:
        """Stop it; ``immediate`` is what a crash does."""
        self.run(
            "pg_ctl", "stop", "--silent", "--mode", mode, "--pgdata", str(self.data)
        )

    def make(self) -> None:
        """The files of a new server. Everybody on this machine is trusted."""
        self.run("initdb", "--pgdata", str(self.data), "--username", "privacysite",
                 "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8",
                 "--no-sync")  # fmt: skip


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that PostgreSQL's user owns; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="privacysite-postgresql-"))
    if AS:
        shutil.chown(folder, "postgres")
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def cluster(*settings: str) -> Iterator[Cluster]:
    """A running server, without the care for power cuts that only costs a test time."""
    with scratch() as folder:
        found = Cluster(folder, folder / "data", free_port())
        found.make()
        found.start("fsync=off", "full_page_writes=off", *settings)
        try:
            yield found
        finally:
            found.stop("immediate")
