"""A program that publishes pages of its own making again and again, to be killed.

Each release has pages that tell its number, one that never changes, and one less or more
than the release before.
"""

from __future__ import annotations

import datetime as dt
import sys
from itertools import count
from pathlib import Path

from privacysite.staticsite import packing
from privacysite.staticsite.folder import Folder
from privacysite.staticsite.manifest import Entry, Manifest
from privacysite.staticsite.naming import file_of

HEADERS = {"Content-Type": "text/html; charset=utf-8"}
PAGES = 25


def pages(number: int) -> dict[str, bytes]:
    """What the site with that number says."""
    found = {
        f"/nl/{n}/": f"{n} in release {number} ".encode() * 40 for n in range(PAGES)
    }
    found["/nl/always/"] = b"the same for ever " * 40
    return found | ({"/nl/even/": b"even " * 40} if number % 2 == 0 else {})


def publish(folder: Folder, number: int) -> None:
    """One release."""
    release = folder.begin("acme")
    entries = {}
    for address, body in pages(number).items():
        file, digest = file_of(address, "text/html"), packing.digest_of(body)
        release.add(file, digest, body, HEADERS)
        entries[address] = Entry(200, HEADERS, file, digest, len(body))
    folder.switch(
        Manifest(
            site="acme", release=release.name, hosts=("acme.localhost",),
            default_language="nl", languages=("nl",), generation=number, program="p",
            made_at=dt.datetime.now(dt.UTC), holds_until=None, addresses=entries,
            not_found={},
        )
    )  # fmt: skip
    folder.tidy("acme", keep=2)


if __name__ == "__main__":
    place = Folder(Path(sys.argv[1]))
    with place.locked():
        published = place.manifest("acme")
        for each in count(published.generation + 1 if published else 1):
            publish(place, each)
