"""JSON: the Document itself with the facts of its publication, as data for programs.

Canonical JSON (RFC 8785) in one line: `jq -cjS .document` prints the very bytes over
which the digest is taken, so anybody can check it (docs/formats.md).
"""

from __future__ import annotations

import rfc8785

from policies.edition import Edition
from policies.exporters import Format
from policies.schema import VERSION_FORMAT


def write(edition: Edition, _language: str = "") -> bytes:
    """The version in every language; the same bytes whatever language is asked."""
    return rfc8785.dumps(
        {
            "format": VERSION_FORMAT,
            **edition.as_dict(),
            "document": edition.document.as_dict(),
        }
    )


FORMAT = Format(
    name="json",
    label="JSON",
    media_type="application/json",
    write=write,
    all_languages=True,
)
