"""Contrast of colours by WCAG 2.2 §1.4.3: a brand's accent must stay readable."""

from __future__ import annotations

import re

LIGHT_PAGE, DARK_PAGE = "#ffffff", "#15181c"
MINIMUM = 4.5
_HEX = re.compile(r"^#[0-9a-f]{6}$", re.IGNORECASE)


def ratio(one: str, other: str) -> float:
    """The contrast ratio of two colours ``#rrggbb``, from 1 to 21.

    Raises ValueError for anything that is no such colour.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    if not _HEX.match(colour):
        raise ValueError(f"not a colour like #0a5c8f: {colour!r}")
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
