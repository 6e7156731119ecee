"""Caddy's configuration of published sites: a Caddyfile, or a part to be imported.

Caddy takes care of certificates and of http before https itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from privacysite.staticsite.manifest import Entry, Manifest, Moved
from privacysite.staticsite.serving import (
    READS,
    Lines,
    Serving,
    escaped,
    every,
    headers,
    media_type,
    whole,
    with_and_without_slash,
)

NAME = "caddy"
_DOUBLED = "{http.request.uri.path}.contains('//')"


def configuration(sites: Iterable[Manifest], serving: Serving) -> str:
    """The whole file."""
    found = list(sites)
    known = every(found, serving, _site, _old_host)
    others = _unknown_host(found[0], serving) if found and not serving.https else ()
    return whole(NAME, known, others)


def quoted(text: str) -> str:
    """A value for Caddy, in which nothing means anything but itself."""
    return '"{}"'.format(escaped(text).replace("{", "\\{").replace("}", "\\}"))


def _site(
    site: Manifest, moved: list[tuple[Manifest, Moved]], serving: Serving
) -> Lines:
    yield from _opening(site.hosts, serving)
    # The first one named of those that there are; browsers name the dearest first.
    first = rf"(?i)(?:^|,)\s*({'|'.join(site.languages)})\b"
    yield "\tmap {http.request.header.Accept-Language} {static_language} {"
    yield f"\t\t`~{first}` ${{1}}"
    yield f"\t\tdefault {site.default_language}"
    yield "\t}"
    # In this order, and not in Caddy's own.
    yield "\troute {"
    if serving.application:
        yield from _application(site, serving)
    else:
        yield from _reading()
    yield from _doubled(site, serving)
    for address, entry in site.addresses.items():
        yield from _address(address, entry, site, serving)
    for other, each in moved:
        yield from _moved(other, each, serving)
    yield from _else(site, serving)
    yield "\t}"
    yield from _closing()


def _old_host(
    host: str, moved: list[tuple[Manifest, Moved]], serving: Serving
) -> Lines:
    yield from _opening((host,), serving)
    yield "\troute {"
    yield from _reading()
    site = moved[0][0]
    for address, entry in site.addresses.items():
        if address.startswith(serving.static_url):
            yield from _address(address, entry, site, serving)
    for other, each in moved:
        yield from _moved(other, each, serving)
    yield "\t}"
    yield from _closing()


def _unknown_host(site: Manifest, serving: Serving) -> Lines:
    yield f"http://:{serving.listen} {{"
    yield "\troute {"
    yield from _reading()
    yield "\thandle {"
    yield from _file(site.not_found[""], site, serving)
    yield "\t}"
    yield "\t}"
    yield from _closing()


def _opening(hosts: Iterable[str], serving: Serving) -> Lines:
    scheme = "https" if serving.https else "http"
    yield ", ".join(f"{scheme}://{host}:{serving.listen}" for host in hosts) + " {"


def _closing() -> Lines:
    yield "}"
    yield ""


def _reading() -> Lines:
    """Before any address: one that redirects would take whatever is sent."""
    yield "\t@writes not method GET HEAD"
    yield "\thandle @writes {"
    yield f"\t\theader Allow {quoted(READS)}"
    yield "\t\trespond 405"
    yield "\t}"


def _doubled(site: Manifest, serving: Serving) -> Lines:
    """Caddy takes two slashes for one; no address has an empty part."""
    yield f"\t@doubled expression `{_DOUBLED}`"
    yield "\thandle @doubled {"
    if serving.application:
        yield f"\t\treverse_proxy {serving.application}"
    else:
        yield from _file(site.not_found[site.default_language], site, serving)
    yield "\t}"


def _address(address: str, entry: Entry, site: Manifest, serving: Serving) -> Lines:
    path, _, query = address.partition("?")
    matcher = f"@{address.encode().hex()}"
    yield f"\t{matcher} {{"
    yield f"\t\tpath {_literal(path)}"
    if query:
        yield f"\t\texpression `{{http.request.uri.query}} == {query!r}`"
    yield "\t}"
    yield f"\thandle {matcher} {{"
    yield from _answer(entry, site, serving)
    yield "\t}"


def _answer(entry: Entry, site: Manifest, serving: Serving) -> Lines:
    if entry.location:
        yield from _headers(entry)
        for code, place in entry.location.items():
            if code and place != entry.location[""]:
                either = f"{{static_language}} in ['{code}', '{code.upper()}']"
                yield f"\t\t@{code} expression `{either}`"
                yield f"\t\tredir @{code} {quoted(place)} {entry.status}"
        yield f"\t\tredir * {quoted(entry.location[''])} {entry.status}"
    else:
        yield from _file(entry, site, serving)


def _headers(entry: Entry) -> Lines:
    yield "\t\theader {"
    for name, value in headers(entry).items():
        yield f"\t\t\t{name} {quoted(value)}"
    if entry.file:
        yield f"\t\t\tContent-Type {quoted(media_type(entry))}"
    yield "\t\t\t-Last-Modified"
    yield "\t\t}"


def _file(entry: Entry, site: Manifest, serving: Serving) -> Lines:
    yield from _headers(entry)
    yield f"\t\troot * {quoted(serving.tree(site.site))}"
    yield f"\t\trewrite * {quoted(f'/{entry.file}')}"
    yield "\t\tfile_server {"
    yield "\t\t\tprecompressed br gzip"
    if entry.status != 200:
        yield f"\t\t\tstatus {entry.status}"
    yield "\t\t}"


def _moved(site: Manifest, moved: Moved, serving: Serving) -> Lines:
    for address, entry in with_and_without_slash(moved).items():
        yield from _address(address, entry, site, serving)
    yield f"\thandle {_literal(moved.prefix or '/', '*')} {{"
    yield from _answer(moved.other, site, serving)
    yield "\t}"


def _application(site: Manifest, serving: Serving) -> Lines:
    """Forms, and queries that have no file of their own."""
    queries = sorted({q for a in site.addresses if (q := a.partition("?")[2])})
    known = ", ".join(map(repr, ["", *queries]))
    yield "\t@asks {"
    reads = "{http.request.method} in ['GET', 'HEAD']"
    asks = f"{{http.request.uri.query}} in [{known}]"
    yield f"\t\texpression `!({reads} && {asks})`"
    yield "\t}"
    yield "\thandle @asks {"
    yield f"\t\treverse_proxy {serving.application}"
    yield "\t}"


def _else(site: Manifest, serving: Serving) -> Lines:
    """What is no file: the application's, or not found in the address's language."""
    if serving.application:
        yield "\thandle {"
        yield f"\t\treverse_proxy {serving.application}"
        yield "\t}"
        return
    yield "\t@slashless {"
    yield "\t\tfile {"
    yield f"\t\t\troot {quoted(serving.tree(site.site))}"
    yield "\t\t\ttry_files {path}/index.html"
    yield "\t\t}"
    yield "\t}"
    yield "\tredir @slashless {http.request.uri.path}/ 301"
    places = [*(f" /{code}/*" for code in site.languages), ""]
    for place, code in zip(
        places, (*site.languages, site.default_language), strict=True
    ):
        yield f"\thandle{place} {{"
        yield from _file(site.not_found[code], site, serving)
        yield "\t}"


def _literal(path: str, behind: str = "") -> str:
    return quoted(re.sub(r"([*?\[\]])", r"\\\1", unquote(path)) + behind)
