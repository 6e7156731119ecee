"""Names, contents and manifests, and what a web server is told: without a server."""

from __future__ import annotations

import datetime as dt
import gzip

import brotli
import pytest

from privacysite.staticsite import caddy, manifest, naming, nginx, packing
from privacysite.staticsite.manifest import Entry, Manifest

HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("address", "media_type", "file"),
    [
        ("/nl/privacy/", HTML, "nl/privacy/index.html"),
        ("/nl/privacy/policy.json", "application/json", "nl/privacy/policy.json"),
        ("/api/v1/policies", "application/json", "api/v1/policies/index.json"),
        ("/nl/x/timemap/", "application/link-format", "nl/x/timemap/index.link"),
        ("/nl/%C3%A9%C3%A9n/", HTML, "nl/één/index.html"),
        ("/nl/x/wijzigingen/1..2/", HTML, "nl/x/wijzigingen/1..2/index.html"),
        ("/nl/x/1..2/?languages=both", HTML, "nl/x/1..2/index.languages-both.html"),
    ],
)
def test_an_address_has_a_file_that_nothing_else_has(
    address: str, media_type: str, file: str
) -> None:
    assert naming.file_of(address, media_type) == file


@pytest.mark.parametrize(
    "address", ["", "/../x", "/nl/%2e%2e/x/", "/nl//x/", "/nl/%00/", "/./x", "//x/"]
)
def test_no_address_leads_out_of_the_tree(address: str) -> None:
    with pytest.raises(naming.Unnamed):
        naming.file_of(address, HTML)


def test_texts_are_compressed_and_pictures_are_not() -> None:
    text = b"privacy " * 200
    packed = packing.variants(text, HTML)
    assert gzip.decompress(packed[".gz"]) == text
    assert brotli.decompress(packed[".br"]) == text
    assert packing.variants(text, HTML) == packed
    for kind in ("image/png", "application/pdf", "application/zip"):
        assert packing.variants(text, kind) == {}
    assert packing.variants(b"x", HTML) == {}


def test_another_content_has_another_moment() -> None:
    moments = {packing.moment_of(packing.digest_of(bytes([n]))) for n in range(200)}
    assert len(moments) == 200
    # ZIP files can't say an earlier one, and no machine's clock is before it.
    assert all(315_532_800 <= moment < 2**30 for moment in moments)


def site(entry: Entry | None = None, **more: object) -> Manifest:
    """A site with one page."""
    page = entry or Entry(200, {"Content-Type": HTML}, "nl/index.html", "0" * 64, 9)
    lost = Entry(404, {"Content-Type": HTML}, "~/404.html", "1" * 64, 9)
    facts: dict[str, object] = {
        "site": "acme",
        "release": "000001",
        "hosts": ("acme.localhost",),
        "default_language": "nl",
        "languages": ("nl", "en"),
        "generation": 7,
        "program": "p",
        "made_at": dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
        "holds_until": dt.datetime(2026, 1, 3, tzinfo=dt.UTC),
        "addresses": {"/nl/": page},
        "not_found": {"nl": lost, "en": lost, "": lost},
        "moved": (manifest.Moved("old.localhost", "", {"/a": page}, page),),
    }
    return Manifest(**{**facts, **more})  # type: ignore[arg-type]


def test_a_manifest_reads_what_it_wrote() -> None:
    made = site()
    assert manifest.read(made.written()) == made
    assert made.digests() == {"0" * 64, "1" * 64}


@pytest.mark.parametrize("written", [b"", b"[]", b"{}", b'{"format": 2}', b"\xff"])
def test_a_damaged_manifest_is_not_believed(written: bytes) -> None:
    with pytest.raises(manifest.Unreadable):
        manifest.read(written)


def test_no_header_or_path_breaks_out_of_the_configuration() -> None:
    evil = '"; } $host {env.HOME} \\'
    assert nginx.quoted(evil) == r'"\"; } ${static_dollar}host {env.HOME} \\"'
    assert caddy.quoted(evil) == r'"\"; \} $host \{env.HOME\} \\"'
    for writer in (nginx, caddy):
        for letter in "\n\r\0\x7f":
            with pytest.raises(ValueError, match="control character"):
                writer.quoted(f"a{letter}b")
