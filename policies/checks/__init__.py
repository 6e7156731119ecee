"""What may be amiss in a document: each check is one module, looked up in one dict.

A check says what it found as data, with a place; see `findings` and `wording`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from policies.checks.findings import Finding
from policies.checks.form_of_address import form_of_address
from policies.checks.links import links
from policies.checks.missing import missing
from policies.checks.parity import parity
from policies.checks.wording import describe, place
from policies.document import Document

__all__ = ["CHECKS", "Check", "Finding", "check", "describe", "place"]

# A check gets the document and the organisation's form of address.
Check = Callable[[Document, str], Iterable[Finding]]

CHECKS: Mapping[str, Check] = {
    "missing": lambda document, _form: missing(document),
    "parity": lambda document, _form: parity(document),
    "links": lambda document, _form: links(document),
    "form_of_address": form_of_address,
}


def check(document: Document, *, address_form: str = "") -> list[Finding]:
    """What every check finds, in reading order.

    Give the document with its variables filled in. The form of address ("formal" or
    "informal") is the organisation's of that document if none is given.
    """
    form = address_form or str(document.organisation.get("address_form") or "")
    found = [one for run in CHECKS.values() for one in run(document, form)]
    order = _reading_order(document)
    return sorted(found, key=lambda one: order.get((one.section, one.entry), -1))


def _reading_order(document: Document) -> dict[tuple[str, str], int]:
    units = (
        (section.id, unit)
        for section in document.walk()
        for unit in ("", *(entry.id for entry in section.entries))
    )
    return {place: number for number, place in enumerate(units)}
