"""Two servers on one database, with the nginx of ``compose.yaml`` before them."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.programs import free_port, program, wait_for
from tests.several.postgresql import Databases

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = ROOT / "deploy" / "compose" / "nginx.conf"
HOST = "acme.localhost"


def get(port: int, path: str, host: str = HOST) -> tuple[int, str]:
    """Status and body, on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def proxy(folder: Path, servers: list[int], port: int) -> subprocess.Popen[bytes]:
    """nginx with the configuration that we ship, and the addresses of this machine."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    for number, server in enumerate(servers, 1):
        text = text.replace(f"web-{number}:8000 resolve", f"127.0.0.1:{server}")
    text = re.sub(r"^ *resolver .*$", "", text, flags=re.MULTILINE)
    text = text.replace("listen 8080", f"listen 127.0.0.1:{port}")
    text = text.replace("/dev/shm", str(folder))
    file = folder / "nginx.conf"
    file.write_text(text, encoding="utf-8")
    with (folder / "nginx.log").open("ab") as log:
        return subprocess.Popen(
            [program("nginx"), "-c", str(file), "-g", "daemon off;"],
            stdout=log, stderr=log,
        )  # fmt: skip


@dataclass
class Server:
    """A gunicorn with its own kept pages, as on a machine of its own."""

    environment: dict[str, str]
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Up, and answering."""
        with (self.folder / f"server-{self.port}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn"],
                cwd=ROOT, stdout=log, stderr=log,
                env={
                    **self.environment, "PORT": str(self.port), "WEB_CONCURRENCY": "2",
                    "PAGES_FOLDER": f"{self.folder}/pages-{self.port}",
                },
            )  # fmt: skip
        wait_for(lambda: get(self.port, "/healthz")[0] == 200)

    def stop(self) -> None:
        """As a supervisor stops it: it finishes what it has."""
        if self.process is not None:
            self.process.terminate()
            assert self.process.wait(60) == 0
            self.process = None


@dataclass
class Installation:
    """The databases, the servers and the proxy."""

    databases: Databases
    folder: Path
    servers: list[Server] = field(default_factory=list)
    port: int = field(default_factory=free_port)
    proxy: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """As docs/scaling.md says."""
        return {
            **os.environ,
            "DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "tests.several.settings",
            "DATABASE_URL": self.databases.pooled("privacysite"),
            "DATABASE_REPLICA_URL": self.databases.pooled("replica"),
            "DATABASE_LISTEN_URL": self.databases.primary.url(),
            "DATABASE_POOLED": "1",
            "FORMATS_FOLDER": "",
            "EMAIL_FILE_PATH": f"{self.folder}/mail",
        }

    def start(self) -> None:
        """Tables, an organisation with a policy, two servers, and the proxy."""
        self.manage("migrate", "--verbosity", "0")
        self.do("begin", "eerste")
        self.catch_up()
        self.servers = [Server(self.environment, self.folder) for _ in range(2)]
        for server in self.servers:
            server.start()
        self._proxy()

    def stop(self) -> None:
        """The servers and the proxy."""
        if self.proxy is not None:
            self.proxy.terminate()
            self.proxy.wait(30)
        for server in self.servers:
            server.stop()

    def manage(self, *arguments: str) -> str:
        """A command on a machine of the installation."""
        return self._python("manage.py", *arguments)

    def do(self, deed: str, words: str) -> None:
        """One of ``tests.several.deeds``."""
        self._python("-m", "tests.several.deeds", deed, words)

    def catch_up(self) -> None:
        """Until the replica has what the primary has."""
        end = self.databases.primary.ask("SELECT pg_current_wal_lsn()")
        replayed = f"SELECT pg_last_wal_replay_lsn() >= '{end}'"
        wait_for(lambda: self.databases.replica.ask(replayed))

    def _python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{arguments}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def _proxy(self) -> None:
        """Before the servers."""
        ports = [server.port for server in self.servers]
        self.proxy = proxy(self.folder, ports, self.port)
        wait_for(lambda: get(self.port, "/healthz")[0] == 200)
