"""The public pages' style sheet: inlined in each page, allowed by its hash.

One request brings text and looks together, and the content security policy needs
neither ``unsafe-inline`` nor a style host: it names the SHA-256 of the very sheet.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

FILES = ("css/tokens.css", "css/page.css", "css/print.css")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet with its source expression for ``style-src``."""

    css: str
    csp_hash: str


def sheet(accent: str = "", accent_dark: str = "") -> Sheet:
    """The whole sheet with an organisation's colours, or with the house's own.

    Anything that is no ``#rrggbb`` is left out: it would be CSS from the database.
    """
    colours = [c if _COLOUR.match(c) else "" for c in (accent, accent_dark)]
    if settings.DEBUG:
        return _sheet.__wrapped__(*colours)
    return _sheet(*colours)


def minified(css: str) -> str:
    """The style sheet without comments and needless white space."""
    css = re.sub(r"\s+", " ", _COMMENT.sub("", css))
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    return css.replace(": ", ":").replace(";}", "}").strip()


@lru_cache(maxsize=1024)
def _sheet(accent: str, accent_dark: str) -> Sheet:
    css = _accents(accent, accent_dark) + "".join(_source(name) for name in FILES)
    digest = hashlib.sha256(css.encode()).digest()
    return Sheet(css, f"'sha256-{base64.b64encode(digest).decode()}'")


def _accents(accent: str, accent_dark: str) -> str:
    light = f":root{{--accent:{accent}}}" if accent else ""
    # With ``screen``: paper is white, whatever the reader's screen prefers.
    dark = "@media screen and (prefers-color-scheme:dark){:root{--accent:%s}}"
    return light + (dark % accent_dark if accent_dark else "")


def _source(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(f"static file {name!r} is missing")
    return minified(Path(path).read_text(encoding="utf-8"))
