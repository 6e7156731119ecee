"""What is asked, of which host, how often: the mix that installations see.

Hosts by Zipf's law: the second is asked half as often as the first, the third a third.
Of a host mostly its texts in force; besides its past, its files, and what robots try.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

CURRENT, PAST, FILES, SITE, UNKNOWN = "current", "past", "files", "site", "unknown"
SHARES = {CURRENT: 85, PAST: 5, FILES: 3, SITE: 2, UNKNOWN: 5}
LANGUAGES = {"nl": 70, "en": 30}
ENCODINGS = {"gzip, deflate, br, zstd": 75, "gzip": 20, "": 5}
# Of a hundred requests: those of monitors, and of browsers that were here before.
HEADS, AGAIN = 3, 25
ROBOTS = (
    "/wp-login.php", "/.env", "/.git/config", "/xmlrpc.php", "/admin/", "/phpinfo.php",
    "/wp-content/plugins/", "/vendor/phpunit/", "/nl/nergens/", "/en/nowhere/",
    "/index.php?id=1%27", "/cgi-bin/luci", "/favicon.ico",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """A host with its addresses per kind and language."""

    host: str
    paths: Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Ask:
    """One request."""

    kind: str
    method: str
    host: str
    path: str
    encoding: str = ""
    again: bool = False  # with the entity tag of last time, if there was one


@dataclass
class Mix:
    """Requests without end, the same for the same seed."""

    sites: Sequence[Site]
    seed: int = 1
    _chance: random.Random = field(init=False)
    _weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311 nothing secret
        self._weights = list(accumulate(1 / n for n in range(1, len(self.sites) + 1)))

    def next(self) -> Ask:
        """The next request."""
        site = self._chance.choices(self.sites, cum_weights=self._weights)[0]
        kind, language, encoding = map(self._one, (SHARES, LANGUAGES, ENCODINGS))
        found = site.paths.get(kind, {}).get(language, ())
        if not found:
            kind, found = UNKNOWN, ROBOTS
        what = self._chance.randrange(100)
        return Ask(
            kind=kind,
            method="HEAD" if what < HEADS else "GET",
            host=site.host,
            path=self._chance.choice(found),
            encoding=encoding,
            again=kind == CURRENT and HEADS <= what < HEADS + AGAIN,
        )

    def _one(self, shares: Mapping[str, int]) -> str:
        return self._chance.choices(list(shares), list(shares.values()))[0]
