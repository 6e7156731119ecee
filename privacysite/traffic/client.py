"""Connections to a server that is measured: HTTP/1.1 with keep-alive, one at a time."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from privacysite.traffic.mix import CURRENT, Ask, Mix
from privacysite.traffic.report import Report

# As long as a visitor waits before giving up.
PATIENCE = 10
_LONGEST_HEAD = 2**16
_BODILESS = (204, 304)


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and the headers of an answer; its body was read and dropped."""

    status: int
    headers: Mapping[str, str]


@dataclass
class Connection:
    """One connection, opened when it is needed and anew after it was closed."""

    url: str
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def ask(self, ask: Ask, tag: str = "") -> Answer:
        """The answer. Raises OSError, EOFError, ValueError or TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            if self._writer is None:
                await self._open()
            reader, writer = self._reader, self._writer
            if reader is None or writer is None:
                raise ConnectionError("closed")
            writer.write(_head(ask, tag))
            await writer.drain()
            answer = await _answer(reader, ask.method)
            if answer.headers.get("connection", "").lower() == "close":
                self.close()
        return answer

    def close(self) -> None:
        """Close it."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _open(self) -> None:
        parts = urlsplit(self.url)
        secure = ssl.create_default_context() if parts.scheme == "https" else None
        port = parts.port or (443 if secure else 80)
        self._reader, self._writer = await asyncio.open_connection(
            parts.hostname, port, ssl=secure, limit=_LONGEST_HEAD
        )


async def replay(url: str, mix: Mix, seconds: float, connections: int) -> Report:
    """Ask for that long over so many connections at once; what came of it."""
    report, tags = Report(), dict[tuple[str, str, str], str]()
    end = time.monotonic() + seconds
    visitors = (_visit(url, mix, end, report, tags) for _ in range(connections))
    begun = time.monotonic()
    await asyncio.gather(*visitors)
    report.seconds = time.monotonic() - begun
    return report


async def _visit(
    url: str,
    mix: Mix,
    end: float,
    report: Report,
    tags: dict[tuple[str, str, str], str],
) -> None:
    connection = Connection(url)
    while time.monotonic() < end:
        ask = mix.next()
        key = (ask.host, ask.path, ask.encoding)
        begun = time.perf_counter()
        try:
            answer = await connection.ask(ask, tags.get(key, "") if ask.again else "")
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            report.failed(error)
            connection.close()
            await asyncio.sleep(0.05)  # a server that is away is not hammered
            continue
        tag = answer.headers.get("etag")
        if tag and ask.kind == CURRENT:
            tags[key] = tag
        elapsed = time.perf_counter() - begun
        report.add(
            ask.kind, answer.status, elapsed, answer.headers.get("cache-status", "")
        )
    connection.close()


def _head(ask: Ask, tag: str) -> bytes:
    lines = [f"{ask.method} {ask.path} HTTP/1.1", f"Host: {ask.host}"]
    if ask.encoding:
        lines.append(f"Accept-Encoding: {ask.encoding}")
    if tag:
        lines.append(f"If-None-Match: {tag}")
    return ("\r\n".join([*lines, "User-Agent: simulate_traffic", "", ""])).encode()


async def _answer(reader: asyncio.StreamReader, method: str) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    status = int(first.split(" ", 2)[1])
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _colon, value in pairs}
    if method != "HEAD" and status not in _BODILESS:
        await _drop_body(reader, headers)
    return Answer(status, headers)


async def _drop_body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> None:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        while size := int((await reader.readline()).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        while (await reader.readline()).strip():  # trailers
            pass
    elif "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
    else:
        await reader.read()
