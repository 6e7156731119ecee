"""Formats that take long to make are made once, kept, and answered from there.

A version never changes, so what is kept never becomes untrue: its key is everything
that the bytes are made of, the programs included. Losing it costs time, nothing else.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading

from django.core.cache import caches

from policies.edition import Edition
from policies.exporters import Format, Unmade
from policies.exporters.fingerprint import fingerprint

LOG = logging.getLogger(__name__)
# How long a request waits for others that make something, in seconds.
PATIENCE = 20
# One at a time in a process: each takes a processor and some memory for itself, and
# whoever wants the same one finds it kept.
_making = threading.Lock()


def content(edition: Edition, form: Format, language: str) -> bytes:
    """The bytes of an edition in that format, the same whether they were kept or not.

    Raises `Unmade` where others are at work for too long, or it can't be done at all.
    """
    if not form.costly:
        return form.write(edition, language)
    key = _key(edition, form, language)
    found = _read(key)
    if found is not None:
        return found
    if not _making.acquire(timeout=PATIENCE):
        raise Unmade
    try:
        return _read(key) or _made(key, edition, form, language)
    finally:
        _making.release()


def _made(key: str, edition: Edition, form: Format, language: str) -> bytes:
    made = form.write(edition, language)
    try:
        caches["formats"].set(key, made)
    except Exception:
        LOG.exception("a format could not be kept: see FORMATS_FOLDER")
    return made


def _read(key: str) -> bytes | None:
    try:
        found = caches["formats"].get(key)
    except Exception:  # an unreadable file must not keep a reader from the text
        LOG.exception("a kept format could not be read: see FORMATS_FOLDER")
        return None
    return found if isinstance(found, bytes) else None


def _key(edition: Edition, form: Format, language: str) -> str:
    made_of = [
        edition.as_dict(),
        edition.logo,
        edition.accent,
        "" if form.all_languages else language,
        form.name,
        fingerprint(),
    ]
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()
