"""Fastly: Surrogate-Key, Surrogate-Control, and a purge of many keys at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from privacysite.cdn.base import lifetime, portions, post

MOST_KEYS = 256


@dataclass(frozen=True)
class Fastly:
    """One service, which may have the domains of all organisations."""

    service: str
    token: str
    api: str = "https://api.fastly.com"

    def headers(self, keys: Sequence[str], seconds: int) -> Mapping[str, str]:
        """Both are taken away before the visitor sees the answer."""
        return {
            "Surrogate-Key": " ".join(keys),
            "Surrogate-Control": lifetime(seconds) if seconds else "max-age=0",
        }

    def purge(self, keys: Sequence[str]) -> None:
        """A hard purge: what was only marked as stale would be shown once more."""
        for some in portions(keys, MOST_KEYS):
            post(
                f"{self.api}/service/{self.service}/purge",
                {"Fastly-Key": self.token, "Accept": "application/json"},
                {"surrogate_keys": some},
            )
