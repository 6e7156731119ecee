"""What a policy declares, in terms of the Data Privacy Vocabulary (DPV 2).

Only what its typed rows say. Which purpose goes with which data a policy rarely says, so
they stand side by side in one process; a purpose has the legal bases that it names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from policies.document import Document
from policies.exporters.declared import Row, rows
from policies.exporters.tilt.people import controller_name

Node = dict[str, Any]
_RECEIVERS = {
    "processors": "dpv:DataProcessor",
    "recipients": "dpv:Recipient",
    "services": "dpv:Recipient",
}
_ROLES = {
    "authority": "dpv:Authority",
    "controller": "dpv:DataController",
    "processor": "dpv:DataProcessor",
    "sub_processor": "dpv:DataSubProcessor",
}


def process(document: Document, language: str, url: str) -> Node:
    """The processing that the policy is about; empty where it declares nothing."""
    parts: dict[str, tuple[tuple[str, ...], Callable[[Row], Node]]] = {
        "dpv:hasPurpose": (("purposes",), _purpose),
        "dpv:hasPersonalData": (("data_categories",), _data),
        "dpv:hasRecipient": (tuple(_RECEIVERS), _receiver),
        "dpv:hasStorageCondition": (("retention",), _storage),
    }
    found: Node = {
        name: [make(row) for row in rows(document, language, *kinds)]
        for name, (kinds, make) in parts.items()
    }
    found["dpv:hasLegalBasis"] = _articles(document, language, "legal_bases", "basis")
    found["dpv:hasRight"] = _articles(document, language, "rights", "right")
    found = {name: value for name, value in found.items() if value}
    if not found:
        return {}
    controller = {
        "@type": "dpv:DataController",
        "name": controller_name(document, language),
    }
    return {
        "@id": f"{url}#process",
        "@type": "dpv:Process",
        "dpv:hasDataController": controller,
        **found,
    }


def _purpose(row: Row) -> Node:
    bases = [_article(code) for code in row.value("bases") or ()]
    return _node(row, "dpv:Purpose", **{"dpv:hasLegalBasis": bases})


def _data(row: Row) -> Node:
    codes = row.value("bases") or ()
    special = any(code.startswith("9-") for code in codes)
    kind = "dpv:SpecialCategoryPersonalData" if special else "dpv:PersonalData"
    bases = [_article(code) for code in codes]
    return _node(row, kind, **{"dpv:hasLegalBasis": bases})


def _receiver(row: Row) -> Node:
    kind = _ROLES.get(str(row.value("role")), _RECEIVERS[row.section.kind])
    country = row.value("country")
    place = {"@type": "Country", "identifier": country} if country else None
    return _node(row, kind, location=place)


def _storage(row: Row) -> Node:
    period = row.value("period")
    if not period:
        return _node(row, "dpv:StorageCondition", text=row.words("criterion"))
    lasts = {"@type": "xsd:duration", "@value": period}
    return _node(row, "dpv:StorageDuration", **{"dpv:hasDuration": lasts})


def _node(row: Row, kind: str, **more: Any) -> Node:
    found = {"@type": kind, "name": row.name, "description": row.description, **more}
    return {name: value for name, value in found.items() if value}


def _articles(document: Document, language: str, kind: str, name: str) -> list[Node]:
    codes = [str(row.value(name)) for row in rows(document, language, kind)]
    return [_article(code) for code in dict.fromkeys(codes) if code]


def _article(code: str) -> Node:
    """The concept that DPV has for an article of the GDPR."""
    return {"@id": f"eu-gdpr:A{code}"}
