"""The public pages' style sheets: inlined in each page, allowed by their hashes.

One request brings text and looks together, and the content security policy needs
neither ``unsafe-inline`` nor a style host: it names the SHA-256 of the very sheet.

Every page has the house's sheet (``{% page_styles %}`` in its head). What only some
pages need is a file of its own, ``static/css/<name>.css``, named by their template::

    {% load styles %}
    {% block styles %}{% style_sheets "comparison" "history" %}{% endblock %}

A page that prints a document takes those of its sections' kinds along: a kind that looks
like no other has ``static/css/kinds/<kind>.css``.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from policies.rendering import DocumentView

register = template.Library()

# Shown where an organisation has none of its own.
ACCENT, ACCENT_DARK = "#0a5c8f", "#7cc4f5"
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


@register.simple_tag(takes_context=True)
def style_sheets(context: Context, *names: str) -> SafeString:
    """The sheets ``static/css/<name>.css`` of those names, in a page's head.

    Stands in ``{% block styles %}``, behind the house's sheet, and may use its colours.
    The request takes the hash along to the headers, as it does for ``{% page_styles %}``.
    """
    files = tuple(f"css/{name}.css" for name in names if name)
    found = _own.__wrapped__(files) if settings.DEBUG else _own(files)
    return inlined(found, context.get("request"))


@register.simple_tag(takes_context=True)
def document_sheets(context: Context, view: DocumentView, *names: str) -> SafeString:
    """The same with the sheets of the kinds of section that the document has."""
    kinds = sorted({section.kind for section in view.document.walk()})
    own = [f"kinds/{kind}" for kind in kinds if _exists(f"css/kinds/{kind}.css")]
    sheets = [name for name in (*names, *own) if name]
    return style_sheets(context, *sheets) if sheets else mark_safe("")


def inlined(found: Sheet, request: HttpRequest | None) -> SafeString:
    """The sheet as ``<style>``, allowed by the request's answer."""
    if request is not None:
        known = getattr(request, "csp_style_hashes", [])
        request.csp_style_hashes = [*known, found.csp_hash]  # type: ignore[attr-defined]
    return mark_safe(f"<style>{found.css}</style>")  # noqa: S308 our own files


def minified(css: str) -> str:
    """The style sheet without comments and needless white space."""
    css = re.sub(r"\s+", " ", _COMMENT.sub("", css))
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    return css.replace(": ", ":").replace(";}", "}").strip()


@lru_cache(maxsize=1024)
def _sheet(accent: str, accent_dark: str) -> Sheet:
    return _hashed(
        _accents(accent, accent_dark) + "".join(_source(name) for name in FILES)
    )


@lru_cache(maxsize=64)
def _own(files: tuple[str, ...]) -> Sheet:
    return _hashed("".join(_source(name) for name in files))


def _hashed(css: str) -> Sheet:
    digest = hashlib.sha256(css.encode()).digest()
    return Sheet(css, f"'sha256-{base64.b64encode(digest).decode()}'")


def _accents(accent: str, accent_dark: str) -> str:
    # With ``screen``: paper is white, whatever the reader's screen prefers.
    dark = "@media screen and (prefers-color-scheme:dark){:root{--accent:%s}}"
    return f":root{{--accent:{accent or ACCENT}}}" + dark % (accent_dark or ACCENT_DARK)


@lru_cache(maxsize=256)
def _exists(name: str) -> bool:
    return finders.find(name) is not None


def _source(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(f"static file {name!r} is missing")
    return minified(Path(path).read_text(encoding="utf-8"))
