"""Small drawings as part of the page that shows them: one request less for a visitor.

A logo stands in the page as a ``data:`` address. As a picture it can't run a script, load
anything or style the page, whatever is in the file.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.safestring import mark_safe

# A larger one is better fetched once, and kept, than sent along with each page.
LARGEST = 2_048
_BETWEEN_TAGS = re.compile(r">\s+<")
# What an address may have in it as it is, and an attribute too.
_PLAIN = "/:=;,()*!$@+?~'"


def inlined(path: str) -> str:
    """The SVG file below ``static/`` as a ``data:`` address; "" where that won't do."""
    if not path.endswith(".svg"):
        return ""
    return _read.__wrapped__(path) if settings.DEBUG else _read(path)


@lru_cache(maxsize=1024)
def _read(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str) or Path(found).stat().st_size > LARGEST:
        return ""
    drawing = _BETWEEN_TAGS.sub("><", Path(found).read_text(encoding="utf-8")).strip()
    if "'" not in drawing:
        drawing = drawing.replace('"', "'")  # three letters less, each time
    address = f"data:image/svg+xml,{quote(drawing, safe=_PLAIN)}"
    return mark_safe(address)  # noqa: S308 no quotation mark, bracket or ampersand
