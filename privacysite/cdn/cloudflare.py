"""Cloudflare: Cache-Tag, CDN-Cache-Control, and a purge by tags in each zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from privacysite.cdn.base import PurgeFailed, lifetime, portions, post

MOST_TAGS = 30


@dataclass(frozen=True)
class Cloudflare:
    """The zones that the organisations' hosts are in; every zone knows every key."""

    zones: tuple[str, ...]
    token: str
    api: str = "https://api.cloudflare.com/client/v4"

    def headers(self, keys: Sequence[str], seconds: int) -> Mapping[str, str]:
        """The tags are taken away before the visitor sees the answer."""
        return {
            "Cache-Tag": ",".join(keys),
            "CDN-Cache-Control": lifetime(seconds) if seconds else "no-store",
        }

    def purge(self, keys: Sequence[str]) -> None:
        """Each zone is told, though one before it failed."""
        failed: list[str] = []
        for zone in self.zones:
            try:
                self._purge(zone, keys)
            except PurgeFailed as failure:
                failed.append(f"{zone}: {failure}")
        if failed:
            raise PurgeFailed("; ".join(failed))

    def _purge(self, zone: str, keys: Sequence[str]) -> None:
        for some in portions(keys, MOST_TAGS):
            answer = post(
                f"{self.api}/zones/{zone}/purge_cache",
                {"Authorization": f"Bearer {self.token}"},
                {"tags": some},
            )
            # Refusals, too, may come with status 200.
            if not isinstance(answer, dict) or answer.get("success") is not True:
                raise PurgeFailed(str(answer)[:500])
