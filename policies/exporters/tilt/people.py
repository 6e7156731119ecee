"""TILT: the controller and the data protection officer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, override

from policies.document import Document
from policies.exporters.declared import address, fact, rows

# TILT demands both; these say "not stated" in its own form. ISO 3166 keeps ZZ free for
# an unknown country, RFC 2606 the domain for addresses that don't exist.
NO_COUNTRY = "ZZ"
NO_EMAIL = "not-stated@example.invalid"


def both(document: Document, language: str) -> dict[str, Any]:
    """The members ``controller`` and ``dataProtectionOfficer``."""
    with override(language):
        return {
            "controller": _controller(document, language),
            "dataProtectionOfficer": _officer(document, language),
        }


def controller_name(document: Document, language: str) -> str:
    """Who is responsible: the controller, else the name that is published under."""
    names = ("controller", "legal_name", "trade_name")
    return next(filter(None, (fact(document, n, language) for n in names)), "")


def _controller(document: Document, language: str) -> dict[str, Any]:
    name = controller_name(document, language)
    found = {
        "name": name,
        "division": fact(document, "trade_name", language),
        "address": address(document),
        "country": _country(document),
        "representative": _reached(document, language, name),
    }
    return {key: value for key, value in found.items() if key != "division" or value}


def _officer(document: Document, language: str) -> dict[str, Any]:
    """The officer; without one whom to ask instead, and the words that it is so."""
    named = fact(document, "dpo_name", language)
    email = fact(document, "dpo_email", language)
    phone = fact(document, "dpo_phone", language)
    found: dict[str, Any] = {
        "name": named or controller_name(document, language),
        "address": address(document),
        "country": _country(document),
        "email": email or _email(document, language),
    }
    if phone:
        found["phone"] = phone
    if not (named or email):
        found["description"] = gettext(
            "The policy names no data protection officer: this is the contact for "
            "questions about privacy."
        )
    return found


def _reached(document: Document, language: str, name: str) -> dict[str, str]:
    """How to reach the controller; nobody is named as a representative."""
    found = {"name": name, "email": _email(document, language)}
    if phone := fact(document, "phone", language):
        found["phone"] = phone
    return found


def _email(document: Document, language: str) -> str:
    """The organisation's address for e-mail, else the first one in the policy."""
    named = [fact(document, n, language) for n in ("email", "dpo_email")]
    named += [str(row.value("email")) for row in rows(document, language, "rights")]
    named += [
        str(row.value("value"))
        for row in rows(document, language, "contact")
        if row.value("channel") == "email"
    ]
    return next(filter(None, named), NO_EMAIL)


def _country(document: Document) -> str:
    return str(document.organisation.get("country") or NO_COUNTRY)
