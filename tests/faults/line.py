"""A line to the database that is as slow as a test wants it, or silent."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.programs import free_port


@dataclass
class Line:
    """Listens on ``port``; what is sent there goes to ``database``, and back late."""

    database: int
    port: int = field(default_factory=free_port)
    delay: float = 0.0
    held: int = 0  # answers that came late because the line was silent
    _open: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def up(self) -> Iterator[Line]:
        """While the block runs."""
        self._open.set()
        with socket.create_server(("127.0.0.1", self.port)) as server:
            threading.Thread(target=self._serve, args=[server], daemon=True).start()
            yield self
            self._open.set()
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def slow(self, seconds: float) -> Iterator[None]:
        """While the block runs, each answer of the database takes so much longer."""
        self.delay = seconds
        try:
            yield
        finally:
            self.delay = 0.0

    @contextmanager
    def silent(self) -> Iterator[None]:
        """While the block runs, nothing comes back at all."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def _serve(self, server: socket.socket) -> None:
        with contextlib.suppress(OSError):  # the block has ended
            while True:
                near, _ = server.accept()
                threading.Thread(target=self._join, args=[near], daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        place = ("127.0.0.1", self.database)
        with near, socket.create_connection(place) as far:
            for wire in (near, far):
                wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            asking = threading.Thread(target=self._ask, args=[near, far])
            asking.start()
            self._answer(far, near)
            asking.join()

    def _ask(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while said := near.recv(65_536):
                far.sendall(said)
        with contextlib.suppress(OSError):
            far.shutdown(socket.SHUT_RDWR)

    def _answer(self, far: socket.socket, near: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while said := far.recv(65_536):
                self.held += not self._open.is_set()
                self._open.wait()
                time.sleep(self.delay)
                near.sendall(said + self._more(far))
        with contextlib.suppress(OSError):
            near.shutdown(socket.SHUT_RDWR)

    def _more(self, far: socket.socket) -> bytes:
        """What came meanwhile: it is sent along."""
        there, _, _ = select.select([far], [], [], 0)
        return far.recv(65_536) if there else b""
