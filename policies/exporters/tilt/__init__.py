"""TILT: the policy's transparency information by that language's JSON Schema.

One file a language. TILT wants some facts that an organisation may not have published:
what stands there instead is a documented fallback, never a made-up fact
(docs/formats.md).
"""

from __future__ import annotations

import json

from policies.edition import Edition
from policies.exporters import Format
from policies.exporters.tilt import data, people, rights, transfers


def write(edition: Edition, language: str) -> bytes:
    """The edition as TILT, the same bytes each time."""
    document = edition.document
    content = {
        "meta": _meta(edition, language),
        **people.both(document, language),
        "dataDisclosed": data.disclosed(document, language),
        "thirdCountryTransfers": transfers.third_countries(document, language),
        **rights.all_of_them(document, language),
        "sources": data.sources(document, language),
        # A version knows of no later one: what changed is in the comparison with it.
        "changesOfPurpose": [],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _meta(edition: Edition, language: str) -> dict[str, object]:
    return {
        "_id": f"{edition.policy}-{edition.number}-{language}",
        "name": people.controller_name(edition.document, language),
        "created": edition.published_at.isoformat(timespec="seconds"),
        "modified": edition.changed.isoformat(),
        "version": edition.number,
        "language": language,
        # Whether it is in force today is no fact of the version: see its address.
        "status": "active",
        "url": edition.addresses.get(language, ""),
        "_hash": edition.digest,
    }


FORMAT = Format(
    name="tilt.json",
    label="TILT",
    media_type="application/json",
    write=write,
)
