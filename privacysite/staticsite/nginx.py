"""nginx's configuration of published sites, to be included in its ``http`` block.

A location for each address, so that nothing else is answered and no file is looked for
that isn't there. What most answers of a site have in their headers is said once, in
variables; a location sets those that differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from privacysite.staticsite.manifest import Entry, Manifest, Moved
from privacysite.staticsite.naming import variant
from privacysite.staticsite.serving import (
    HTML,
    READS,
    Lines,
    Serving,
    common,
    differing,
    escaped,
    every,
    media_type,
    whole,
    with_and_without_slash,
)

NAME = "nginx"
INDEX = "index.html"
# No page's file has this name.
NO_FILE = "~/none"
# Before any location: one that redirects would take whatever is sent.
_READING = "    if ($static_allow) { return 405; }"


def configuration(sites: Iterable[Manifest], serving: Serving) -> str:
    """The whole file."""
    found = list(sites)
    known = every(found, serving, _site, _old_host)
    others = _unknown_host(found[0], serving) if found else ()
    senders = _senders() if serving.application else ()
    return whole(NAME, _maps(found), senders, known, others)


def quoted(text: str) -> str:
    """A value for nginx, in which nothing means anything but itself."""
    return f'"{escaped(text).replace("$", "${static_dollar}")}"'


def _maps(sites: list[Manifest]) -> Lines:
    """A dollar sign; the visitor's language; queries that have a file of their own;
    what only the application can answer; methods; and what lacks its last slash."""
    yield "geo $static_dollar { default '$'; }"
    languages = dict.fromkeys(code for site in sites for code in site.languages)
    known = "|".join(languages)
    for default in languages:
        yield f"map $http_accept_language $static_language_{default} {{"
        yield f"    default {default};"
        for code in languages:
            # The first one named; browsers name the dearest first.
            yield rf"    '~*^(?:(?!\s*(?:{known})\b)[^,]*,)*\s*{code}\b' {code};"
        yield "}"
    queries = {a.partition("?")[2] for site in sites for a in site.addresses}
    yield "map $args $static_variant {"
    yield "    default '';"
    for query in sorted(filter(None, queries)):
        yield f"    {quoted(query)} {quoted(variant(query))};"
    yield "}"
    yield "map $request_method:$static_variant:$is_args $static_ask {"
    yield "    default 0;"
    yield "    '~^(?!(GET|HEAD):)' 1;"
    yield r"    '~^[A-Z]+::\?' 1;"
    yield "}"
    yield "map $request_method $static_allow {"
    yield f"    default '{READS}';"
    yield "    '~^(GET|HEAD)$' '';"
    yield "}"
    yield "map $uri $static_with_slash {"
    yield f"    default $uri/{INDEX};"
    # An address with an empty part is not found: no way leads on to another host.
    yield f"    '~(//|/$)' /{NO_FILE};"
    yield "}"
    yield ""


def _senders() -> Lines:
    """How often one address may send a form, as in deploy/nginx/privacysite.conf."""
    yield 'map "$request_method $uri" $static_sender {'
    yield "    default '';"
    yield "    '~^POST /[a-z][a-z]/[^/]+/$' $binary_remote_addr;"
    yield "}"
    yield "limit_req_zone $static_sender zone=static_forms:10m rate=10r/m;"
    yield ""


def _site(
    site: Manifest, moved: list[tuple[Manifest, Moved]], serving: Serving
) -> Lines:
    """The hosts of an organisation."""
    usual = common([*site.addresses.values(), *site.not_found.values()])
    yield from _opening(site.hosts, serving, usual, serving.tree(site.site))
    if serving.application:
        yield "    client_max_body_size 21m;"
        yield "    error_page 418 = @application;"
        yield "    if ($static_ask) { return 418; }"
    else:
        yield _READING
    queried = {a.partition("?")[0] for a in site.addresses if "?" in a}
    for address, entry in site.addresses.items():
        if "?" not in address:
            yield from _exact(address, entry, usual, site, address in queried)
    for other, each in moved:
        yield from _moved(other, each, usual, serving)
    yield from _else(site, usual, serving)
    yield from _closing()


def _old_host(
    host: str, moved: list[tuple[Manifest, Moved]], serving: Serving
) -> Lines:
    """A host that has only a brand's old addresses on it."""
    entries = [e for _, each in moved for e in (*each.addresses.values(), each.other)]
    site = moved[0][0]
    assets = {
        a: e for a, e in site.addresses.items() if a.startswith(serving.static_url)
    }
    usual = common([*entries, *assets.values()])
    yield from _opening((host,), serving, usual, serving.tree(site.site))
    yield _READING
    for address, entry in assets.items():
        yield from _exact(address, entry, usual, site)
    for other, each in moved:
        yield from _moved(other, each, usual, serving)
    yield from _closing()


def _unknown_host(site: Manifest, serving: Serving) -> Lines:
    """Any other host: the same page whatever was asked."""
    entry = site.not_found[""]
    usual = common([entry])
    yield from _opening(("_",), serving, usual, serving.tree(site.site), default=True)
    yield _READING
    yield f"    location / {{ {_file_as(404, entry, usual, '@unknown')} }}"
    yield from _named("@unknown", entry)
    yield from _closing()


