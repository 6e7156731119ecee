"""Hosts as they come over the wire, to the server that production runs.

A test client repairs what it sends; a socket does not.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SCRIPT = """
import django; django.setup()
from tests import world
world.published(world.policy(world.organisation("acme")), "2022-10-26")
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """gunicorn with one organisation, on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    folder = tmp_path_factory.mktemp("hosts")
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "DEMO": "1",
        "DEBUG": "1", "PORT": str(number), "WEB_CONCURRENCY": "1",
    }  # fmt: skip
    for command in (["manage.py", "migrate", "--verbosity", "0"], ["-c", SCRIPT]):
        subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, check=True
        )
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        _wait(number, server)
        yield number
    finally:
        server.terminate()
        server.wait(10)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(200):
        assert server.poll() is None, "gunicorn did not start"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("gunicorn does not answer")


class Answer:
    """What came back, taken apart."""

    def __init__(self, raw: bytes) -> None:
        head, _empty, self.body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.raw, self.status = raw, int(first.split()[1])
        self.headers = {
            name.lower(): value.strip()
            for name, _colon, value in (line.partition(":") for line in lines)
        }


def ask(port: int, line: bytes, *headers: bytes) -> Answer:
    sent = b"\r\n".join([line, *headers, b"Connection: close", b"", b""])
    with socket.create_connection(("127.0.0.1", port), 10) as wire:
        wire.sendall(sent)
        parts = list(iter(lambda: wire.recv(65_536), b""))
    return Answer(b"".join(parts))


OURS = b"Host: acme.localhost"


def test_the_control_is_served(port: int) -> None:
    answer = ask(port, b"GET /nl/privacy/ HTTP/1.1", OURS)
    assert answer.status == 200
    assert b"Tekst eerste" in answer.body


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (b"Host: evil.example",),
        (b"Host: [::1]:8000",),
        (b"Host: [fe80::1%25lo]",),
        (b"Host: acme.localhost@evil.example",),
        (b"Host: evil.example@acme.localhost",),
        (b"Host: acme.localhost:80abc",),
        (b"Host: acme.localhost:",),
        (b"Host: acme.localhost:123456",),
        (b"Host: acme.localhost\tevil.example",),
        (b"Host: acme.localhost, evil.example",),
        (b"Host: acme.localhost\\evil.example",),
        ("Host: acmé.localhost".encode(),),
        (b"Host: evil.example", b"X-Forwarded-Host: acme.localhost"),
    ],
    ids=repr,
)
def test_another_host_header_gets_the_one_404(
    port: int, headers: tuple[bytes, ...]
) -> None:
    answer = ask(port, b"GET /nl/privacy/ HTTP/1.1", *headers)
    assert answer.status == 404
    assert b"Tekst" not in answer.body
    assert b"evil" not in answer.raw


@pytest.mark.parametrize(
    "headers",
    [(OURS, b"Host: evil.example"), (b"Host: evil.example", OURS), (OURS, OURS),
     (b"Host: acme.localhost\0",)],
    ids=repr,
)  # fmt: skip
def test_two_hosts_or_a_broken_one_are_no_request(
    port: int, headers: tuple[bytes, ...]
) -> None:
    answer = ask(port, b"GET /nl/privacy/ HTTP/1.1", *headers)
    assert answer.status == 400
    assert b"evil" not in answer.raw


def test_a_whole_address_names_the_host_that_the_header_names(port: int) -> None:
    same = ask(port, b"GET http://ACME.localhost/nl/privacy/ HTTP/1.1", OURS)
    assert same.status == 200
    for line, header in (
        (b"GET http://evil.example/nl/privacy/ HTTP/1.1", OURS),
        (b"GET http://acme.localhost/nl/privacy/ HTTP/1.1", b"Host: evil.example"),
        (b"GET http://localhost/admin/ HTTP/1.1", OURS),
        (b"GET http://x@acme.localhost/nl/ HTTP/1.1", OURS),
    ):
        answer = ask(port, line, header)
        assert answer.status == 404
        assert b"evil" not in answer.raw


@pytest.mark.parametrize("host", [b"acme.localhost", b"localhost", b"evil.example"])
def test_a_request_without_a_path_is_no_error_of_ours(port: int, host: bytes) -> None:
    assert ask(port, b"OPTIONS * HTTP/1.1", b"Host: " + host).status == 400


@pytest.mark.parametrize(
    "path",
    [b"//evil.example", b"//evil.example/nl", b"/\\evil.example", b"/nl/..//evil.example",
     b"/%2f/evil.example", b"/nl/privacy?next=//evil.example", b"/%0d%0aX-Evil:1",
     b"/nl/privacy/policy%0a", b"/nl/privacy/policy%0d%0aX-Evil:1",
     b"/nl/privacy/op/?day=//evil.example", b"/p/privacy//evil.example",
     b"/nl/privacy/wijzigingen/?from=//evil.example&to=1", b"/p///evil.example/",
     b"/nl/%00/", b"/nl/?x=%00", b"/static/..%2f..%2fmanage.py", b"/static/%00"],
)  # fmt: skip
def test_no_path_leads_away_or_breaks(port: int, path: bytes) -> None:
    for header in (OURS, b"Host: localhost", b"Host: acme.localhost:99999"):
        answer = ask(port, b"GET " + path + b" HTTP/1.1", header)
        assert answer.status in (301, 302, 400, 404)
        where = answer.headers.get("location", "/")
        assert re.match(r"/(?![/\\])", where), where
        assert "x-evil" not in answer.headers


@pytest.mark.parametrize(
    "header",
    [b"X-Forwarded-Host: evil.example", b"X-Original-URL: /admin/",
     b"SCRIPT_NAME: /nl", b"X_Forwarded_Host: evil.example"],
)  # fmt: skip
def test_headers_of_proxies_move_nothing(port: int, header: bytes) -> None:
    answer = ask(port, b"GET /nl/privacy HTTP/1.1", OURS, header)
    assert (answer.status, answer.headers["location"]) == (301, "/nl/privacy/")


@pytest.mark.parametrize(
    ("line", "header"),
    [(b"GET /nl/privacy/", OURS), (b"GET /nl/privacy", OURS), (b"GET /", OURS),
     (b"GET /nl/none/", OURS), (b"POST /nl/privacy/", OURS), (b"TRACE /", OURS),
     (b"GET /nl/privacy/policy.json", OURS), (b"GET /nl/privacy/policy", OURS),
     (b"GET /nl/privacy/v/1/evidence.zip", OURS), (b"GET /feed/nl.atom", OURS),
     (b"GET /api/v1/policies", OURS), (b"POST /api/v1/policies", OURS),
     (b"GET /nl/api/", OURS), (b"POST /nl/abonneren/", OURS),
     (b"POST /nl/controleren/", OURS), (b"GET /nl/zoeken/?q=tekst", OURS),
     (b"GET /p/privacy/", OURS), (b"GET /.well-known/gpc.json", OURS),
     (b"OPTIONS *", OURS), (b"GET /static/css/page.css", OURS), (b"GET /healthz", OURS),
     (b"GET /", b"Host: evil.example"), (b"GET /admin/login/", b"Host: localhost"),
     (b"GET /admin", b"Host: localhost"), (b"GET /admin/", b"Host: localhost"),
     (b"GET /static/admin/css/base.css", b"Host: localhost"),
     (b"POST /admin/login/", b"Host: localhost")],
    ids=repr,
)  # fmt: skip
def test_every_answer_carries_the_policies_of_security(
    port: int, line: bytes, header: bytes
) -> None:
    answer = ask(port, line + b" HTTP/1.1", header, b"Content-Length: 0")
    ours = header != b"Host: localhost"
    csp = answer.headers["content-security-policy"]
    assert ("default-src 'none'" in csp) == ours
    assert "frame-ancestors" in csp
    assert answer.headers["x-frame-options"] == ("DENY" if ours else "SAMEORIGIN")
    assert answer.headers["x-content-type-options"] == "nosniff"
    if ours:
        assert "set-cookie" not in answer.headers


def test_nothing_of_the_admin_is_kept_and_its_cookies_are_closed(port: int) -> None:
    for path in (b"/admin/", b"/admin/login/", b"/admin/policies/policy/1/draft/"):
        answer = ask(port, b"GET " + path + b" HTTP/1.1", b"Host: localhost")
        assert "no-store" in answer.headers["cache-control"]
        assert "private" in answer.headers["cache-control"]
    cookie = ask(port, b"GET /admin/login/ HTTP/1.1", b"Host: localhost")
    assert "SameSite=Lax" in cookie.headers["set-cookie"]
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
