"""A PostgreSQL of a test's own: made in a folder, on a free port, gone afterwards."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from tests.programs import AS_ORDINARY_USER, free_port, program

# Without the care for power cuts, which only costs a test time; and with it.
QUICK = ("fsync=off", "full_page_writes=off")
DURABLE = ("fsync=on", "full_page_writes=on")


@dataclass
class Cluster:
    """A server, its folder, and what may be done with it.

    ``settings`` are those that it is started with, from the next start on.
    """

    folder: Path
    data: Path
    port: int = field(default_factory=free_port)
    settings: tuple[str, ...] = QUICK

    @property
    def log(self) -> Path:
        """What it writes."""
        return self.folder / f"{self.data.name}.log"

    def url(self, database: str = "postgres", user: str = "privacysite") -> str:
        """What DATABASE_URL is for one of its databases."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, name: str, *arguments: str) -> None:
        """One of PostgreSQL's programs, as the user that owns the files."""
        # From the root folder: that user may not enter the project's.
        done = subprocess.run(
            [*AS_ORDINARY_USER, program(name), *arguments],
            cwd="/", capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr}{done.stdout}")

    def ask(self, statement: str, database: str = "postgres") -> object:
        """The first column of the first row that a statement answers, if any."""
        connection = psycopg2.connect(self.url(database))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                row = cursor.fetchone() if cursor.description else None
                return row[0] if row else None
        finally:
            connection.close()

    def create(self, database: str) -> str:
        """A new, empty database; its address."""
        self.ask(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def make(self) -> None:
        """The files of a new server. Everybody on this machine is trusted."""
        self.run("initdb", "--pgdata", str(self.data), "--username", "privacysite",
                 "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8",
                 "--no-sync")  # fmt: skip

    def follow(self, primary: Cluster) -> None:
        """The files of a replica of another server, which runs."""
        self.run(
            "pg_basebackup", "--pgdata", str(self.data), "--write-recovery-conf",
            "--checkpoint", "fast", "--no-sync", "--dbname", primary.url(),
        )  # fmt: skip

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = ["listen_addresses=127.0.0.1", *self.settings]
        self.run(
            "pg_ctl", "start", "--wait", "--silent", "--pgdata", str(self.data),
            "--log", str(self.log), "--options",
            " ".join([f"-p {self.port} -k {self.folder}", *(f"-c {o}" for o in options)]),
        )  # fmt: skip

    def stop(self, mode: str = "fast") -> None:
        """Stop it, if it runs; ``immediate`` is what a crash does."""
        if (self.data / "postmaster.pid").exists():
            self.run(
                "pg_ctl", "stop", "--silent", "--mode", mode, "--pgdata", str(self.data)
            )


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that PostgreSQL's user owns, which may not enter pytest's own; gone
    afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="privacysite-postgresql-"))
    if AS_ORDINARY_USER:
        shutil.chown(folder, "postgres")
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running server."""
    with scratch() as folder:
        found = Cluster(folder, folder / "data")
        found.make()
        found.start()
        try:
            yield found
        finally:
            found.stop("immediate")
