"""The configuration of nginx, in a real nginx, before a real server."""

from __future__ import annotations

import http.client
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.server import Server, running
from tests.operations.scratch_machine import ROOT, Machine, configuration
from tests.postgresql_server import Cluster
from tests.programs import free_port, program

HOST = "spryng.localhost"
FOLDERS = (
    "etc/nginx/sites-enabled",
    "etc/nginx/privacysite",
    "etc/privacysite/tls",
    "var/log/nginx",
    "var/www/acme/.well-known/acme-challenge",
)


@dataclass(frozen=True)
class Proxy:
    """nginx before the demo."""

    machine: Machine
    server: Server
    process: subprocess.Popen[bytes]

    def get(
        self, path: str, host: str = HOST, **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """What it answers over TLS."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.machine.https, timeout=30, context=trusting()
        )
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Host": host, **names})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    def send(self, path: str, body: bytes = b"", host: str = HOST) -> int:
        """The status of what is answered to a form."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.machine.https, timeout=30, context=trusting()
        )
        connection.request("POST", path, body, headers={"Host": host})
        status = connection.getresponse().status
        connection.close()
        return status


def trusting() -> ssl.SSLContext:
    """The certificate is of our own making."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@pytest.fixture(scope="module")
def proxy(
    demo_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """Started as the guide has it."""
    nginx = program("nginx")
    root = tmp_path_factory.mktemp("nginx")
    with running(demo_database, tmp_path_factory.mktemp("behind")) as server:
        machine = Machine(
            root, Cluster(root, root, 5432), server.port, free_port(), free_port()
        )
        install(machine)
        process = subprocess.Popen(
            [
                nginx,
                "-c",
                str(root / "nginx.conf"),
                "-p",
                str(root),
                "-g",
                "daemon off;",
            ]
        )
        wait(machine.https)
        try:
            yield Proxy(machine, server, process)
        finally:
            process.terminate()
            process.wait(20)


def install(machine: Machine) -> None:
    """The files where the guide puts them, and a certificate."""
    root, source = machine.root, ROOT / "deploy" / "nginx"
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True)
    for name in ("server.conf", "proxy.conf", "away.html"):
        text = machine.here((source / name).read_text())
        (root / "etc/nginx/privacysite" / name).write_text(text)
    text = machine.here((source / "privacysite.conf").read_text())
    text = text.replace("admin.example.org", "localhost")
    (root / "etc/nginx/sites-enabled/privacysite.conf").write_text(text)
    (root / "nginx.conf").write_text(configuration(root))
    tls = root / "etc/privacysite/tls"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=test", "-keyout", tls / "privkey.pem", "-out", tls / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip


def wait(port: int) -> None:
    """Until somebody listens there."""
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("nginx did not come up")


def test_a_page_is_what_the_server_answers(proxy: Proxy) -> None:
    response, body = proxy.get("/nl/privacybeleid/")
    assert response.status == 200
    assert body == proxy.server.fetch("spryng", "/nl/privacybeleid/")
    assert response.getheader("Content-Security-Policy")


def test_without_tls_everything_leads_to_it(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.machine.http, timeout=10)
    connection.request("GET", "/nl/?a=1", headers={"Host": HOST})
    response = connection.getresponse()
    assert response.status == 308
    assert response.getheader("Location") == f"https://{HOST}/nl/?a=1"
    connection.close()


def test_the_questions_of_the_certificates_authority_are_answered(proxy: Proxy) -> None:
    folder = proxy.machine.root / "var/www/acme/.well-known/acme-challenge"
    (folder / "token").write_text("answer")
    connection = http.client.HTTPConnection("127.0.0.1", proxy.machine.http, timeout=10)
    connection.request(
        "GET", "/.well-known/acme-challenge/token", headers={"Host": HOST}
    )
    assert connection.getresponse().read() == b"answer"
    connection.close()


def test_an_unknown_host_gets_the_applications_404(proxy: Proxy) -> None:
    response, body = proxy.get("/nl/", host="elsewhere.example")
    assert response.status == 404
    assert b"elsewhere" not in body


def test_figures_are_not_for_the_world(proxy: Proxy) -> None:
    response, _ = proxy.get("/metrics")
    assert response.status == 404


def test_no_address_is_logged(proxy: Proxy) -> None:
    proxy.get("/nl/?secret=1", User_Agent="SomeBrowser/1")
    time.sleep(0.2)
    log = (proxy.machine.root / "var/log/nginx/privacysite.log").read_text()
    assert f"{HOST} GET /nl/ 200" in log
    for personal in ("127.0.0.1", "secret", "SomeBrowser"):
        assert personal not in log


def test_passwords_are_tried_some_times_and_no_more(proxy: Proxy) -> None:
    found = [proxy.get("/admin/login/", host="localhost")[0].status for _ in range(14)]
    assert found[0] == 200
    assert found[-1] == 429
    assert proxy.get("/healthz", host="localhost")[0].status == 200


def test_forms_are_sent_some_times_and_no_more(proxy: Proxy) -> None:
    found = [proxy.send("/nl/abonneren/") for _ in range(14)]
    assert (found[0], found[-1]) == (422, 429)
    assert proxy.send("/en/verify/") == 429
    assert proxy.get("/nl/abonneren/")[0].status == 200
    assert proxy.send("/nl/abonneren/opzeggen/token/") == 404


def test_a_headers_block_larger_than_the_servers_is_refused(proxy: Proxy) -> None:
    response, _ = proxy.get("/nl/", X_Large="a" * 9_000)
    assert response.status == 400


def test_who_sends_slowly_holds_nobody_up(proxy: Proxy) -> None:
    slow = [
        trusting().wrap_socket(
            socket.create_connection(("127.0.0.1", proxy.machine.https), 10)
        )
        for _ in range(50)
    ]
    try:
        for connection in slow:
            connection.send(f"GET /nl/ HTTP/1.1\r\nHost: {HOST}\r\nX-A: ".encode())
        for _ in range(5):
            for connection in slow:
                with suppress(OSError):  # after ten seconds it is cut off, as it should
                    connection.send(b"b")
            assert proxy.get("/nl/privacybeleid/")[0].status == 200
    finally:
        for connection in slow:
            connection.close()


def test_while_the_server_is_away_a_page_in_both_languages_says_so(
    proxy: Proxy,
) -> None:
    # A port that nobody listens on, in the place of the server's.
    config = proxy.machine.root / "etc/nginx/sites-enabled/privacysite.conf"
    text = config.read_text()
    config.write_text(text.replace(f":{proxy.machine.port};", f":{free_port()};"))
    try:
        proxy.process.send_signal(1)
        for _ in range(50):
            response, body = proxy.get("/nl/privacybeleid/")
            if response.status == 503:
                break
            time.sleep(0.1)
        assert response.status == 503
        assert response.getheader("Retry-After") == "5"
        assert response.getheader("Cache-Control") == "no-store"
        assert "Even niet bereikbaar" in body.decode()
        assert '<section lang="en">' in body.decode()
    finally:
        config.write_text(text)
        proxy.process.send_signal(1)
