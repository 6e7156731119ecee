"""TILT: which data, what for, on which basis, who receives them and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, override

from policies.document import Document
from policies.exporters.declared import Row, rows
from policies.kinds.shared import LEGAL_BASES

_SOURCES = ("device", "third_party", "public", "derived")


def disclosed(document: Document, language: str) -> list[dict[str, Any]]:
    """An item a category; before them one for what holds of the data as a whole.

    A policy rarely says which purpose, recipient or period goes with which category.
    What it says of all data together stands in the first item; to repeat it with each
    category would claim more than the policy does.
    """
    with override(language):
        whole = _whole(document, language)
        categories = rows(document, language, "data_categories")
        return [*whole, *(_category(row, document) for row in categories)]


def sources(document: Document, language: str) -> list[dict[str, Any]]:
    """Where data come from that people didn't give themselves (GDPR art. 14(2)(f))."""
    return [
        {
            "_id": row.id,
            "dataCategory": row.name,
            "sources": [_source(row, code) for code in others],
        }
        for row in rows(document, language, "data_categories")
        if (others := [c for c in row.value("sources") or () if c in _SOURCES])
    ]


def _whole(document: Document, language: str) -> list[dict[str, Any]]:
    purposes = rows(document, language, "purposes")
    bases = rows(document, language, "legal_bases")
    receivers = rows(document, language, "processors", "recipients", "services")
    periods = rows(document, language, "retention")
    if not (purposes or bases or receivers or periods):
        return []
    codes = [code for row in purposes for code in row.value("bases") or ()]
    known = {str(row.value("basis")): row.description for row in bases}
    codes += [code for code in known if code]
    return [
        {
            "_id": "all",
            "category": gettext("All data that the policy is about"),
            "purposes": [
                {"purpose": row.name, "description": row.description}
                for row in purposes
            ],
            "legalBases": _bases(codes, known),
            "legitimateInterests": [
                {"exists": True, "reasoning": f"{row.name}: {row.words('interest')}"}
                for row in purposes
                if row.words("interest")
            ],
            "recipients": [_recipient(row) for row in receivers],
            "storage": [_storage(row) for row in periods],
            "nonDisclosure": _duty("", ""),
        }
    ]


def _category(row: Row, document: Document) -> dict[str, Any]:
    periods = rows(document, row.language, "retention")
    return {
        "_id": row.id,
        "category": row.name,
        "description": row.description,
        "purposes": [],
        "legalBases": _bases(row.value("bases") or (), {}),
        "legitimateInterests": [],
        "recipients": [],
        "storage": [
            _storage(period)
            for period in periods
            if row.name == period.name or row.entry.id == period.entry.id
        ],
        "nonDisclosure": _duty(str(row.value("obligation")), row.words("consequence")),
    }


def _bases(codes: Iterable[str], said: dict[str, str]) -> list[dict[str, str]]:
    """Each article once, with what the policy says of it, else the article's name."""
    labels = {code: str(label) for code, label in LEGAL_BASES}
    return [
        {"reference": f"GDPR-{code}", "description": said.get(code) or labels[code]}
        for code in dict.fromkeys(codes)
        if code in labels
    ]


def _recipient(row: Row) -> dict[str, str]:
    kinds = {
        "processors": gettext("processor"),
        "services": gettext("provider of a service on the site"),
        "recipients": gettext("recipient"),
    }
    found = {
        "name": row.name,
        "category": _role(row) or kinds[row.section.kind],
        "country": str(row.value("country")),
    }
    return {key: value for key, value in found.items() if value}


def _role(row: Row) -> str:
    return row.words("role") if row.section.kind != "services" else ""


def _storage(row: Row) -> dict[str, Any]:
    starts = row.words("starts")
    said = " · ".join(part for part in (row.name, row.description, starts) if part)
    criterion = row.words("criterion")
    return {
        "temporal": [
            {"description": said, "ttl": str(period)}
            for period in [row.value("period")]
            if period
        ],
        "purposeConditional": [f"{row.name}: {criterion}"] if criterion else [],
        "legalBasisConditional": [],
        "aggregationFunction": "max",
    }


def _source(row: Row, code: str) -> dict[str, Any]:
    (label,) = row.choices("sources", code)
    detail = row.words("source_detail")
    said = f"{label}: {detail}" if detail else label
    return {"description": said, "url": "", "publiclyAvailable": code == "public"}


def _unsaid() -> str:
    return gettext("The policy does not say whether these data must be given.")


def _duty(obligation: str, consequence: str) -> dict[str, Any]:
    return {
        "legalRequirement": obligation == "legal",
        "contractualRegulation": obligation == "contract",
        "obligationToProvide": obligation in ("legal", "contract"),
        "consequences": consequence if obligation or consequence else _unsaid(),
    }
