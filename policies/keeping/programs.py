"""What makes the formats, as one digest: code, templates, looks, words and libraries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from django.conf import settings

# Everything that could have a part in it: too much costs a PDF made anew after an
# upgrade, too little would keep one that the code doesn't make any more.
_FOLDERS = (
    "organisations", "policies", "cookies", "privacysite",
    "templates", "locale", "static/css", "static/logos", "static/vendor/fonts",
)  # fmt: skip


def fingerprint() -> str:
    """The digest, taken once a process; anew each time while the code is worked on."""
    return _taken.__wrapped__() if settings.DEBUG else _taken()


@cache
def _taken() -> str:
    digest = hashlib.sha256()
    for path in _files():
        name = str(path.relative_to(settings.BASE_DIR))
        digest.update(f"{name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    for line in sorted({f"{d.name} {d.version}" for d in distributions()}):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for folder in _FOLDERS:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                yield path
