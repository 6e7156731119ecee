"""A primary, a replica that follows it, and a pooler before both."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from tests.postgresql_server import Cluster
from tests.programs import AS_ORDINARY_USER, free_port, program, wait_for

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


@dataclass
class Databases:
    """Started by ``start``; everything lies in one folder."""

    folder: Path
    pooler: int = field(default_factory=free_port)
    _pooling: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.primary = Cluster(self.folder, self.folder / "primary")
        self.replica = Cluster(self.folder, self.folder / "replica")

    def start(self) -> None:
        """The primary, the replica made from it, and the pooler."""
        self.primary.make()
        self.primary.start()
        self.replica.follow(self.primary)
        self.replica.start()
        self._pool()

    def stop(self) -> None:
        """All three, at once."""
        if self._pooling is not None:
            self._pooling.terminate()
            self._pooling.wait(10)
        self.replica.stop("immediate")
        self.primary.stop("immediate")

    def pooled(self, name: str) -> str:
        """The address by the pooler."""
        return f"postgresql://privacysite@127.0.0.1:{self.pooler}/{name}"

    def _pool(self) -> None:
        file = self.folder / "pgbouncer.ini"
        file.write_text(
            _POOLER.format(
                primary=self.primary.port, replica=self.replica.port, port=self.pooler
            ),
            encoding="ascii",
        )
        self._pooling = subprocess.Popen(
            [*AS_ORDINARY_USER, program("pgbouncer"), "--quiet", str(file)],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(lambda: psycopg2.connect(self.pooled("replica")).close() is None)
