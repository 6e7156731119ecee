"""The nginx of ``compose.yaml``: what it tells the servers, and what it stops."""

from __future__ import annotations

import http.client
import json
import re
import runpy
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.programs import free_port, program, wait_until_it_listens
from tests.several.machines import CONFIGURATION, ROOT, proxy

VISITOR, OTHER = "192.0.2.1", "192.0.2.2"


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers that it was sent."""

    def do_GET(self) -> None:
        """The headers, as JSON."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps(dict(self.headers.items())).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """The same."""
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """nginx before a server that tells what it hears."""
    program("nginx")
    folder, found = tmp_path_factory.mktemp("proxy"), free_port()
    folder.chmod(0o755)
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        process = proxy(folder, [server.server_port] * 2, found)
        try:
            wait_until_it_listens(found, process)
            yield found
        finally:
            process.terminate()
            process.wait(20)
            server.shutdown()


def ask(
    port: int, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str]]:
    """Status, and the headers that the server got."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, json.loads(body) if answer.status == 200 else {}
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("said", "scheme"),
    [("https", "https"), ("http", "http"), ("HTTPS", "https"), ("", "http"),
     ("https, http", "http"), ("javascript", "http")],
)  # fmt: skip
def test_the_scheme_is_one_of_two_words(port: int, said: str, scheme: str) -> None:
    headers = {"X_Forwarded_Proto": said} if said else {}
    assert ask(port, "/nl/", **headers)[1]["X-Forwarded-Proto"] == scheme


@pytest.mark.parametrize("path", ["/nl/abonneren/", "/admin/login/"])
def test_one_sender_is_stopped_and_others_are_not(port: int, path: str) -> None:
    from_one = {"X_Forwarded_For": f"198.51.100.7, {VISITOR}"}
    found = [ask(port, path, "POST", **from_one)[0] for _ in range(14)]
    assert (found[0], found[-1]) == (200, 429)
    assert ask(port, path, **from_one)[0] == 200
    assert ask(port, path, "POST", X_Forwarded_For=OTHER)[0] == 200


def test_what_nobody_may_be_kept_from_is_not_counted(port: int) -> None:
    for path in ("/nl/abonneren/opzeggen/token/", "/admin/policies/policy/"):
        found = {
            ask(port, path, "POST", X_Forwarded_For="192.0.2.9")[0] for _ in "a" * 30
        }
        assert found == {200}, path
    # Where nothing says from where, everybody would be one.
    assert {ask(port, "/nl/abonneren/", "POST")[0] for _ in "a" * 30} == {200}


def test_no_connection_is_taken_up_that_the_server_is_closing() -> None:
    kept = re.search(r"upstream .*?keepalive_timeout (\d+)s", _text(), re.DOTALL)
    assert kept
    server = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["keepalive"]
    assert int(kept[1]) < server


def _text() -> str:
    return Path(CONFIGURATION).read_text(encoding="utf-8")
