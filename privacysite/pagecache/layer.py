"""The layer itself: from a request to a kept page, or on to the application."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from privacysite.pagecache import asked as requests
from privacysite.pagecache import kept
from privacysite.pagecache.asked import IDENTITY, Asked, Environ
from privacysite.pagecache.files import Files
from privacysite.pagecache.kept import Answer, Headers, Page
from privacysite.pagecache.mark import AWAY, MARK, WANTED, Mark
from privacysite.pagecache.memory import Memory
from privacysite.pagecache.watch import Watch

Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
# Whom it was for, which status, and how it came about.
Counts = dict[tuple[str, int, str], int]
STATUSES = {"200", "301", "308", "410"}
# Never pages of an organisation; they have ways of their own.
_APART = ("/static/", "/media/", "/healthz", "/readyz", "/metrics")
# What is known of a page takes about that much memory, in bytes.
_FRAME = 2_000
# Larger files are made anew, or kept elsewhere (PDF), in bytes.
_LARGEST = 4_000_000
# How long a request waits for another that makes the same page, in seconds.
_PATIENCE = 10.0
# Files that take seconds to make: whoever makes them lets one wait, and sends others away
# (policies.exporters.kept). Nobody waits for them here.
_LONG = (".pdf", ".docx", ".zip")
# How an answer came about (RFC 9211).
HIT, MISS = "privacysite; hit", "privacysite; fwd=miss"

UNAVAILABLE = Answer(
    "503 Service Unavailable",
    [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Retry-After", "5"),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
    ],
    (Path(__file__).parent / "unavailable.html").read_bytes(),
)


class PageCache:
    """Answers what is kept; keeps what the application says may be kept."""

    def __init__(
        self,
        application: Application,
        watch: Watch,
        files: Files,
        *,
        size: int,
        stale: float = 86_400,
        staff: str = "",
        trusts_proxy: bool = False,
        counted: Callable[[Counts], None] | None = None,
    ) -> None:
        """``size``: bytes in memory; ``stale``: for how many seconds pages are served
        while the database is away; ``staff``: the admin's host, whose requests always
        pass; ``counted`` is told once a second what was done."""
        self.application, self.watch, self.files = application, watch, files
        self.stale, self.trusts_proxy = stale, trusts_proxy
        self.staff = staff
        self.clock: Callable[[], float] = time.time
        # More for what is known of many pages than for the bodies of a few: those are
        # read from their files as quickly.
        self._pages: Memory[Asked, Page] = Memory(size * 5 // 8)
        self._answers: Memory[tuple[Asked, str], tuple[Page, Answer]] = Memory(
            size * 3 // 8
        )
        self._counts: Counts = {}
        self._counted, self._counted_at = counted, 0.0
        self.recall()

    def recall(self) -> None:
        """Know what other processes of this machine last knew."""
        numbers, at = self.files.remembered()
        if numbers:
            self.watch.recall(numbers, time.time() - at)

    def __call__(
        self, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        asked = requests.of(environ, trusts_proxy=self.trusts_proxy)
        if asked is None or asked.host == self.staff:
            return self.application(environ, start_response)
        answers = self.watch.look()
        encoding = requests.encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        found = self._find(asked, encoding, environ, answers)
        if found is None and asked.path.startswith(_APART):
            return self.application(environ, start_response)
        if found is None and not answers:
            found = self._unavailable()
        if found is None:
            return self._made(asked, encoding, environ, start_response)
        return _sent(found, environ, start_response)

    def _find(
        self, asked: Asked, encoding: str, environ: Environ, answers: bool
    ) -> Answer | None:
        """The answer from what is kept, if that is still true (or the best there is)."""
        both = self._answers.get((asked, encoding))
        if both is not None and not self._holds(both[0], answers):
            both = None
        page = both[0] if both else self._page(asked)
        if page is None or _is_other(page, environ):
            return None
        if both is None and not self._holds(page, answers):
            return None
        if _is_known(page, environ):
            answer: Answer | None = _tagged(page, environ)
        else:
            answer = both[1] if both else self._answer(asked, page, encoding)
            if answer is not None and not answers:
                answer = _stale(answer)
        if answer is not None:
            self._count(asked.host, page.code, "hit" if answers else "stale")
        return answer

    def _page(self, asked: Asked) -> Page | None:
        page = self._pages.get(asked)
        if page is None:
            page = self.files.page(asked)
            if page is not None:
                self._pages.put(asked, page, _FRAME)
        return page

    def _holds(self, page: Page, answers: bool) -> bool:
        numbers = self.watch.numbers
        if page.known is not numbers:  # they changed, but perhaps not this one's
            if page.marks != self.watch.marks(page.organisation):
                return False
            page.known = numbers
        if answers:
            # A clock that was put back must not leave a page of the future behind.
            return page.since <= self.clock() < page.until
        return self.watch.unseen_for < self.stale

    def _answer(self, asked: Asked, page: Page, encoding: str) -> Answer | None:
        """The answer in that encoding, which is made the first time."""
        if not page.compressible:
            encoding = IDENTITY
        body = self.files.body(page, encoding)
        if body is None:
            packed = self._packed(asked, page)
            plain = None if packed is None else page.unpacked(packed)
            if plain is None:
                return None
            body = kept.encoded(plain, encoding)
            if encoding != IDENTITY:
                self.files.put_body(page, encoding, body)
        return self._remember(asked, page, encoding, body)

    def _packed(self, asked: Asked, page: Page) -> bytes | None:
        body = self.files.body(page, page.stored)
        if body is None:  # the disk is full, and so it is in memory
            both = self._answers.get((asked, page.stored))
            body = both[1].body if both and both[0] == page else None
        return body

    def _remember(self, asked: Asked, page: Page, encoding: str, body: bytes) -> Answer:
        answer = page.answer(encoding, body, HIT)
        size = len(body) + _FRAME
        self._answers.put((asked, encoding), (page, answer), size)
        return answer

    def _made(
        self,
        asked: Asked,
        encoding: str,
        environ: Environ,
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        """Ask the application, one request for a page at a time."""
        patience = 0.0 if asked.path.endswith(_LONG) else _PATIENCE
        with self.files.alone(asked, patience):
            self._pages.drop(asked)  # another process may have made it meanwhile
            found = self._find(asked, encoding, environ, self.watch.look())
            if found is None:
                return self._asked(asked, encoding, environ, start_response)
        return _sent(found, environ, start_response)

    def _asked(
        self,
        asked: Asked,
        encoding: str,
        environ: Environ,
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        position, since = self.watch.position, self.clock()
        inner = {**environ, "REQUEST_METHOD": "GET", WANTED: True}
        for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
            inner.pop(name, None)
        begun: list[Any] = []
        body = self.application(inner, lambda *start: begun.append(start))
        status, headers, *rest = begun[-1]
        mark: Mark | None = inner.get(MARK)
        if inner.get(AWAY):  # the database, this very moment
            found = self._find(asked, encoding, environ, answers=False)
            if found is not None:
                _close(body)
                return _sent(found, environ, start_response)
        if mark is None or not _may_be_kept(status, headers):
            self._count(asked.host if mark else "", int(status[:3]), "pass")
            return _passed(status, headers, rest, body, environ, start_response)
        whole = _whole(body)
        page = kept.made(
            status, headers, whole,
            organisation=mark.organisation, since=since, until=mark.until,
            parameters=mark.parameters, marks=self.watch.marks(mark.organisation),
        )  # fmt: skip
        self._count(asked.host, page.code, "miss")
        # What was read while it was made may be older than what is known by now.
        small = len(whole) <= _LARGEST
        stored = page.stored if small else IDENTITY
        packed = kept.encoded(whole, stored)
        if small and max(page.marks) <= position and mark.is_plain(environ):
            self._pages.put(asked, page, _FRAME)
            if not self.files.put(asked, page, packed):
                self._remember(asked, page, stored, packed)
        if _is_known(page, environ):
            return _sent(_tagged(page, environ), environ, start_response)
        if encoding != IDENTITY and page.compressible:
            encoding = requests.quick(environ.get("HTTP_ACCEPT_ENCODING", ""))
        sent = packed if encoding == stored else kept.encoded(whole, encoding)
        answer = page.answer(encoding, sent, MISS)
        return _sent(answer, environ, start_response)

    def _unavailable(self) -> Answer:
        self._count("", 503, "refused")
        return UNAVAILABLE

    def _count(self, host: str, status: int, result: str) -> None:
        key = (host, status, result)
        # Two threads at once may lose one: these are figures, not accounts.
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counted is not None and time.monotonic() - self._counted_at > 1:
            self._counted_at, counts, self._counts = time.monotonic(), self._counts, {}
            self._counted(counts)


def _sent(
    answer: Answer, environ: Environ, start_response: Callable[..., Any]
) -> Iterable[bytes]:
    start_response(answer.status, answer.headers)
    return [answer.body] if environ["REQUEST_METHOD"] == "GET" else []


def _passed(
    status: str,
    headers: Headers,
    rest: list[Any],
    body: Iterable[bytes],
    environ: Environ,
    start_response: Callable[..., Any],
) -> Iterable[bytes]:
    """The application's own answer, as it would have been without us."""
    tag = _header(headers, "ETag").removeprefix("W/")
    known = bool(tag) and tag in requests.tags(environ)
    if known and status.startswith("200"):
        status = "304 Not Modified"
        headers = [pair for pair in headers if pair[0].lower() in kept.OF_304]
    start_response(status, headers, *rest)
    if environ["REQUEST_METHOD"] == "HEAD" or status.startswith("304"):
        _close(body)
        return []
    return body


