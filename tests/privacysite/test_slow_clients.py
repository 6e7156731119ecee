"""Clients that send a byte now and then: the proxy holds them, the workers don't.

With nginx as deploy/nginx configures it, and gunicorn with one worker of two threads.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.programs import free_port, wait_for

ROOT = Path(settings.BASE_DIR)
SLOW = 50
# Around the files that an installation uses; without TLS, which changes nothing here.
NGINX = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    limit_conn_zone $binary_remote_addr zone=privacysite_each:1m;
    limit_req_zone $privacysite_sender zone=privacysite_forms:1m rate=10r/m;
    map $request_method $privacysite_sender {{ default ""; }}
    upstream privacysite {{ server 127.0.0.1:{behind}; keepalive 8; }}
    server {{
        listen 127.0.0.1:{port};
        {server}
        location / {{ {proxy} }}
    }}
}}
"""


def configuration(folder: Path, port: int, behind: int) -> str:
    """nginx with the product's own files in it."""
    files = ROOT / "deploy" / "nginx"
    proxy = (files / "proxy.conf").read_text(encoding="utf-8")
    server = (files / "server.conf").read_text(encoding="utf-8")
    server = server.replace("include /etc/nginx/privacysite/proxy.conf;", proxy)
    own = [
        line
        for line in server.splitlines()
        if not line.strip().startswith(("ssl_", "access_log"))
    ]
    return NGINX.format(
        folder=folder, port=port, behind=behind, server="\n".join(own), proxy=proxy
    )


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The proxy's port and the server's."""
    nginx = shutil.which("nginx", path=f"/usr/sbin:{os.environ.get('PATH', '')}")
    if nginx is None:
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("slow")
    port, behind = free_port(), free_port()
    file = folder / "nginx.conf"
    file.write_text(configuration(folder, port, behind), encoding="utf-8")
    environment = {
        **os.environ, "DEMO": "1", "PORT": str(behind), "WEB_CONCURRENCY": "1",
        "WEB_THREADS": "2", "DATABASE_URL": f"sqlite:///{folder}/none.sqlite3",
        "PAGES_FOLDER": str(folder / "pages"),
    }  # fmt: skip
    started = [
        subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=ROOT, env=environment),
        subprocess.Popen([nginx, "-c", str(file), "-p", str(folder)]),
    ]
    try:
        wait_for(lambda: status(port) == 200, 60)
        yield port, behind
    finally:
        for process in started:
            process.terminate()
            process.wait(20)


def status(port: int) -> int:
    """The status of /healthz, read from the wire."""
    with socket.create_connection(("127.0.0.1", port), 30) as wire:
        wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return int(wire.makefile("rb").readline().split()[1])


@pytest.fixture
def slow(ports: tuple[int, int]) -> Iterator[list[socket.socket]]:
    """Fifty that have begun: half of them in the headers, half in the body."""
    head = b"POST /healthz HTTP/1.1\r\nHost: x\r\n"
    body = head + b"Content-Length: 1000\r\n\r\nx"
    wires = []
    for number in range(SLOW):
        wire = socket.create_connection(("127.0.0.1", ports[0]), 30)
        wire.sendall(body if number % 2 else head)
        wires.append(wire)
    yield wires
    for wire in wires:
        wire.close()


def test_slow_clients_keep_nobody_waiting(
    ports: tuple[int, int], slow: list[socket.socket]
) -> None:
    for number in range(20):
        slow[number].sendall(b"X")  # each goes on, a byte at a time
        assert status(ports[0]) == 200


def test_no_slow_client_gets_through_to_the_server(
    ports: tuple[int, int], slow: list[socket.socket]
) -> None:
    assert status(ports[0]) == 200
    table = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    server = f"0100007F:{ports[1]:04X}"
    held = [row for row in table if row.split()[1] == server and row.split()[3] == "01"]
    assert len(held) <= 2  # the proxy's own, for the request above


def test_the_world_is_told_no_figures(ports: tuple[int, int]) -> None:
    with socket.create_connection(("127.0.0.1", ports[0]), 30) as wire:
        wire.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b" 404 " in wire.makefile("rb").readline()
