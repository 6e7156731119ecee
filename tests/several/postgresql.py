"""A PostgreSQL of our own: a primary, a replica that follows it, a pooler before both."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import pytest

_PLAIN = ("fsync=off", "full_page_writes=off", "listen_addresses=127.0.0.1")
_POOLER = """
[databases]
privacysite = host=127.0.0.1 port={primary} dbname=postgres user=privacysite
replica = host=127.0.0.1 port={replica} dbname=postgres user=privacysite

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 5
max_client_conn = 200
# What Django and libpq ask for when they connect; the role has it set instead.
ignore_startup_parameters = extra_float_digits, options
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def program(name: str) -> str:
    """Where it is installed; without it the test can't run."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    folders = [*map(str, reversed(versions)), "/usr/sbin", os.environ.get("PATH", "")]
    found = shutil.which(name, path=os.pathsep.join(folders))
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def as_ordinary_user() -> list[str]:
    """PostgreSQL and its pooler refuse to run as root."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def wait_for(what: Callable[[], object], seconds: float = 180) -> None:
    """Until it is true; what it raises meanwhile is not yet an error.

    The limit is for what will never be: a busy machine is no fault.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            if what():
                return
        except Exception:
            if time.monotonic() > end:
                raise
        if time.monotonic() > end:
            raise AssertionError(f"still not: {what}")
        time.sleep(0.1)


@dataclass
class Cluster:
    """Started by ``start``; everything lies in one folder and goes with ``stop``."""

    folder: Path
    primary: int = field(default_factory=free_port)
    replica: int = field(default_factory=free_port)
    pooler: int = field(default_factory=free_port)
    _pooling: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """The primary, the replica made from it, and the pooler."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run(
            "initdb", "--pgdata", f"{self.folder}/primary", "--username", "privacysite",
            "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        )  # fmt: skip
        self.up("primary")
        self._run(
            "pg_basebackup", "--pgdata", f"{self.folder}/replica", "--write-recovery-conf",
            "--checkpoint", "fast", "--no-sync", "--dbname", self.url("primary"),
        )  # fmt: skip
        self.up("replica")
        self._pool()

    def stop(self) -> None:
        """All three, at once."""
        if self._pooling is not None:
            self._pooling.terminate()
            self._pooling.wait(10)
        for name in ("replica", "primary"):
            if (self.folder / name / "postmaster.pid").exists():
                self.down(name)

    def up(self, name: str) -> None:
        """Start the primary or the replica."""
        port = {"primary": self.primary, "replica": self.replica}[name]
        options = " ".join(f"-c {setting}" for setting in _PLAIN)
        self._run(
            "pg_ctl", "start", "--wait", "--silent", "--pgdata", f"{self.folder}/{name}",
            "--log", f"{self.folder}/{name}.log",
            "--options", f"-p {port} -k {self.folder} {options}",
        )  # fmt: skip

    def down(self, name: str) -> None:
        """Stop it, without waiting for who is connected."""
        self._run(
            "pg_ctl", "stop", "--wait", "--mode", "immediate",
            "--pgdata", f"{self.folder}/{name}",
        )  # fmt: skip

    def ask(self, name: str, sql: str) -> object:
        """The first column of the first row that the primary or the replica answers."""
        connection = psycopg2.connect(self.url(name))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                row = cursor.fetchone() if cursor.description else None
                return row[0] if row else None
        finally:
            connection.close()

    def url(self, name: str) -> str:
        """The address, past the pooler."""
        port = {"primary": self.primary, "replica": self.replica}[name]
        return f"postgresql://privacysite@127.0.0.1:{port}/postgres"

    def pooled(self, name: str) -> str:
        """The address by the pooler."""
        return f"postgresql://privacysite@127.0.0.1:{self.pooler}/{name}"

    def _pool(self) -> None:
        file = self.folder / "pgbouncer.ini"
        file.write_text(
            _POOLER.format(
                primary=self.primary, replica=self.replica, port=self.pooler
            ),
            encoding="ascii",
        )
        self._pooling = subprocess.Popen(
            [*as_ordinary_user(), program("pgbouncer"), "--quiet", str(file)],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(lambda: psycopg2.connect(self.pooled("replica")).close() is None)

    def _run(self, name: str, *arguments: str) -> None:
        # From its own folder: the database's user may not enter the project's.
        done = subprocess.run(
            [*as_ordinary_user(), program(name), *arguments],
            cwd=self.folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stdout}{done.stderr}")
