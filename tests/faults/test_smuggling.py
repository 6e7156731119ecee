"""One request in another's body: nginx and gunicorn agree where each of them ends."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.faults import wire
from tests.faults.conftest import Install
from tests.faults.installation import HOST, Installation
from tests.privacysite.test_slow_clients import configuration
from tests.programs import free_port, program, wait_for

CHUNKED = "Transfer-Encoding: chunked"
# Other ways to write it, one of which one side might understand and the other not.
CODINGS = (
    CHUNKED, "Transfer-Encoding : chunked", "Transfer-Encoding:\tchunked",
    "Transfer-Encoding: xchunked", "Transfer-Encoding: \x0bchunked",
    "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity, chunked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: x", "transfer-encoding: CHUNKED",
    "Transfer-Encoding: x\r\nTransfer-Encoding: chunked", "Transfer-Encoding:\r\n chunked",
    "X: x\nTransfer-Encoding: chunked", "Transfer-Encoding: \"chunked\"",
    "Transfer_Encoding: chunked", "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding\x00: chunked", " Transfer-Encoding: chunked",
)  # fmt: skip
LENGTHS = (
    "Content-Length: {n}\r\nContent-Length: 0", "Content-Length: 0\r\nContent-Length: {n}",
    "Content-Length: {n}, 0", "Content-Length: +{n}", "Content-Length: -1",
    "Content-Length: 0x10", "Content-Length: {n} ", "Content-Length : {n}",
    "Content_Length: {n}", "Content-Length:\r\n {n}", "Content-Length: \x0b{n}",
    "Content-Length: 0{n}", "Content-Length: 99999999999999999999",
)  # fmt: skip
CHUNKS = (
    b"0\r\n\r\n", b"0\n\n", b"0;x=\r\n\r\n\r\n", b"0x0\r\n\r\n", b"00000000000000000\r\n\r\n",
    b"1\r\nZ\r\n0\r\nX: y\r\n\r\n", b"-1\r\n\r\n", b"ffffffffffffffff1\r\n\r\n",
    b"1\nZ\n0\n\n", b"0\r\n", b"1;\n0\r\n\r\n0\r\n\r\n",
)  # fmt: skip


@dataclass
class Door:
    """The server, and the proxy in front of it."""

    server: Installation
    port: int

    def attempt(self, request: bytes, number: int) -> tuple[int, int]:
        """How many answers a request brought with one hidden behind it, and how many
        times the server was asked what is hidden."""
        hidden = f"/nl/hidden-{number}/"
        inner = wire.request(hidden, HOST)
        answer = wire.say(self.port, request.replace(b"{hidden}", inner), wire.CUT)
        asked = re.findall(rf"privacysite\.requests .*path={hidden} ", self.server.log)
        return answer.count(b"HTTP/1.1 "), len(asked)


@pytest.fixture(scope="module")
def behind(install: Install) -> Iterator[Installation]:
    yield from install("sqlite", LOG_REQUESTS="1")


@pytest.fixture(scope="module")
def door(behind: Installation) -> Iterator[Door]:
    folder, port = behind.folder, free_port()
    file = folder / "nginx.conf"
    file.write_text(configuration(folder, port, behind.port), encoding="utf-8")
    with (folder / "nginx.log").open("wb") as log:
        proxy = subprocess.Popen(
            [program("nginx"), "-c", str(file), "-p", str(folder)], stderr=log
        )
    try:
        wait_for(
            lambda: wire.status(wire.say(port, wire.request("/healthz", HOST))) == 200
        )
        yield Door(behind, port)
    finally:
        proxy.terminate()
        proxy.wait(20)


def attacks() -> Iterator[bytes]:
    """Requests whose end the two might see at different places."""
    head = f"POST /en/check/ HTTP/1.1\r\nHost: {HOST}\r\n"
    inner = len(wire.request("/nl/hidden-10/", HOST))
    for coding in CODINGS:
        for length in (inner + 5, 4):  # all of it, or only the chunk's first line
            lines = f"{head}Content-Length: {length}\r\n{coding}\r\n\r\n0\r\n\r\n"
            yield lines.encode("latin-1") + b"{hidden}"
        yield f"{head}{coding}\r\n\r\n0\r\n\r\n".encode("latin-1") + b"{hidden}"
    for said in LENGTHS:
        yield f"{head}{said.format(n=inner)}\r\n\r\n".encode("latin-1") + b"{hidden}"
    for chunk in CHUNKS:
        yield f"{head}{CHUNKED}\r\n\r\n".encode() + chunk + b"{hidden}"
    for more in (
        "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nConnection: Upgrade, HTTP2-Settings",
        "Expect: 100-continue\r\nContent-Length: 3", "Connection: Content-Length",
        "Connection: Transfer-Encoding, Host",
    ):  # fmt: skip
        yield f"{head}{more}\r\n\r\n".encode() + b"{hidden}"
        yield (
            f"GET / HTTP/1.0\r\n{more}\r\n{CHUNKED}\r\n\r\n0\r\n\r\n".encode()
            + b"{hidden}"
        )


def test_no_request_hides_in_another(door: Door) -> None:
    """What the server is asked, the proxy has seen and answered; so nobody's answer goes
    to somebody else. Whoever comes next gets the page that they asked for."""
    amiss, tried = [], 0
    for number, request in enumerate(attacks(), 10):
        answers, hidden = door.attempt(request, number)
        tried += 1
        if hidden > max(answers - 1, 0):
            amiss.append(request)
        after = wire.say(door.port, wire.request("/en/privacy/", HOST))
        if wire.status(after) != 200 or b"Text eerste." not in after:
            amiss.append(b"the next one suffered: " + request)
    assert tried > 70
    assert amiss == []
    assert "Traceback" not in door.server.log


def test_the_control_finds_a_request_that_is_there(door: Door) -> None:
    """Two requests, one after the other as HTTP has it, are two answers and are seen."""
    first = f"GET /nl/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode() + b"{hidden}"
    assert door.attempt(first, 1) == (2, 1)


def test_the_server_alone_refuses_what_has_two_ends(door: Door) -> None:
    """Without the proxy: at once a length and chunks is no request."""
    for request in attacks():
        answer = wire.say(door.server.port, request, ended=True)
        # 501: a transfer coding that the server does not know.
        assert wire.status(answer) in {*range(500), 501}
        both = (
            b"\r\nContent-Length: " in request
            and b"\r\nTransfer-Encoding: chunked\r" in request
        )
        assert not both or wire.status(answer) in {400, 501}
