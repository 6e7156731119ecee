"""Numbers in addresses and forms: what was tampered with is no number, never an error."""

from __future__ import annotations

_MOST = 18  # digits; what the database holds, and Python reads at once


def whole(text: str | None) -> int | None:
    """The number that plain digits say, else None.

    ``str.isdigit`` is no test before ``int``: it takes "²", which `int` refuses.
    """
    text = (text or "").strip()
    plain = text.isascii() and text.isdecimal() and len(text) <= _MOST
    return int(text) if plain else None
