"""The evidence of a version as one ZIP file, with how to check it and what with.

The same files give the same bytes, whenever and wherever they are packed.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from string import Template

_HERE = Path(__file__).parent
# The earliest moment that a ZIP file can say; the files' own moments are in them.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
SUMS = "SHA256SUMS"


def packed(files: Mapping[str, bytes], says: Mapping[str, object]) -> bytes:
    """The files with the instructions, which ``says`` fills in, and their digests."""
    complete = {**files, **instructions(says)}
    complete[SUMS] = sums(complete)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(complete):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE
            entry.create_system = 3  # the rights above are those of Unix
            archive.writestr(entry, complete[name])
    return target.getvalue()


def instructions(says: Mapping[str, object]) -> dict[str, bytes]:
    """How to check the package, in each language, and a program that does it."""
    found = {"check.py": (_HERE / "check.py").read_bytes()}
    for path in sorted(_HERE.glob("CHECK.*.md")):
        text = Template(path.read_text(encoding="utf-8"))
        found[path.name] = text.substitute(says).encode()
    return found


def sums(files: Mapping[str, bytes]) -> bytes:
    """The digest of each file, as ``sha256sum --check`` reads them."""
    lines = (
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    )
    return "".join(lines).encode()
