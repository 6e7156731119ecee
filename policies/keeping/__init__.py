"""What never changes and takes long to make is made once and kept: files and texts.

Its key is everything that it is made of, the programs included, so what is kept never
becomes untrue. Losing it costs time, nothing else.
"""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any, TypeVar

from django.core.cache import caches

from policies.keeping.programs import fingerprint

LOG = logging.getLogger(__name__)
Kept = TypeVar("Kept", str, bytes)


def key(*made_of: Any) -> str:
    """The key of what is made of these (plain data) by the programs of today."""
    return hashlib.sha256(json.dumps([*made_of, fingerprint()]).encode()).hexdigest()


def read(place: str, name: str, kind: type[Kept]) -> Kept | None:
    """What is kept in that place (``formats``, ``texts``) under a key, if it is there."""
    try:
        found = caches[place].get(name)
    except Exception:  # an unreadable file must not keep a reader from the text
        LOG.exception("what was kept could not be read: see FORMATS_FOLDER")
        return None
    return found if isinstance(found, kind) else None


def keep(place: str, name: str, made: str | bytes) -> None:
    """Keep it, if the disk has room."""
    try:
        caches[place].set(name, made)
    except Exception:
        LOG.exception("what was made could not be kept: see FORMATS_FOLDER")
