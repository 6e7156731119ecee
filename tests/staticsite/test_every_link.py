"""All links of all pages of the demo: none leads to a page that the list of addresses
lacks, except those that have no end."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from privacysite.staticsite.folder import Folder
from privacysite.staticsite.manifest import Entry, Manifest
from tests.browser.server import Server
from tests.staticsite.nginx import fetch

# What a page leads to and no list can have, each with its reason.
NOT_LISTED = {
    r".*/timegate/": "leads by Accept-Datetime",
    r"/api/.*\?limit=[0-9]+&offset=[0-9]+": "a part of a list, as large as one asks for",
}
TEXTS = ("application/atom+xml", "application/json", "application/link-format",
         "application/xml", "text/html", "text/plain")  # fmt: skip
_ATTRIBUTE = re.compile(r'\s(?:href|src|srcset|action)="([^"]*)"')
_WHOLE = re.compile(r"https?://[^\s\"'<>\\),;]+")


def links(address: str, entry: Entry, body: str) -> Iterator[str]:
    """Every address that a page, a feed, an answer of the API or a header names."""
    for header in ("Link", "Location"):
        yield from re.findall(r"<([^>]*)>", entry.headers.get(header, ""))
    yield from entry.location.values()
    if "html" in entry.headers.get("Content-Type", ""):
        yield from (html.unescape(found) for found in _ATTRIBUTE.findall(body))
    elif not address.endswith("openapi.json"):  # its addresses are examples
        yield from (html.unescape(found) for found in _WHOLE.findall(body))


def pages(folder: Folder, site: Manifest) -> Iterator[tuple[str, Entry, str]]:
    tree = folder.site(site.site) / "current" / "tree"
    for address, entry in site.addresses.items():
        kind = entry.headers.get("Content-Type", "")
        text = entry.file and kind.startswith(TEXTS)
        yield address, entry, (tree / entry.file).read_text() if text else ""


def own(link: str, host: str, page: str) -> str:
    """The path and query of a link to the same host; "" for any other."""
    parts = urlsplit(urljoin(f"http://{host}{page}", link))
    if parts.scheme not in ("http", "https") or parts.netloc != host:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_no_link_leads_to_an_address_that_nobody_listed(
    application: Server, published: Path
) -> None:
    folder = Folder(published)
    missing: dict[tuple[str, str], str] = {}
    used: set[str] = set()
    for name in folder.sites():
        site = folder.manifest(name)
        assert site is not None
        host = f"{name}.localhost:{application.port}"
        for page, entry, body in pages(folder, site):
            for link in links(page, entry, body):
                path = own(link, host, page)
                if not path or path in site.addresses:
                    continue
                why = [each for each in NOT_LISTED if re.fullmatch(each, path)]
                used.update(why)
                if not why:
                    missing.setdefault((host, path), page)
    # An answer may name what this organisation has not got, like a register.
    found = {
        link: page
        for link, page in missing.items()
        if fetch(application.port, *link).status == 200
    }
    assert found == {}
    assert used == set(NOT_LISTED), used


def test_every_page_but_the_front_is_named_by_another(published: Path) -> None:
    """Else nobody would find it, and the list would have made it up."""
    folder = Folder(published)
    for name in folder.sites():
        site = folder.manifest(name)
        assert site is not None
        named = {
            urlsplit(urljoin(page, link)).path
            for page, entry, body in pages(folder, site)
            for link in links(page, entry, body)
        }
        policies = re.compile(r"/(nl|en)/[^/]+/")
        for address in site.addresses:
            if policies.fullmatch(address):
                assert address in named, (name, address)
