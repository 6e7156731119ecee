"""The manifest of a published site: what every address answers, as plain JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1
Json = dict[str, Any]


class Unreadable(Exception):
    """A manifest that was damaged, or that another version of the program wrote."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The answer of one address.

    ``file`` is where its body lies in the tree; ``digest`` is the body's SHA-256.
    ``location`` is where an answer of status 3xx leads: by language, or to one place
    under the name "".
    """

    status: int
    headers: Mapping[str, str]
    file: str = ""
    digest: str = ""
    size: int = 0
    location: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moved:
    """An old brand's host, or the addresses on it that begin with ``prefix``."""

    host: str
    prefix: str
    addresses: Mapping[str, Entry]
    other: Entry


@dataclass(frozen=True, slots=True)
class Manifest:
    """A site as it was published. ``holds_until``: when it has to be looked at again."""

    site: str
    release: str
    hosts: tuple[str, ...]
    default_language: str
    languages: tuple[str, ...]
    generation: int
    program: str
    made_at: dt.datetime
    holds_until: dt.datetime | None
    addresses: Mapping[str, Entry]
    not_found: Mapping[str, Entry]
    moved: tuple[Moved, ...] = ()

    def entries(self) -> list[Entry]:
        """Every answer that has a file."""
        found = [*self.addresses.values(), *self.not_found.values()]
        for each in self.moved:
            found += [*each.addresses.values(), each.other]
        return [entry for entry in found if entry.file]

    def digests(self) -> set[str]:
        """The contents that the site is made of."""
        return {entry.digest for entry in self.entries()}

    def written(self) -> bytes:
        """As JSON."""
        found: Json = {"format": FORMAT, **asdict(self)}
        found["made_at"] = self.made_at.isoformat()
        found["holds_until"] = self.holds_until and self.holds_until.isoformat()
        text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
        return f"{text}\n".encode()


def read(written: bytes) -> Manifest:
    """The manifest out of its JSON. Raises `Unreadable`."""
    try:
        found: Json = json.loads(written)
        if found.pop("format") != FORMAT:
            raise Unreadable("The manifest is of another format.")
        until = found["holds_until"]
        return Manifest(
            **{
                **found,
                "hosts": tuple(found["hosts"]),
                "languages": tuple(found["languages"]),
                "made_at": dt.datetime.fromisoformat(found["made_at"]),
                "holds_until": until and dt.datetime.fromisoformat(until),
                "addresses": _entries(found["addresses"]),
                "not_found": _entries(found["not_found"]),
                "moved": tuple(_moved(each) for each in found["moved"]),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"The manifest can't be read: {error!r}") from error


def _moved(found: Json) -> Moved:
    entries = _entries(found["addresses"])
    return Moved(found["host"], found["prefix"], entries, Entry(**found["other"]))


def _entries(found: Json) -> dict[str, Entry]:
    return {name: Entry(**each) for name, each in found.items()}
