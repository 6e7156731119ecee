"""TILT: transfers to countries outside the European Economic Area."""

from __future__ import annotations

from typing import Any

from policies.document import Document
from policies.exporters.declared import Row, rows
from policies.kinds.countries import outside_the_eea

_KINDS = ("transfers", "processors", "recipients", "services")
# Which mechanisms are TILT's members: GDPR art. 45, art. 46-47, and the clauses.
_MEMBERS = {
    "adequacyDecision": ("adequacy", "dpf"),
    "appropriateGuarantees": ("scc", "bcr"),
    "standardDataProtectionClause": ("scc",),
}


def third_countries(document: Document, language: str) -> list[dict[str, Any]]:
    """An item a country, with what protects the data there as far as the policy says.

    Whether rights can be enforced there is nothing that a policy records, so that
    member of TILT is left out.
    """
    found = rows(document, language, *_KINDS)
    codes = outside_the_eea(str(row.value("country")) for row in found)
    return [_country(code, found) for code in codes]


def _country(code: str, found: list[Row]) -> dict[str, Any]:
    there = [row for row in found if row.value("country") == code]
    named = [row for row in there if _mechanism(row)]
    item: dict[str, Any] = {"country": code}
    if named:
        for member, mechanisms in _MEMBERS.items():
            item[member] = _member([r for r in named if _mechanism(r) in mechanisms])
    item["recipients"] = list(dict.fromkeys(row.name for row in there))
    return item


def _member(found: list[Row]) -> dict[str, Any]:
    if not found:
        return {"available": False}
    said = dict.fromkeys(_said(row) for row in found)
    return {"available": True, "description": "; ".join(said)}


def _said(row: Row) -> str:
    more = row.words("safeguards")
    return f"{row.name}: {row.words('mechanism')}" + (f" – {more}" if more else "")


def _mechanism(row: Row) -> str:
    return str(row.value("mechanism"))
