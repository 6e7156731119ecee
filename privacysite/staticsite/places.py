"""Where sites are published to: a folder, or a bucket of an S3 service."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from privacysite.staticsite.manifest import Manifest


class Busy(Exception):
    """Somebody else is publishing to that place."""


class Nowhere(Exception):
    """That is no place to publish to."""


class Release(Protocol):
    """A site being written. Nobody reads it before `Place.switch`."""

    name: str

    def add(self, file: str, digest: str, body: bytes, headers: dict[str, str]) -> bool:
        """Write one file; whether its content was new here."""


class Place(Protocol):
    """Where releases of sites lie, one of each being the current one."""

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        """What its operations raise when it can't be reached, or refuses."""

    def locked(self) -> AbstractContextManager[None]:
        """Keep others from publishing here meanwhile. Raises `Busy` and `Nowhere`."""

    def sites(self) -> list[str]:
        """The sites that are published here; some that were, perhaps."""

    def manifest(self, site: str) -> Manifest | None:
        """What is published of that site now."""

    def begin(self, site: str) -> Release:
        """An empty release; what an interrupted run left half is removed."""

    def switch(self, manifest: Manifest) -> None:
        """Make a complete release the one that everybody reads, at one moment."""

    def retire(self, site: str) -> bool:
        """Let nobody read the site any more, at one moment; whether anybody did."""

    def tidy(self, site: str, keep: int) -> None:
        """Remove releases that lie further back, and contents that nothing names."""
