"""The servers that a benchmark measures: started, found ready, and stopped."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# No settings of the product's: the least has none either.
PLAIN = Path(__file__).parent / "peers" / "plain.py"
# As many as the processors of the machine on which the goals were set.
GUNICORN = ("--worker-class", "gthread", "--threads", "4", "--workers", "2")


@dataclass(frozen=True)
class Server:
    """A running server: its port, and its first process."""

    name: str
    port: int
    pid: int

    def get(self, path: str, host: str, **headers: str) -> http.client.HTTPResponse:
        """An answer, whose body was read (``answer.body``)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers={"Host": host, **headers})
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer

    def processes(self) -> list[int]:
        """Its processes that serve: its children, or itself."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.pid)], capture_output=True, text=True, check=False
        )
        return [int(line) for line in found.stdout.split()] or [self.pid]

    def cpu(self) -> list[float]:
        """Seconds of processor that each of them has used."""
        ticks = os.sysconf("SC_CLK_TCK")
        found = []
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            found.append((int(fields[11]) + int(fields[12])) / ticks)
        return found

    def memory(self) -> float:
        """The megabytes of the largest of them (PSS: shared pages are shared out)."""
        sizes = []
        for pid in self.processes():
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
            sizes.append(int(line.split()[1]) / 1024)
        return max(sizes)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def gunicorn(
    name: str, application: str, environment: Mapping[str, str] = {}, path: str = "/"
) -> Iterator[Server]:
    """gunicorn with an application, ready to answer; stopped at the end."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--config", str(PLAIN), *GUNICORN,
        "--log-level", "warning", "--bind", f"127.0.0.1:{port}", application,
    ]  # fmt: skip
    with _running(name, command, port, environment) as server:
        yield server


@contextmanager
def nginx(name: str, folder: Path) -> Iterator[Server | None]:
    """nginx with a folder of files, beside each its ``.gz``; None where there is none."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        yield None
        return
    port = free_port()
    settings = folder / "nginx.conf"
    settings.write_text(
        f"""
        daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log stderr crit;
        events {{ worker_connections 512; }}
        http {{
            access_log off; types {{ text/html html; }} gzip_static on; tcp_nopush on;
            sendfile on; keepalive_requests 1000000;
            server {{ listen 127.0.0.1:{port}; root {folder}; index index.html; }}
        }}
        """
    )
    command = [program, "-c", str(settings)]
    if os.geteuid() == 0:
        command += ["-g", "user root;"]
    with _running(name, command, port, {}) as server:
        yield server


@contextmanager
def _running(
    name: str, command: list[str], port: int, environment: Mapping[str, str]
) -> Iterator[Server]:
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}
    )
    try:
        _wait(port, process)
        yield Server(name, port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} stopped with {process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(f"{process.args!r} did not come up")
