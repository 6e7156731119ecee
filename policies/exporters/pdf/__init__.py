"""PDF of a version, by WeasyPrint: for readers (PDF/UA-1) and archives (PDF/A-3a) at once.

WeasyPrint needs libraries of the system. Where they are missing everything else goes
on, and no PDF is offered.
"""

from __future__ import annotations

import ctypes
from functools import cache

from policies.edition import Edition
from policies.exporters import Format

# Of the system, not of Python. The last one makes fonts small; WeasyPrint has another
# way without it, which makes other bytes.
LIBRARIES = ("libpango-1.0", "libpangoft2-1.0", "libharfbuzz-subset")


@cache
def missing() -> str:
    """The library that keeps this machine from making a PDF, "" when none does.

    WeasyPrint itself is looked at by the process that makes PDFs alone.
    """
    return next((name for name in LIBRARIES if not _loads(name)), "")


def _loads(library: str) -> bool:
    for ending in (".so.0", ".0.dylib"):
        try:
            ctypes.CDLL(f"{library}{ending}")
        except OSError:
            continue
        return True
    return False


def available() -> bool:
    """Whether this machine has what WeasyPrint needs."""
    return not missing()


def write(edition: Edition, language: str) -> bytes:
    """The version in one language, the same bytes each time."""
    from policies.exporters.pdf import making

    return making.pdf(edition, language)


FORMAT = Format(
    name="pdf",
    label="PDF",
    media_type="application/pdf",
    write=write,
    available=available,
    costly=True,
)
