"""One POST to a machine that was checked: no redirects, no proxy, ten seconds in all."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from policies.models import Trouble
from policies.webhooks.addresses import Refused, Target, resolved

SECONDS = 10
READ = 300  # bytes of the answer that are looked at


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said: its status, and how its words begin."""

    status: int
    beginning: str


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send it to the first of the target's addresses that can be reached.

    Raises `Refused` with what went wrong.
    """
    addresses = resolved(target)
    for address in addresses[:-1]:
        try:
            return _post(target, address, body, headers)
        except Refused as refused:
            if refused.trouble != Trouble.CONNECTION:
                raise
    return _post(target, addresses[-1], body, headers)


def _post(
    target: Target, address: str, body: bytes, headers: Mapping[str, str]
) -> Answer:
    connection = _connection(target, address)
    late = threading.Event()
    try:
        with _no_longer_than(SECONDS, connection, late):
            connection.connect()
            connection.request(
                "POST",
                target.path,
                body=body,
                headers={**headers, "Host": target.host_header},
                preload_content=False,
            )
            answer = connection.getresponse()
            beginning = answer.read(READ, decode_content=False)
    except (HTTPError, OSError, ValueError) as error:
        raise _refused(error, late) from None
    finally:
        connection.close()
    return Answer(answer.status, beginning.decode("utf-8", "replace"))


def _connection(target: Target, address: str) -> HTTPConnection:
    """To that numeric address; the certificate has to be the name's."""
    if not target.secure:
        return HTTPConnection(address, target.port, timeout=SECONDS)
    return HTTPSConnection(
        address,
        target.port,
        timeout=SECONDS,
        ssl_context=ssl.create_default_context(),
        server_hostname=target.host,  # by which the certificate is checked too
    )


@contextmanager
def _no_longer_than(
    seconds: float, connection: HTTPConnection, late: threading.Event
) -> Iterator[None]:
    """Hang up when the time is over: a receiver that drips its answer holds nobody."""

    def hang_up() -> None:
        late.set()
        if connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it is gone already

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if late.is_set():
        raise TimeoutError


def _refused(error: Exception, late: threading.Event) -> Refused:
    causes = [error, error.__cause__, error.__context__]
    detail = f"{type(error).__name__}: {error}"[:500]
    if late.is_set() or any(isinstance(c, TimeoutError) for c in causes):
        return Refused(Trouble.TIME, detail)
    if any(isinstance(c, ssl.SSLError) for c in causes):
        return Refused(Trouble.CERTIFICATE, detail)
    return Refused(Trouble.CONNECTION, detail)
