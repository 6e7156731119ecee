"""Anchors and ids: short, of letters, digits and hyphens, and no two alike."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60


def slug(text: str) -> str:
    """The text as an anchor; "" when no letter or digit is left of it."""
    plain = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]


class Names:
    """Gives each thing a name of its own; a second "rights" becomes "rights-2"."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def take(self, wanted: str, otherwise: str) -> str:
        """The wanted name, numbered when it is taken."""
        base = name = wanted or otherwise
        number = self._next.get(base, 1)
        while name in self._next:
            number += 1
            name = f"{base[: LONGEST - 6]}-{number}"
        self._next[base] = number
        self._next.setdefault(name, 1)
        return name
