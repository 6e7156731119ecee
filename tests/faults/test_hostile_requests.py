"""Some hundred requests that no browser sends, to every route of the running server."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
from django.urls import get_resolver

from tests.faults import wire
from tests.faults.conftest import Install
from tests.faults.editor import Editor
from tests.faults.installation import HOST, Installation, Staff
from tests.test_public_addresses import EVERY, patterns

# In the place of a part of the path, or of a value in the query.
ODD = (
    "%00", "%ff%fe", "%F0%9F%92%A9", "..%2f..%2fmanage.py", "0", "-1", "9" * 30,
    "2147483648", "9223372036854775808", "0000-00-00", "9999-12-31", "0001-01-01",
    "2022-02-30", "%D9%A1", "a" * 3_000, "%0d%0aX-Evil:1", "%3Csvg%3E", "%7B%7B7*7%7D%7D",
    "%25", "..;", "NaN", "1e309", "%ed%a0%80", "%e2%80%ae", ":@", "1..2..3",
)  # fmt: skip
QUERIES = (
    "page", "q", "from", "to", "day", "languages", "digest", "organisation", "o", "next",
    "number", "in", "to%00", "%ff", "a" * 500,
)  # fmt: skip
HEADERS = (
    "Accept-Language: *;q=NaN, x;q=9e99", "Accept-Language: " + "nl," * 2_000,
    "Accept-Encoding: br;q=1e400, \xff;q=", "Accept: " + "a/b;q=0.1," * 500,
    "If-None-Match: " + '"a",' * 2_000, "If-Modified-Since: Sun, 31 Feb 0000 99:99:99 GMT",
    "If-Match: *", "Range: bytes=9-1,-0,x", "Cookie: \xff\xfe=;;a=\x01; sessionid=",
    "Cookie: sessionid=" + "x" * 4_000, "Accept-Datetime: yesterday",
    "Accept-Datetime: Sun, 31 Dec 9999 23:59:59 GMT", "X-Forwarded-For: ';--",
    "X-HTTP-Method-Override: DELETE", "Content-Type: ;;;charset=\xff", "Origin: null",
    "Transfer-Encoding: chunked",
)  # fmt: skip
METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get")
BODIES = (
    ("application/json", b"[" * 100_000),
    ("application/json", b'{"a": 1e999, "b": "\\ud800"}'),
    ("application/x-www-form-urlencoded", b"a=%ff&b=%00&" + b"c=1&" * 12_000),
    ("application/x-www-form-urlencoded; charset=utf-7", b"digest=+AHg-"),
    ("multipart/form-data", b"--x\r\n"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="',
    ),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x--"),
    ("application/csp-report", b"\xff" * 1_000_000),
)


@pytest.fixture(scope="module", params=["postgresql", "sqlite"])
def at(request: pytest.FixtureRequest, install: Install) -> Iterator[Installation]:
    yield from install(request.param)


@pytest.fixture(scope="module")
def editor(at: Installation) -> Editor:
    staff = Staff(at.environment)
    policy = staff.do("policy")
    staff.leave()
    return Editor(at, policy)


def hostile(
    routes: list[str], host: str, rounds: int, *extra: str
) -> Iterator[tuple[str, bytes]]:
    """Requests to each route, always the same ones. With a name to tell them by."""
    # Not by the host: its port is another one each time.
    chance = random.Random(len(routes))
    for route in routes * rounds:
        path, headers, method, body = route, list(extra), "GET", b""
        what = chance.choice(["path", "path", "query", "header", "method", "body"])
        if what == "path":
            # At times one part alone is odd: then more of the way is gone.
            path = re.sub(
                r"\{\w+\}", lambda _: chance.choice([chance.choice(ODD), "1"]), path
            )
        path = re.sub(r"\{\w+\}", "1", path)
        if what == "query":
            path += f"?{chance.choice(QUERIES)}={chance.choice(ODD)}"
        elif what == "header":
            headers.append(chance.choice(HEADERS))
        elif what == "method":
            method = chance.choice(METHODS)
        elif what == "body":
            method = "POST"
            kind, body = chance.choice(BODIES)
            headers.append(f"Content-Type: {kind}")
        yield (
            f"{method} {path[:200]} {headers[len(extra) :]}"[:300],
            wire.request(path, host, *headers, method=method, body=body),
        )


def of_the_public() -> list[str]:
    """Acme's addresses; what is about a policy has its slug."""
    known = {"slug": "privacy"}
    return [
        re.sub(r"\{(\w+)\}", lambda m: known.get(m[1], m[0]), path) for path in EVERY
    ]


def of_the_desk() -> list[str]:
    """Every route of the admin; its parameters in braces."""
    found = []
    for route in patterns(get_resolver("privacysite.urls").url_patterns):
        plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", route)
        plain = re.sub(r"\([^?][^)]*\)", "{unnamed}", plain)
        plain = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", plain)
        if plain.startswith("admin/") and "logout" not in plain:
            found.append("/" + plain.rstrip("$").replace("\\", ""))
    return found


def outcome(at: Installation, requests: Iterator[tuple[str, bytes]]) -> list[str]:
    """What was answered as it should not have been."""
    amiss, tried, log = [], 0, len(at.log)
    for name, sent in requests:
        answer = wire.say(at.port, sent)
        tried += 1
        if wire.status(answer) >= 500 or b"Traceback" in answer:
            amiss.append(f"{wire.status(answer)} {name}")
        if b"\r\nx-evil" in answer.partition(b"\r\n\r\n")[0].lower():
            amiss.append(f"a header was made: {name}")
    assert tried > 150
    assert "Internal Server Error" not in at.log[log:], amiss
    return amiss


def test_nothing_a_stranger_sends_breaks_a_public_host(at: Installation) -> None:
    """Whatever it is: a page, or a plain no. Nobody else's page suffers."""
    routes = of_the_public()
    assert outcome(at, hostile(routes, HOST, 4)) == []
    assert at.get().status == 200


def test_nothing_a_colleague_sends_breaks_the_desk(
    at: Installation, editor: Editor
) -> None:
    """Signed in, over every route of the admin."""
    routes = of_the_desk()
    assert len(routes) > 80
    host = f"localhost:{at.port}"
    assert outcome(at, hostile(routes, host, 1, f"Cookie: {editor.cookies}")) == []
    assert at.get().status == 200


def test_a_line_or_a_header_beyond_the_limits_is_refused(at: Installation) -> None:
    """Without a word of the application."""
    for sent in (
        wire.request("/?" + "a" * 1_000_000, HOST),
        wire.request("/", HOST, "X: " + "a" * 1_000_000),
        wire.request("/", HOST, *(f"X-{n}: a" for n in range(1_000))),
        b"\x00" * 10_000 + b"\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: acme.localhost\r\n\r\n",
    ):
        assert wire.status(wire.say(at.port, sent)) in {0, 400, 414, 431, 505}
    assert at.get().status == 200
