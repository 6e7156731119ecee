"""Requests as bytes on a socket: nothing on our side mends what is sent."""

from __future__ import annotations

import socket

# Seconds: an answer takes less, and who waits for more of a request waits longer.
PATIENCE, CUT = 20.0, 2.0


def say(
    port: int, sent: bytes, patience: float = PATIENCE, *, ended: bool = False
) -> bytes:
    """Everything that comes back until the other side closes, or waits for more;
    ``ended``: it is told that nothing more comes."""
    parts = []
    with socket.create_connection(("127.0.0.1", port), patience) as wire:
        try:
            wire.sendall(sent)
            if ended:
                wire.shutdown(socket.SHUT_WR)
            while part := wire.recv(65_536):
                parts.append(part)
        except OSError:
            pass  # closed while we sent, or it waits for more
    return b"".join(parts)


def status(answer: bytes) -> int:
    """The status of the first answer; 0 where the connection was closed without one."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


def request(
    path: str, host: str, *headers: str, method: str = "GET", body: bytes = b""
) -> bytes:
    """A request after which the connection ends."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {host}",
        *headers,
        "Connection: close",
    ]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body
