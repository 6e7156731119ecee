"""What a web server is told about published sites, the same for whichever it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from privacysite.staticsite.manifest import Entry, Manifest, Moved

Lines = Iterator[str]
# Said by the server itself: the type in its own way. The moment of a file is a mark of
# its content here (packing.moment_of), so no Last-Modified can be told of it.
_OWN = {"content-type", "last-modified", "location"}
HTML = "text/html; charset=utf-8"
# What may be done with a file, in the words of the header Allow.
READS = "GET, HEAD"


@dataclass(frozen=True, slots=True)
class Serving:
    """What differs between machines. ``application`` answers what no file can."""

    folder: Path
    listen: str = "80"
    https: bool = False
    certificate: str = ""
    key: str = ""
    brotli: bool = False
    application: str = ""
    static_url: str = "/static/"

    def tree(self, site: str) -> str:
        """The files of a site's current release."""
        return f"{self.folder}/sites/{site}/current/tree"


def whole(server: str, *parts: Iterable[str]) -> str:
    """A server's file: who wrote it, and its parts."""
    by = f"# Written by `manage.py static_config {server}`: changes would be lost."
    lines = [by, "", *(line for part in parts for line in part)]
    return "\n".join(lines) + "\n"


def every(
    sites: Iterable[Manifest],
    serving: Serving,
    site: Callable[[Manifest, list[tuple[Manifest, Moved]], Serving], Lines],
    old_host: Callable[[str, list[tuple[Manifest, Moved]], Serving], Lines],
) -> Lines:
    """What a server writes of each site, and of each old host."""
    found = list(sites)
    for each in found:
        yield from site(each, moved_on(found, each.hosts), serving)
    for host, moved in old_hosts(found).items():
        yield from old_host(host, moved, serving)


def escaped(text: str) -> str:
    """Text to stand between quotation marks. ValueError: it has a control character."""
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise ValueError(f"A control character in {text!r}.")
    return text.replace("\\", "\\\\").replace('"', '\\"')


def with_and_without_slash(moved: Moved) -> dict[str, Entry]:
    """A brand's old addresses, each with and without a slash at the end."""
    return {
        address: entry
        for path, entry in moved.addresses.items()
        for address in (path, f"{path.rstrip('/')}/")
    }


def headers(entry: Entry) -> dict[str, str]:
    """The headers of an answer that the server has to be told."""
    return {k: v for k, v in entry.headers.items() if k.lower() not in _OWN}


def media_type(entry: Entry) -> str:
    """The media type of an answer, with its parameters."""
    return entry.headers.get("Content-Type", HTML)


def common(entries: Iterable[Entry]) -> dict[str, str]:
    """Every header that one of them has, with what most of them say; "" for none."""
    told = [headers(entry) for entry in entries]
    names = sorted({name for each in told for name in each})
    return {
        name: Counter(each.get(name, "") for each in told).most_common(1)[0][0]
        for name in names
    }


def differing(entry: Entry, usual: Mapping[str, str]) -> dict[str, str]:
    """The headers in which an answer differs from most; "" for one that it lacks."""
    told = headers(entry)
    return {
        name: told.get(name, "")
        for name, value in usual.items()
        if told.get(name, "") != value
    }


def old_hosts(
    sites: Iterable[Manifest],
) -> dict[str, list[tuple[Manifest, Moved]]]:
    """The old hosts that no organisation is on, each with where its paths lead."""
    known = list(sites)
    served = {host for site in known for host in site.hosts}
    found: dict[str, list[tuple[Manifest, Moved]]] = {}
    for site in known:
        for moved in site.moved:
            if moved.host not in served:
                found.setdefault(moved.host, []).append((site, moved))
    return found


def moved_on(
    sites: Iterable[Manifest], hosts: Iterable[str]
) -> list[tuple[Manifest, Moved]]:
    """What was moved away from hosts that serve an organisation."""
    names = set(hosts)
    return [(s, moved) for s in sites for moved in s.moved if moved.host in names]