def _may_be_kept(status: str, headers: Headers) -> bool:
    names = [name.lower() for name, _ in headers]
    varies = {part.strip().lower() for part in _header(headers, "Vary").split(",")}
    return (
        status[:3] in STATUSES
        and "set-cookie" not in names
        and names.count("vary") <= 1
        and varies <= {"", "accept-encoding"}
    )


def _is_other(page: Page, environ: Environ) -> bool:
    """Whether the query makes another page of it."""
    query = environ.get("QUERY_STRING", "")
    if not query:
        return False
    if page.parameters is None:
        return True
    return bool(page.parameters and page.parameters & requests.parameters(query))


def _is_known(page: Page, environ: Environ) -> bool:
    """Whether the reader has it already (RFC 9110, 13.2.2).

    By its tag alone: `Last-Modified` tells of the text. What stands around it (addresses,
    other policies, a notice whose day has come) changes without a moment of its own.
    """
    return page.code == 200 and any(map(page.is_tagged, requests.tags(environ)))


def _tagged(page: Page, environ: Environ) -> Answer:
    """304, with the tag that the reader named."""
    tags = requests.tags(environ)
    known = (tag for tag in tags if tag != "*" and page.is_tagged(tag))
    return page.not_modified(next(known, page.etag(IDENTITY)))


def _stale(answer: Answer) -> Answer:
    headers = [pair for pair in answer.headers if pair[0] != kept.CACHE_STATUS]
    headers.append((kept.CACHE_STATUS, f"{HIT}; detail=stale"))
    return answer._replace(headers=headers)


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        _close(body)


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()


def _header(headers: Headers, wanted: str) -> str:
    wanted = wanted.lower()
    return next((value for name, value in headers if name.lower() == wanted), "")
