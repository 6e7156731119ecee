"""JSON-LD: the page, its publisher and its questions by schema.org, and what the policy
declares by the Data Privacy Vocabulary (DPV 2, with its terms for the GDPR).

Everything that the terms mean is in the file: a reader fetches no context from anywhere.
"""

from __future__ import annotations

import json

from policies.edition import Edition
from policies.exporters import Format
from policies.exporters.jsonld import pages, privacy

CONTEXT = {
    "@vocab": "https://schema.org/",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "url": {"@type": "@id"},
    "datePublished": {"@type": "Date"},
    "dateModified": {"@type": "Date"},
}


def write(edition: Edition, language: str) -> bytes:
    """The edition as JSON-LD, the same bytes each time."""
    page, *others = pages.graph(edition, language)
    process = privacy.process(edition.document, language, page["url"])
    if process:
        page["dpv:hasProcess"] = {"@id": process["@id"]}
    content = {
        "@context": CONTEXT,
        "@graph": [page, *others, *([process] if process else [])],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


FORMAT = Format(
    name="jsonld",
    label="JSON-LD",
    media_type="application/ld+json",
    write=write,
)
