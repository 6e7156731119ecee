"""A DOCX file as HTML, by mammoth: pictures left out, tracked changes accepted."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import mammoth  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from policies.importers.refusal import Refused

_FLAT = (
    *(f"p[style-name='Heading {n}'] => p.heading{n}:fresh" for n in range(1, 10)),
    *(
        f"p[style-name='List {name}{f' {n}' if n > 1 else ''}'] => p.{to}{n}:fresh"
        for name, to in (("Bullet", "ul"), ("Number", "ol"), ("Continue", "more"))
        for n in (1, 2, 3)
    ),
    "p[style-name='Quote'] => p.quote:fresh",
    "p[style-name='Preformatted'] => p.pre:fresh",
    *(f"p:unordered-list({n}) => p.ul{n}:fresh" for n in (1, 2, 3)),
    *(f"p:ordered-list({n}) => p.ol{n}:fresh" for n in (1, 2, 3)),
    "p => p:fresh",
    "r[style-name='Code'] => code",
    "strike => del",
    "u => ins",
)


def flat(data: bytes) -> str:
    """Every paragraph as a ``<p>`` whose class says what it is; tables around them."""
    return _html(data, style_map=_FLAT, default=False, keep_empty=True)


def nested(data: bytes) -> str:
    """Headings, lists and tables as a web page has them."""
    return _html(data, style_map=("p[style-name='Title'] => h1:fresh",))


def _html(
    data: bytes,
    *,
    style_map: Sequence[str],
    default: bool = True,
    keep_empty: bool = False,
) -> str:
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map="\n".join(style_map),
            include_default_style_map=default,
            include_embedded_style_map=False,
            ignore_empty_paragraphs=not keep_empty,
            convert_image=_no_image,
            external_file_access=False,
        )
    # It raises whatever its reading of a crooked file happens to run into.
    except Exception as fault:
        message = _(
            "The file can't be read as a DOCX file. Open it in a word processor, save "
            "it anew and import that."
        )
        raise Refused("docx", message) from fault
    return str(result.value)


def _no_image(_image: Any) -> list[Any]:
    return []