def _opening(
    hosts: Iterable[str],
    serving: Serving,
    usual: Mapping[str, str],
    tree: str,
    default: bool = False,
) -> Lines:
    names, standard = " ".join(hosts), " default_server" if default else ""
    if serving.https:
        yield "server {"
        yield f"    listen 80{standard};"
        yield f"    server_name {names};"
        yield "    return 301 https://$host$request_uri;"
        yield "}"
    yield "server {"
    if serving.https:
        yield f"    listen 443 ssl http2{standard};"
        for directive, path in (
            ("ssl_certificate", serving.certificate), ("ssl_certificate_key", serving.key)
        ):  # fmt: skip
            yield f"    {directive} {quoted(path.replace('{host}', names.split()[0]))};"
    else:
        yield f"    listen {serving.listen}{standard};"
    yield f"    server_name {names};"
    yield f"    root {quoted(tree)};"
    yield "    types { }"
    yield f"    default_type {quoted(HTML)};"
    yield "    absolute_redirect off;"
    yield "    server_tokens off;"
    yield "    merge_slashes off;"
    yield "    gzip_static on;"
    yield "    gzip_http_version 1.0;"
    yield "    gzip_proxied any;"
    yield "    gzip_vary on;"
    if serving.brotli:
        yield "    brotli_static on;"
    yield '    add_header Last-Modified "" always;'
    for name, value in usual.items():
        yield f"    set {_variable(name)} {quoted(value)};"
        yield f"    add_header {name} {_variable(name)} always;"
    yield "    add_header Allow $static_allow always;"


def _closing() -> Lines:
    yield "}"
    yield ""


def _exact(
    address: str,
    entry: Entry,
    usual: Mapping[str, str],
    site: Manifest,
    queried: bool = False,
) -> Lines:
    """The location of one address, and of its page where that is an answer of 410."""
    yield f"    location = {_literal(address)} {{"
    yield from _answer(address, entry, usual, site, queried)
    yield "    }"
    if entry.file and entry.status != 200:
        yield from _named(_name(address), entry)


def _answer(
    address: str,
    entry: Entry,
    usual: Mapping[str, str],
    site: Manifest,
    queried: bool = False,
) -> Lines:
    if entry.location:
        yield from _sets(entry, usual)
        for code, place in entry.location.items():
            if code and place != entry.location[""]:
                language = f"$static_language_{site.default_language}"
                yield f"        if ({language} = {code}) {{"
                yield f"            return {entry.status} {quoted(place)};"
                yield "        }"
        yield f"        return {entry.status} {quoted(entry.location[''])};"
    elif entry.status == 200:
        yield from _sets(entry, usual)
        if media_type(entry) != HTML:
            yield f"        default_type {quoted(media_type(entry))};"
        yield f"        try_files {_files(entry.file, queried)} =404;"
    else:
        yield f"        {_file_as(entry.status, entry, usual, _name(address))}"


def _file_as(status: int, entry: Entry, usual: Mapping[str, str], name: str) -> str:
    """A file under another status than 200: the way leads over a named location."""
    told = " ".join(line.strip() for line in _sets(entry, usual))
    return f"{told} error_page {status} {name}; return {status};".strip()


def _named(name: str, entry: Entry) -> Lines:
    yield f"    location {name} {{"
    yield f"        default_type {quoted(media_type(entry))};"
    yield f"        try_files {_files(entry.file)} ={entry.status};"
    yield "    }"


def _moved(
    site: Manifest, moved: Moved, usual: Mapping[str, str], serving: Serving
) -> Lines:
    """A brand's old addresses: with and without a slash at the end, and all others."""
    places = [
        (f"= {_literal(address)}", entry)
        for address, entry in with_and_without_slash(moved).items()
    ]
    places.append((f"^~ {_literal(moved.prefix or '/')}", moved.other))
    for place, entry in places:
        yield f"    location {place} {{"
        yield f"        root {quoted(serving.tree(site.site))};"
        yield from _answer("", entry, usual, site)
        yield "    }"


def _else(site: Manifest, usual: Mapping[str, str], serving: Serving) -> Lines:
    """What is no file: the application's, or not found in the address's language."""
    if serving.application:
        yield "    location / { return 418; }"
        yield "    location @application {"
        yield "        # Its headers are its own: with one here, those above don't count."
        yield '        add_header Via "" always;'
        yield "        limit_req zone=static_forms burst=10 nodelay;"
        yield "        limit_req_status 429;"
        yield f"        proxy_pass {serving.application};"
        yield "        proxy_read_timeout 75s;"
        yield "        proxy_set_header Host $http_host;"
        yield "        proxy_set_header X-Forwarded-For $remote_addr;"
        yield "        proxy_set_header X-Forwarded-Proto $scheme;"
        yield "    }"
        return
    prefixes = {f"/{code}/": code for code in site.languages}
    for prefix, code in ({"/": site.default_language} | prefixes).items():
        entry = site.not_found[code]
        yield f"    location {prefix} {{"
        yield from _sets(entry, usual)
        yield '        if (-f "$document_root$static_with_slash") {'
        yield "            return 301 $uri/$is_args$args;"
        yield "        }"
        yield f"        error_page 404 @lost_{code};"
        yield "        return 404;"
        yield "    }"
    for code in site.languages:
        yield from _named(f"@lost_{code}", site.not_found[code])


def _sets(entry: Entry, usual: Mapping[str, str]) -> Lines:
    for name, value in differing(entry, usual).items():
        yield f"        set {_variable(name)} {quoted(value)};"


def _files(file: str, queried: bool = False) -> str:
    """The file, before it the one of a query that has its own."""
    folder, _, ending = file.rpartition(".")
    varied = f'"/{folder}$static_variant.{ending}" ' if queried else ""
    return f"{varied}{quoted(f'/{file}')}"


def _literal(address: str) -> str:
    """An address as nginx compares it: decoded, and no variable in it."""
    return quoted(unquote(address)).replace("${static_dollar}", "$")


def _variable(header: str) -> str:
    return f"$static_{header.lower().replace('-', '_')}"


def _name(address: str) -> str:
    """A location's name, of letters that nginx takes."""
    return f"@{address.encode().hex()}"
