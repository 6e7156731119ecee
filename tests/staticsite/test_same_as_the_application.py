"""The demo as files behind a real nginx: a visitor can't tell the difference."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from privacysite.staticsite.folder import Folder
from privacysite.staticsite.manifest import Entry, Manifest
from tests.browser.server import Server
from tests.programs import free_port
from tests.staticsite.conftest import configured
from tests.staticsite.nginx import BROTLI, Answered, fetch, nginx

# Of the connection and the web server, not of the answer. How one asks whether it
# changed (ETag) is tried by asking; docs/static.md says why no Last-Modified is told.
OWN = {
    "accept-ranges", "cache-status", "connection", "content-length", "date", "etag",
    "keep-alive", "last-modified", "server", "transfer-encoding", "vary",
    "x-request-id",
}  # fmt: skip


def sites(published: Path) -> Iterator[Manifest]:
    folder = Folder(published)
    for name in folder.sites():
        found = folder.manifest(name)
        assert found is not None
        yield found


def addresses(published: Path) -> Iterator[tuple[str, str, Entry]]:
    for site in sites(published):
        for address, entry in site.addresses.items():
            yield f"{site.site}.localhost", address, entry


def told(answer: Answered) -> dict[str, str]:
    """What the headers say; the few words in a redirect's body are the server's own."""
    own = OWN | ({"content-type"} if answer.status // 100 == 3 else set())
    return {k: v for k, v in answer.headers.items() if k not in own}


def test_every_address_answers_the_same(
    application: Server, published: Path, served: int
) -> None:
    count = 0
    for host, address, entry in addresses(published):
        name = f"{host}:{application.port}"
        asked = {"accept_language": "en"}
        theirs = fetch(application.port, name, address, **asked)
        ours = fetch(served, name, address, **asked)
        assert ours.status == theirs.status == entry.status, (host, address)
        assert told(ours) == told(theirs), (host, address)
        if entry.file:
            assert ours.body == theirs.body, (host, address)
        count += 1
    assert count > 800


def test_each_encoding_is_the_same_page_under_an_etag_of_its_own(
    published: Path, served: int
) -> None:
    unpack = {"gzip": gzip.decompress}
    if BROTLI.exists():
        unpack["br"] = brotli.decompress
    for site in sites(published):
        host, path = f"{site.site}.localhost", "/nl/"
        plain = fetch(served, host, path)
        etags = {plain.headers["etag"]}
        for encoding, unpacked in unpack.items():
            packed = fetch(served, host, path, accept_encoding=encoding)
            assert packed.headers["content-encoding"] == encoding
            assert packed.headers["vary"] == "Accept-Encoding"
            assert unpacked(packed.body) == plain.body
            etags.add(packed.headers["etag"])
        assert len(etags) == 1 + len(unpack)
        assert not any(etag.startswith("W/") for etag in etags)


def test_who_has_a_page_is_not_sent_it_again(published: Path, served: int) -> None:
    etags = set()
    for host, address, entry in addresses(published):
        if entry.status != 200 or "?" in address:
            continue
        known = fetch(served, host, address, "HEAD")
        assert known.body == b""
        etag = known.headers["etag"]
        etags.add((etag, entry.digest))
        assert "last-modified" not in known.headers
        again = fetch(served, host, address, if_none_match=etag)
        assert (again.status, again.body) == (304, b"")
        changed = fetch(served, host, address, if_none_match='"other"')
        assert changed.status == 200
    assert len({etag for etag, _ in etags}) == len({digest for _, digest in etags})


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("", "/nl/"),
        ("en", "/en/"),
        ("en-GB,en;q=0.9,nl;q=0.8", "/en/"),
        ("nl-BE,nl;q=0.9,en;q=0.8", "/nl/"),
        ("fr-FR,fr;q=0.9,de,en;q=0.5", "/en/"),
        ("de", "/nl/"),
        ("EN", "/en/"),
        ("enm,eng;q=0.5", "/nl/"),
    ],
)
def test_the_front_leads_by_the_visitors_language(
    application: Server, served: int, wanted: str, path: str
) -> None:
    headers = {"accept_language": wanted} if wanted else {}
    for port in (served, application.port):
        answer = fetch(port, f"cpro.localhost:{application.port}", "/", **headers)
        assert (answer.status, answer.headers["location"]) == (302, path)
        assert answer.headers["vary"] == "Accept-Language"


@pytest.mark.parametrize(
    "path",
    [
        "/nl/index.html",
        "/../manifest.json",
        "/nl/..%2f..%2fmanifest.json",
        "/~/404.nl.html",
    ],
)
def test_no_other_file_of_the_folder_is_handed_out(served: int, path: str) -> None:
    answer = fetch(served, "cpro.localhost", path)
    assert answer.status in (400, 404)
    assert b"digest" not in answer.body


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("cpro.localhost", "/nl/niet-hier/"),
        ("cpro.localhost", "/en/not-here/"),
        ("cpro.localhost", "/wp-login.php"),
        ("cpro.localhost", "/nl/privacybeleid/v/99/"),
        ("cpro.localhost", "/~/404.nl.html"),
        ("cpro.localhost", "//nl/"),
        ("cpro.localhost", "//nl/privacybeleid"),
        ("cpro.localhost", "/nl//privacybeleid/"),
        ("nobody.example", "/nl/"),
        ("spritecloud-cyber.localhost", "/"),
        ("spritecloud-cyber.localhost", "/whatever/it/was"),
    ],
)
def test_what_is_no_page_answers_the_same(
    application: Server, served: int, host: str, path: str
) -> None:
    name = f"{host}:{application.port}"
    theirs = fetch(application.port, name, path)
    ours = fetch(served, name, path)
    assert ours.status == theirs.status
    assert ours.body == theirs.body
    assert told(ours) == told(theirs)


def test_a_missing_slash_is_added(application: Server, served: int) -> None:
    for port in (served, application.port):
        name = f"cpro.localhost:{application.port}"
        answer = fetch(port, name, "/nl/privacybeleid?a=b")
        assert answer.status == 301
        assert answer.headers["location"] == "/nl/privacybeleid/?a=b"


@pytest.mark.parametrize("path", ["/", "/nl/", "/nl/privacybeleid/", "/nl/nergens/"])
def test_files_are_for_reading(application: Server, served: int, path: str) -> None:
    name = f"cpro.localhost:{application.port}"
    for method in ("POST", "PUT", "OPTIONS"):
        for port in (served, application.port):
            answer = fetch(port, name, path, method)
            assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD"), port
    assert "allow" not in fetch(served, name, path).headers


def test_noise_in_the_query_changes_nothing(served: int) -> None:
    page = fetch(served, "cpro.localhost", "/nl/privacybeleid/")
    noisy = fetch(served, "cpro.localhost", "/nl/privacybeleid/?utm_source=x/../../y")
    assert (noisy.status, noisy.body) == (200, page.body)


def test_forms_are_answered_by_the_application_behind(
    application: Server, published: Path, tmp_path: Path
) -> None:
    port = free_port()
    behind = f"http://127.0.0.1:{application.port}"
    more = ("--application", behind)
    file = configured(application, published, tmp_path, port, *more)
    name = f"cpro.localhost:{application.port}"
    asked = ("/nl/zoeken/?q=rechten", "/nl/privacybeleid/op/?day=2021-05-05",
             "/nl/privacybeleid/timegate/", "/nl/niet-hier/")  # fmt: skip
    with nginx(tmp_path, file, port):
        for path in asked:
            ours = fetch(port, name, path)
            theirs = fetch(application.port, name, path)
            assert (ours.status, ours.body) == (theirs.status, theirs.body), path
            assert told(ours) == told(theirs), path
        sent = fetch(port, name, "/nl/abonneren/", "POST")
        assert sent.status == 422
        file_ = fetch(port, name, "/nl/privacybeleid/")
        assert "cache-status" not in file_.headers
        assert file_.headers["etag"]
