"""Which code and settings make the pages: with others, nothing that was kept is used."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = ("organisations", "policies", "cookies", "privacysite", "templates")
_FILES = ("locale/**/*.mo", "static/css/*", "static/logos/**/*", "requirements.txt")


# What a page or its headers depend on besides.
_SETTINGS = (
    "ADMIN_HOST", "BEHIND_PROXY", "CDN", "CDN_SECONDS", "DEMO", "EMAIL_HOST",
    "HSTS_INCLUDE_SUBDOMAINS", "PORT",
)  # fmt: skip


def settings(environ: Mapping[str, str] = os.environ) -> Iterator[str]:
    """The settings that pages depend on, a line each."""
    for setting in _SETTINGS:
        yield f"{setting}={environ.get(setting, '')}\n"


def release(environ: Mapping[str, str] = os.environ) -> str:
    """A short digest over names, sizes and times of the files that make pages, and over
    the settings that they depend on.

    A few milliseconds: no file is read.
    """
    digest = hashlib.sha256(sys.version.encode())
    digest.update("".join(settings(environ)).encode())
    patterns = [f"{folder}/**/*" for folder in _FOLDERS]
    for pattern in (*patterns, *_FILES):
        for path in sorted(ROOT.glob(pattern)):
            if path.suffix != ".pyc" and path.is_file():
                stat = path.stat()
                name = path.relative_to(ROOT)
                digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
