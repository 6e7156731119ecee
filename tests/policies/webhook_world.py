"""A receiver of webhooks on this machine, and what it was sent."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Verifier

from organisations.models import Organisation
from policies.models import Event, Webhook, WebhookDelivery


@dataclass
class Receiver:
    """A server that keeps what it got; ``answers`` are its next statuses, then 204."""

    url: str = ""
    got: list[tuple[dict[str, str], str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    words: bytes = b""
    drips: bool = False
    together: threading.Barrier | None = None

    def messages(self, secret: str) -> list[Any]:
        """What it was sent, each checked by the library as a stranger would."""
        return [Verifier(secret).verify(body, headers) for headers, body in self.got]

    def types(self) -> list[str]:
        return [json.loads(body)["type"] for _headers, body in self.got]


@contextmanager
def receiver(
    host: str = "localhost", certificate: Path | None = None
) -> Iterator[Receiver]:
    """The server, at an address that the tests' settings allow; with TLS on request."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length).decode()
            kept.got.append((dict(self.headers.items()), body))
            kept.paths.append(self.path)
            status = kept.answers.pop(0) if kept.answers else 204
            if kept.drips:
                self._drip()
                return
            self.send_response(status)
            self.send_header("Location", kept.url)
            self.send_header("Content-Length", str(len(kept.words)))
            self.end_headers()
            self.wfile.write(kept.words)

        def _drip(self) -> None:
            try:
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                for number in range(600):
                    self.wfile.write(b"X-%d: y\r\n" % number)
                    time.sleep(0.05)
            except OSError:
                return

        def log_message(self, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "https" if certificate else "http"
    kept.url = f"{scheme}://{host}:{server.server_port}/hooks?from=us"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}
    )
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def webhook(at: Organisation, url: str, **facts: Any) -> Webhook:
    """A receiver that is told of everything."""
    facts = {"description": "Archive", "events": list(Event.values), **facts}
    made: Webhook = Webhook.objects.create(organisation=at, url=url, **facts)
    return made


def later() -> None:
    """The pause after a failure is over."""
    rows = WebhookDelivery.objects.filter(next_attempt__isnull=False)
    rows.update(next_attempt=timezone.now())
