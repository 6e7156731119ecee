"""Characters that no page shows and no database has to take."""

from __future__ import annotations

import re

# Controls but tab and line ends, halves of characters, and what Unicode assigns never.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def hidden(text: str) -> str:
    """The first such character as people name it, like ``U+0000``, or ""."""
    found = _HIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""
