"""A small site with everything in it behind a real nginx: gone, moved, by language."""

from __future__ import annotations

import datetime as dt
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from privacysite.staticsite import nginx, packing
from privacysite.staticsite.folder import Folder
from privacysite.staticsite.manifest import Entry, Manifest, Moved
from privacysite.staticsite.serving import Serving
from tests.programs import free_port
from tests.staticsite.nginx import fetch
from tests.staticsite.nginx import nginx as running

HTML = {"Content-Type": "text/html; charset=utf-8", "X-Says": 'a "b" $host; }'}
GONE = {**HTML, "X-Says": "gone"}


def publish(folder: Folder) -> Manifest:
    release = folder.begin("acme")

    def entry(file: str, status: int = 200, headers: dict[str, str] = HTML) -> Entry:
        body = f"body of {file}".encode()
        digest = packing.digest_of(body)
        release.add(file, digest, body, headers)
        return Entry(status, headers, file, digest, len(body))

    made = Manifest(
        site="acme", release=release.name, hosts=("acme.localhost", "also.localhost"),
        default_language="nl", languages=("nl", "en"), generation=1, program="p",
        made_at=dt.datetime.now(dt.UTC), holds_until=None,
        addresses={
            "/": Entry(
                302, {"Vary": "Accept-Language"},
                location={"": "/nl/", "nl": "/nl/", "en": "/en/"},
            ),
            "/nl/": entry("nl/index.html"),
            "/nl/$x/": entry("nl/$x/index.html"),
            "/nl/p/1..2/": entry("nl/p/1..2/index.html"),
            "/nl/p/1..2/?languages=both": entry("nl/p/1..2/index.languages-both.html"),
            "/nl/v/2/": entry("nl/v/2/index.html", 410, GONE),
        },
        not_found={
            code: entry(f"~/404.{code or 'host'}.html", 404) for code in ("nl", "en", "")
        },
        moved=(
            Moved(
                "old.localhost", "", {"/privacy": entry("~/moved/1.html")},
                entry("~/moved/2.html"),
            ),
            Moved(
                "acme.localhost", "/cyber/", {},
                Entry(301, {}, location={"": "http://acme.localhost/nl/"}),
            ),
        ),
    )  # fmt: skip
    folder.switch(made)
    return made


def test_each_kind_of_answer_is_given(tmp_path: Path) -> None:
    folder, port = Folder(tmp_path / "site"), free_port()
    made, file = publish(folder), tmp_path / "sites.conf"
    serving = Serving(folder.path, listen=f"127.0.0.1:{port}")
    file.write_text(nginx.configuration([made], serving), encoding="utf-8")
    expected = {
        ("acme.localhost", "/nl/"): (200, "nl/index.html"),
        ("also.localhost", "/nl/"): (200, "nl/index.html"),
        ("acme.localhost", "/nl/$x/"): (200, "nl/$x/index.html"),
        ("acme.localhost", "/nl/p/1..2/"): (200, "nl/p/1..2/index.html"),
        ("acme.localhost", "/nl/p/1..2/?languages=both"): (
            200, "nl/p/1..2/index.languages-both.html"
        ),
        ("acme.localhost", "/nl/?languages=both"): (200, "nl/index.html"),
        ("acme.localhost", "/nl/v/2/"): (410, "nl/v/2/index.html"),
        ("acme.localhost", "/en/x"): (404, "~/404.en.html"),
        ("acme.localhost", "/~/404.html"): (404, "~/404.nl.html"),
        ("acme.localhost", "//nl/"): (404, "~/404.nl.html"),
        ("acme.localhost", "//nl/p/1..2"): (404, "~/404.nl.html"),
        ("old.localhost", "/privacy"): (200, "~/moved/1.html"),
        ("old.localhost", "/privacy/"): (200, "~/moved/1.html"),
        ("old.localhost", "/anything/else"): (200, "~/moved/2.html"),
        ("nobody.example", "/nl/"): (404, "~/404.host.html"),
    }  # fmt: skip
    with running(tmp_path, file, port):
        for (host, address), (status, body) in expected.items():
            answer = fetch(port, host, address)
            said = (answer.status, answer.body.decode())
            assert said == (status, f"body of {body}"), (host, address)
            value = GONE if status == 410 else HTML
            assert answer.headers["x-says"] == value["X-Says"]
        moved = fetch(port, "acme.localhost", "/cyber/x")
        assert moved.status == 301
        assert moved.headers["location"] == "http://acme.localhost/nl/"
        front = fetch(port, "acme.localhost", "/", accept_language="en")
        assert front.headers["location"] == "/en/"
        for address in ("/", "/nl/", "/nl/v/2/", "/nl/nergens/"):
            sent = fetch(port, "acme.localhost", address, "POST")
            assert (sent.status, sent.headers["allow"]) == (405, "GET, HEAD"), address


def test_the_configuration_is_the_same_each_time(tmp_path: Path) -> None:
    made, serving = publish(Folder(tmp_path)), Serving(tmp_path)
    assert nginx.configuration([made], serving) == nginx.configuration([made], serving)


class Application(BaseHTTPRequestHandler):
    """Takes whatever is sent."""

    def do_POST(self) -> None:
        """Says how much it was."""
        size = len(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", str(len(str(size))))
        self.end_headers()
        self.wfile.write(str(size).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_the_application_gets_large_files_and_not_too_many(tmp_path: Path) -> None:
    folder, port = Folder(tmp_path / "site"), free_port()
    made, file = publish(folder), tmp_path / "sites.conf"
    with ThreadingHTTPServer(("127.0.0.1", 0), Application) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        behind = f"http://127.0.0.1:{server.server_port}"
        serving = Serving(folder.path, f"127.0.0.1:{port}", application=behind)
        file.write_text(nginx.configuration([made], serving), encoding="utf-8")
        with running(tmp_path, file, port):
            large = b"a" * 20_000_000
            assert send(port, "/nl/controleren/", large) == (200, b"20000000")
            found = [send(port, "/en/subscribe/", b"a")[0] for _ in range(14)]
            assert (found[0], found[-1]) == (200, 429)
            assert fetch(port, "acme.localhost", "/nl/").status == 200
            assert send(port, "/nl/abonneren/opzeggen/token/", b"a") == (200, b"1")
        server.shutdown()


def send(port: int, path: str, body: bytes) -> tuple[int, bytes]:
    """A form."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", path, body, {"Host": "acme.localhost"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
