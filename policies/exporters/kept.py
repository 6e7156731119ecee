"""Formats that take long to make are made once, kept, and answered from there."""

from __future__ import annotations

import threading

from policies import keeping
from policies.edition import Edition
from policies.exporters import Format, Unmade

# How long a request waits for another that makes something, in seconds.
PATIENCE = 20
# One at a time in a process: each takes a processor and some memory for itself, and
# whoever wants the same one finds it kept.
_making = threading.Lock()
# One waits for that; more are told to come again, or nobody would be left for pages.
_waiting = threading.Lock()


def content(edition: Edition, form: Format, language: str) -> bytes:
    """The bytes of an edition in that format, the same whether they were kept or not.

    Raises `Unmade` where others are at work, or it can't be done at all.
    """
    if not form.costly:
        return form.write(edition, language)
    key = _key(edition, form, language)
    found = _read(key)
    if found is not None:
        return found
    if not _begin():
        raise Unmade
    try:
        return _read(key) or _made(key, edition, form, language)
    finally:
        _making.release()


def _begin() -> bool:
    if _making.acquire(blocking=False):
        return True
    if not _waiting.acquire(blocking=False):
        return False
    try:
        return _making.acquire(timeout=PATIENCE)
    finally:
        _waiting.release()


def _made(name: str, edition: Edition, form: Format, language: str) -> bytes:
    made = form.write(edition, language)
    keeping.keep("formats", name, made)
    return made


def _read(name: str) -> bytes | None:
    return keeping.read("formats", name, bytes)


def _key(edition: Edition, form: Format, language: str) -> str:
    return keeping.key(
        edition.as_dict(),
        edition.logo,
        edition.accent,
        "" if form.all_languages else language,
        form.name,
    )
