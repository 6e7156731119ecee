"""The page cache by itself: what it keeps, for how long, and what it answers."""

from __future__ import annotations

import gzip
import io
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import brotli
import pytest
import zstandard

from privacysite.pagecache import PageCache, asked
from privacysite.pagecache import files as files_module
from privacysite.pagecache.files import Files
from privacysite.pagecache.mark import AWAY, MARK, Mark
from privacysite.pagecache.memory import Memory
from privacysite.pagecache.release import release
from privacysite.pagecache.watch import Watch

TEXT = "<p>Wij bewaren facturen zeven jaar.</p>" * 40
PUBLIC = ("Cache-Control", "public, max-age=0, must-revalidate")
HTML = ("Content-Type", "text/html; charset=utf-8")
MODIFIED = ("Last-Modified", "Sun, 22 Nov 2026 10:00:00 GMT")


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class StillWatch(Watch):
    """A database that changes when the test says so."""

    answers = True

    def look(self) -> bool:
        if self.answers:
            self._take([], self.position)
        return self.answers

    def change(self, organisation: int) -> None:
        self._take([(organisation, self.position + 1)], self.position + 1)

    def go_away(self, seconds: float = 10) -> None:
        self.answers = False
        self._seen_at = time.monotonic() - seconds


class Application:
    """An application that tells how often it was asked."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.text, self.status = TEXT, "200 OK"
        self.headers = [HTML, PUBLIC, MODIFIED]
        self.mark: Mark | None = Mark(1, time.time() + 1000, frozenset())
        self.away = False
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        self.calls.append(environ["PATH_INFO"])
        body = self.text.encode()
        self.meanwhile()
        if self.mark is not None:
            environ[MARK] = self.mark
        if self.away:
            environ[AWAY] = True
        start_response(self.status, list(self.headers))
        return [body]


class Site:
    """The layer around the application, and a reader."""

    def __init__(self, folder: Path, size: int = 10_000_000) -> None:
        self.inner, self.watch = Application(), StillWatch()
        self.watch.change(0)
        self.files = Files(folder, "release")
        self.cache = PageCache(
            self.inner, self.watch, self.files, size=size, stale=100, staff="admin.test"
        )

    def get(
        self,
        path: str = "/nl/beleid/",
        *,
        host: str = "acme.test",
        query: str = "",
        method: str = "GET",
        **headers: str,
    ) -> Reply:
        begun: list[Any] = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query,
            "HTTP_HOST": host, "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
            **headers,
        }  # fmt: skip
        body = b"".join(self.cache(environ, lambda *start: begun.append(start)))
        status, pairs = begun[-1][:2]
        return Reply(int(status[:3]), dict(pairs), body)

    def how(self, **asked: Any) -> str:
        return (
            self.get(**asked)
            .headers.get("Cache-Status", "")
            .removeprefix("privacysite; ")
        )


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_the_second_reader_is_answered_without_the_application(site: Site) -> None:
    first, second = site.get(), site.get()
    assert site.inner.calls == ["/nl/beleid/"]
    assert first.body == second.body == TEXT.encode()
    assert second.headers["Cache-Status"] == "privacysite; hit"


@pytest.mark.parametrize(
    ("accepted", "undo"),
    [
        ("br, gzip", brotli.decompress),
        ("zstd, gzip;q=0.5", zstandard.decompress),
        ("gzip, deflate", gzip.decompress),
        ("br;q=0, identity", lambda body: body),
        ("", lambda body: body),
    ],
)
def test_every_encoding_has_the_same_text_and_a_tag_of_its_own(
    site: Site, accepted: str, undo: Callable[[bytes], bytes]
) -> None:
    site.get()
    answer = site.get(HTTP_ACCEPT_ENCODING=accepted)
    assert undo(answer.body) == TEXT.encode()
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["Vary"] == "Accept-Encoding"
    coding = answer.headers.get("Content-Encoding", "identity")
    tag = answer.headers["ETag"]
    assert (coding in tag) == (coding != "identity")
    assert not tag.startswith("W/")
    again = site.get(HTTP_ACCEPT_ENCODING=accepted, HTTP_IF_NONE_MATCH=tag)
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == tag
    assert "Content-Type" not in again.headers


def test_the_first_reader_may_have_it_already(site: Site) -> None:
    tag = site.get().headers["ETag"]
    site.watch.change(1)
    assert site.get(HTTP_IF_NONE_MATCH=f'"other", {tag}').status == 304
    site.inner.text = "other"
    site.watch.change(1)
    assert site.get(HTTP_IF_NONE_MATCH=tag).status == 200


def test_another_sites_script_may_read_that_it_has_the_answer(site: Site) -> None:
    """Fetch, 3.3.5: an answer without the word is no answer to it, a 304 neither."""
    site.inner.headers.append(("Access-Control-Allow-Origin", "*"))
    again = site.get(HTTP_IF_NONE_MATCH=site.get().headers["ETag"])
    assert again.status == 304
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_a_date_proves_nothing(site: Site) -> None:
    """The frame of a page changes without a moment of its own."""
    site.get()
    since = {"HTTP_IF_MODIFIED_SINCE": "Sun, 22 Nov 2026 10:00:01 GMT"}
    assert site.get(**since).status == 200


def test_staff_pass_by_whatever_they_ask(site: Site) -> None:
    for _ in range(2):
        answer = site.get(host="admin.test", HTTP_IF_NONE_MATCH="*")
        assert (answer.status, answer.headers.get("Cache-Status")) == (200, None)
    assert site.inner.calls == ["/nl/beleid/"] * 2


def test_head_is_get_without_its_body(site: Site) -> None:
    for _ in range(2):
        head, get = site.get(method="HEAD"), site.get()
        assert head.body == b""
        for answer in (head, get):
            answer.headers.pop("Cache-Status")
        assert head.headers == get.headers


def test_a_change_drops_the_organisations_pages_and_no_others(site: Site) -> None:
    site.get()
    site.watch.change(2)
    assert site.how() == "hit"
    site.watch.change(1)
    assert site.how() == "fwd=miss"
    site.watch.change(0)
    assert site.how() == "fwd=miss"
    assert site.how() == "hit"


def test_what_changed_while_it_was_made_is_not_kept(site: Site) -> None:
    def publish() -> None:
        site.inner.text = "new"
        site.watch.change(1)

    site.inner.meanwhile = publish
    assert site.get().body == TEXT.encode()  # it was read before the change
    site.inner.meanwhile = lambda: None
    assert site.get().body == b"new"
    assert site.how() == "hit"


def test_a_page_ends_at_the_moment_it_says(site: Site) -> None:
    site.inner.mark = Mark(1, 2_000.0, frozenset())
    site.cache.clock = lambda: 1_999.9
    site.get()
    assert site.how() == "hit"
    site.cache.clock = lambda: 2_000.0
    assert site.how() == "fwd=miss"


def test_a_clock_that_is_put_back_leaves_no_page_of_the_future(site: Site) -> None:
    site.cache.clock = lambda: 1_500.0
    site.inner.mark = Mark(1, 2_000.0, frozenset())
    site.get()
    assert site.how() == "hit"
    site.cache.clock = lambda: 1_499.0
    assert site.how() == "fwd=miss"


@pytest.mark.parametrize(
    "headers",
    [
        [HTML, PUBLIC, ("Set-Cookie", "a=b")],
        [HTML, PUBLIC, ("Vary", "Cookie")],
        [HTML, PUBLIC, ("Vary", "Accept-Encoding"), ("Vary", "Accept-Language")],
        [HTML, PUBLIC, ("Vary", "*")],
    ],
)
def test_what_depends_on_who_asks_is_not_kept(
    site: Site, headers: list[tuple[str, str]]
) -> None:
    site.inner.headers = headers
    site.get(), site.get()
    assert len(site.inner.calls) == 2


@pytest.mark.parametrize(
    "status", ["404 Not Found", "500 Error", "302 Found", "206 Part"]
)
def test_only_pages_that_are_there_are_kept(site: Site, status: str) -> None:
    site.inner.status = status
    site.get(), site.get()
    assert len(site.inner.calls) == 2


def test_what_is_not_marked_is_not_kept(site: Site) -> None:
    site.inner.mark = None
    site.get(), site.get()
    assert len(site.inner.calls) == 2


def test_a_query_that_nobody_looks_at_makes_no_page_of_its_own(
    site: Site, tmp_path: Path
) -> None:
    site.inner.mark = Mark(1, time.time() + 1000, frozenset({"page"}))
    site.get(query="utm_source=a")
    files = sorted(tmp_path.rglob("*"))
    for number in range(50):
        assert site.how(query=f"utm_source={number}&x[]={number}") == "hit"
    assert sorted(tmp_path.rglob("*")) == files
    site.get(query="page=2")
    site.get(query="a=b&p%61ge=2")
    assert len(site.inner.calls) == 3
    assert sorted(tmp_path.rglob("*")) == files


def test_a_view_that_looks_at_the_whole_query_is_asked_each_time(site: Site) -> None:
    site.inner.mark = Mark(1, time.time() + 1000, None)
    site.get()
    site.get(query="a=1"), site.get(query="a=1")
    assert len(site.inner.calls) == 3
    assert site.how() == "hit"


@pytest.mark.parametrize(
    "more",
    [
        {"method": "POST"}, {"method": "OPTIONS"}, {"path": "/static/page.css"},
        {"HTTP_RANGE": "bytes=0-9"}, {"RAW_URI": "http://other.test/nl/beleid/"},
        {"host": "ACME.test"}, {"host": "acme.test."}, {"host": "acme.test:x"},
        {"SCRIPT_NAME": "/x"},
    ],
)  # fmt: skip
def test_whatever_is_unusual_goes_to_the_application(
    site: Site, more: dict[str, str]
) -> None:
    site.get()
    site.get(**more)
    assert len(site.inner.calls) == 2
    assert site.how() == "hit"


def test_the_same_host_with_a_port_is_the_same_page(site: Site) -> None:
    site.get()
    assert site.how(host="acme.test:8000") == "hit"


def test_the_scheme_counts_and_a_proxys_word_only_if_it_is_trusted(site: Site) -> None:
    site.get()
    assert site.how(HTTP_X_FORWARDED_PROTO="https") == "hit"
    site.cache.trusts_proxy = True
    assert site.how(HTTP_X_FORWARDED_PROTO="https") == "fwd=miss"
    assert site.how(HTTP_X_FORWARDED_PROTO="https, http") == "hit"
    assert site.how(HTTP_X_FORWARDED_PROTO="http, https") == "hit"  # the plain one


def test_without_the_database_what_was_read_is_served_and_says_so(site: Site) -> None:
    page = site.get()
    site.watch.go_away()
    stale = site.get()
    assert stale.body == page.body
    assert stale.headers["Cache-Status"] == "privacysite; hit; detail=stale"
    cold = site.get(path="/nl/ander/")
    assert cold.status == 503
    assert cold.headers["Retry-After"] == "5"
    assert "Even niet bereikbaar" in cold.body.decode()
    assert site.inner.calls == ["/nl/beleid/"]
    site.watch.answers = True
    assert site.how() == "hit"
    assert site.get(path="/nl/ander/").status == 200


def test_not_for_longer_than_it_may(site: Site) -> None:
    site.get()
    site.watch.go_away(seconds=101)
    assert site.get().status == 503


def test_a_withdrawn_text_is_not_served_while_the_database_is_away(site: Site) -> None:
    site.get()
    site.watch.change(1)
    site.watch.go_away()
    assert site.get().status == 503


def test_the_admins_requests_always_pass(site: Site) -> None:
    site.watch.go_away()
    site.inner.mark = None
    assert site.get(host="admin.test").status == 200


def test_a_database_that_fails_this_very_moment_is_bridged_too(site: Site) -> None:
    site.cache.clock = lambda: 0.0
    site.inner.mark = Mark(1, 1.0, frozenset())
    page = site.get()
    site.cache.clock = lambda: 2.0
    site.inner.status, site.inner.text = "503 Service Unavailable", "away"
    site.inner.mark, site.inner.away = None, True
    assert site.get().body == page.body


def test_who_is_told_to_come_again_gets_no_page_whose_time_is_over(site: Site) -> None:
    """A PDF that somebody else is making, while the database is there."""
    site.cache.clock = lambda: 0.0
    site.inner.mark = Mark(1, 1.0, frozenset())
    site.get()
    site.cache.clock = lambda: 2.0
    site.inner.status, site.inner.text = "503 Service Unavailable", "being made"
    site.inner.mark = None
    assert site.get().status == 503


def test_another_worker_finds_what_one_has_made(site: Site, tmp_path: Path) -> None:
    page = site.get(HTTP_ACCEPT_ENCODING="br")
    other = Site(tmp_path)
    assert other.get().body == TEXT.encode()
    assert other.get().headers["ETag"] == page.headers["ETag"].replace("-br", "")
    assert other.inner.calls == []
    other.watch.change(1)
    assert other.how() == "fwd=miss"


def test_a_worker_that_starts_without_the_database_serves_what_was_true(
    site: Site, tmp_path: Path
) -> None:
    site.get()
    site.get(path="/nl/oud/")
    site.files.remember(site.watch.numbers)
    other = Site.__new__(Site)
    other.inner, other.watch = Application(), StillWatch()
    other.watch.answers = False
    other.cache = PageCache(
        other.inner, other.watch, Files(tmp_path, "release"), size=10_000, stale=100
    )
    assert other.get().body == TEXT.encode()
    assert other.inner.calls == []


def test_a_page_is_kept_compressed(site: Site, tmp_path: Path) -> None:
    """It takes a fifth of the room, and most readers want it so."""
    site.get()
    site.get(HTTP_ACCEPT_ENCODING="br")
    assert {file.suffix for file in site.files.folder.glob("??/*")} == {
        ".page", ".gzip", ".br",
    }  # fmt: skip
    assert Site(tmp_path).get().body == TEXT.encode()
    assert not list(tmp_path.rglob("*.identity"))


def test_another_release_makes_its_own_pages(site: Site, tmp_path: Path) -> None:
    site.get()
    site.cache.files = Files(tmp_path, "newer")
    site.cache._pages, site.cache._answers = Memory(10_000), Memory(10_000)
    assert site.how() == "fwd=miss"


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"status": 1}', b"\xff\x00"])
def test_a_damaged_file_is_made_anew(site: Site, tmp_path: Path, damage: bytes) -> None:
    site.get()
    (file,) = tmp_path.rglob("*.page")
    file.write_bytes(damage)
    other = Site(tmp_path)
    assert other.get().body == TEXT.encode()
    assert len(other.inner.calls) == 1


@pytest.mark.parametrize("damage", [None, b"", b"x", gzip.compress(b"x" * 99)[:-9]])
def test_a_body_that_is_gone_or_damaged_is_made_anew(
    site: Site, tmp_path: Path, damage: bytes | None
) -> None:
    site.get()
    for file in tmp_path.rglob("*.gzip"):
        file.unlink() if damage is None else file.write_bytes(damage)
    other = Site(tmp_path)
    assert other.get().body == TEXT.encode()
    assert other.get().body == TEXT.encode()
    assert len(other.inner.calls) == 1


def test_a_folder_that_takes_nothing_keeps_nobody_from_reading(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    site = Site(tmp_path / "file" / "folder")
    assert site.get().body == TEXT.encode()
    assert brotli.decompress(site.get(HTTP_ACCEPT_ENCODING="br").body) == TEXT.encode()
    assert site.how(HTTP_ACCEPT_ENCODING="br") == "hit"
    assert len(site.inner.calls) == 1


def test_many_at_once_have_a_page_made_once(site: Site) -> None:
    site.inner.meanwhile = lambda: time.sleep(0.2)
    found: list[bytes] = []
    readers = [
        threading.Thread(target=lambda: found.append(site.get().body))
        for _ in range(50)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert found == [TEXT.encode()] * 50
    assert len(site.inner.calls) == 1


def test_one_thread_waits_long_for_a_page_and_the_others_are_free_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_module, "_BRIEFLY", 0.05)
    begun, ready = threading.Semaphore(0), threading.Event()

    def slowly() -> None:
        begun.release()
        ready.wait(30)

    site.inner.meanwhile = slowly
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(site.get) for _ in range(3)]
        for _ in range(2):  # the first, and who waited for it but briefly
            assert begun.acquire(timeout=30)
        assert not begun.acquire(timeout=0.3)  # one is patient
        ready.set()
        assert {one.result().body for one in asked} == {TEXT.encode()}
    assert len(site.inner.calls) == 2


def test_nobody_waits_for_a_file_that_takes_long(site: Site) -> None:
    begun, ready = threading.Semaphore(0), threading.Event()

    def slowly() -> None:
        begun.release()
        ready.wait(30)

    site.inner.meanwhile = slowly
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(site.get, "/nl/beleid/v/1/policy.pdf") for _ in range(3)]
        for _ in asked:  # each is asked for by itself
            assert begun.acquire(timeout=30)
        ready.set()
        assert {one.result().status for one in asked} == {200}


def test_other_settings_make_their_own_pages() -> None:
    assert release({"CDN": "fastly"}) == release({"CDN": "fastly", "LANG": "C"})
    assert release({"CDN": "fastly"}) != release({})


def test_memory_is_bounded_by_bytes_and_drops_what_was_used_least() -> None:
    memory: Memory[int, bytes] = Memory(1_000)
    for number in range(10):
        memory.put(number, b"", 100)
    assert memory.get(0) is not None
    memory.put(10, b"", 100)
    assert memory.get(1) is None
    assert memory.get(0) is not None
    assert memory.size == 1_000
    memory.put(11, b"", 5_000)  # more than everything
    assert memory.get(11) is None
    assert len(memory) == 10


def test_a_crowd_of_pages_stays_within_the_size(tmp_path: Path) -> None:
    site = Site(tmp_path, size=200_000)
    for number in range(300):
        site.get(path=f"/nl/{number}/"), site.get(path=f"/nl/{number}/")
    assert site.cache._answers.size <= 100_000
    assert site.how(path="/nl/0/") == "hit"  # from its file


def test_the_folder_is_tidied(site: Site, tmp_path: Path) -> None:
    for number in range(10):
        site.get(path=f"/nl/{number}/")
    old = tmp_path / "older" / "aa"
    old.mkdir(parents=True)
    (old / "x.page").write_text("")
    import os

    os.utime(tmp_path / "older", (0, 0))
    site.files.size = 6 * 4_096
    site.files.tidy()
    assert not (old / "x.page").exists()
    assert len(list(site.files.folder.glob("??/*"))) <= 6


def test_the_folder_is_tidied_while_it_is_being_filled(tmp_path: Path) -> None:
    files = Files(tmp_path, "release", size=80 * 4_096)
    site = Site(tmp_path)
    site.files = site.cache.files = files
    for number in range(400):
        site.get(path=f"/nl/{number}/")
        for thread in threading.enumerate():
            if thread.name == "tidy":
                thread.join()
        found = len(list(files.folder.glob("??/*")))
        assert found <= 90 + 3
    assert site.how(path="/nl/399/") == "hit"


@pytest.mark.parametrize(
    ("accepted", "wanted"),
    [
        ("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("*", "br"),
        ("BR", "br"), ("br;q=0", "identity"), ("br;q=0.1, gzip;q=1", "br"),
        ("br;q=x", "identity"), ("*;q=0", "identity"), ("zstd", "zstd"),
    ],
)  # fmt: skip
def test_the_smallest_encoding_that_is_taken(accepted: str, wanted: str) -> None:
    assert asked.encoding(accepted) == wanted


def test_what_was_done_is_counted(site: Site) -> None:
    told: list[Any] = []
    site.cache._counted = told.append
    site.get()
    site.cache._counted_at = 0.0
    site.get()
    assert told == [{("acme.test", 200, "miss"): 1}, {("acme.test", 200, "hit"): 1}]
