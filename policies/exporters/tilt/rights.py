"""TILT: the rights, where to complain, and automated decisions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, override

from policies.document import Document, Section
from policies.exporters.declared import Row, rows, sections, text

# TILT's members and the articles of the GDPR in them. It has none for restriction
# (art. 18) and objection (art. 21).
_MEMBERS = {
    "accessAndDataPortability": ("15", "20"),
    "rightToInformation": ("13", "15"),
    "rightToRectificationOrDeletion": ("16", "17"),
    "rightToDataPortability": ("20",),
    "rightToWithdrawConsent": ("7-3",),
}


def all_of_them(document: Document, language: str) -> dict[str, Any]:
    """The members about rights, ``rightToComplain`` and ``automatedDecisionMaking``."""
    with override(language):
        found = rows(document, language, "rights")
        return {
            **{name: _right(found, *articles) for name, articles in _MEMBERS.items()},
            "rightToComplain": _complaint(document, language, found),
            "automatedDecisionMaking": _computers(document, language),
        }


def _right(of_all: list[Row], *articles: str) -> dict[str, Any]:
    """What the policy says of a right. It exists by law, named or not; TILT's
    ``available`` tells here whether the policy names it."""
    found = [row for row in of_all if row.value("right") in articles]
    if not found:
        return {"available": False, "description": _unnamed()}
    return {
        "available": True,
        "description": " ".join(_said(row) for row in found),
        **_channels(found),
        "identificationEvidences": [],
    }


def _said(row: Row) -> str:
    return f"{row.name}: {row.description}" if row.description else f"{row.name}."


def _channels(found: list[Row]) -> dict[str, str]:
    """The first address of each sort that the rows name."""
    named = {
        name: next((str(row.value(name)) for row in found if row.value(name)), "")
        for name in ("url", "email")
    }
    return {name: value for name, value in named.items() if value}


def _complaint(document: Document, language: str, found: list[Row]) -> dict[str, Any]:
    named = [row for row in found if row.value("right") == "77"]
    named += rows(document, language, "complaint")
    authority = document.organisation.get("authority") or {}
    if not named or not authority:
        return {"available": False, "description": _unnamed()}
    office = {
        "name": _in(authority.get("name", ""), language),
        "address": _in(authority.get("address", ""), language),
        "phone": str(authority.get("phone", "")),
    }
    return {
        "available": True,
        "description": " ".join(_said(row) for row in named),
        "url": _in(
            authority.get("complaint_url") or authority.get("url", ""), language
        ),
        "supervisoryAuthority": {k: v for k, v in office.items() if v},
    }


def _in(value: Any, language: str) -> str:
    return text(value, language) if isinstance(value, dict) else str(value)


def _computers(document: Document, language: str) -> dict[str, Any]:
    """Whether decisions are automated; nothing where the policy doesn't say."""
    told = list(sections(document, "automated_decisions"))
    used = [section.attributes.get("in_use") for section in told]
    if not any(answer is not None for answer in used):
        return {}
    if not any(used):
        return {"inUse": False}
    found = rows(document, language, "automated_decisions")
    return {
        "inUse": True,
        "logicInvolved": _joined(found, "logic") or _introduced(told, language),
        "scopeAndIntendedEffects": _joined(found, "consequences")
        or gettext("The policy does not say."),
    }


def _joined(found: list[Row], name: str) -> str:
    return " ".join(
        f"{row.name}: {row.words(name)}" for row in found if row.value(name)
    )


def _introduced(told: list[Section], language: str) -> str:
    words = " ".join(
        text(section.intro, language, rich=True) for section in told
    ).strip()
    return words or gettext("The policy does not say.")


def _unnamed() -> str:
    return gettext(
        "The policy does not name this right; it exists by law all the same."
    )
