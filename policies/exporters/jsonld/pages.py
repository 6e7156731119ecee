"""The page, the organisation that publishes it, and its questions (schema.org)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from policies.document import Document
from policies.edition import Edition
from policies.exporters.declared import address, fact, rows, text

Node = dict[str, Any]
# The kinds of policy that tell people how their data are processed.
_NOTICES = ("privacy", "cookie", "combined")


def graph(edition: Edition, language: str) -> list[Node]:
    """The page, its publisher, and a page of questions where it has some."""
    document, url = edition.document, edition.addresses.get(language, "")
    days = edition.published_at.date(), edition.changed
    page = web_page(document, language, url, edition.number, days)
    page["identifier"] = _property("SHA-256", edition.digest)
    if document.kind in _NOTICES:
        page["@type"] = ["WebPage", "dpv:PrivacyNotice"]
    found = [page, {"@id": f"{url}#publisher", **publisher(document, language)}]
    if questions := faq(document, language):
        found.append({"@type": "FAQPage", "@id": f"{url}#faq", "mainEntity": questions})
    return found


def web_page(
    document: Document,
    language: str,
    url: str,
    number: int,
    days: tuple[dt.date, dt.date],
) -> Node:
    """The page: which version, published and changed on which days, and by whom."""
    published, changed = days
    return {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": text(document.title, language),
        "inLanguage": language,
        "version": str(number),
        "datePublished": published.isoformat(),
        "dateModified": changed.isoformat(),
        "publisher": {"@id": f"{url}#publisher"},
    }


def publisher(document: Document, language: str) -> Node:
    """The organisation as it was when this was published."""
    facts = document.organisation
    legal = fact(document, "legal_name", language)
    found = {
        "@type": "Organization",
        "name": fact(document, "trade_name", language) or legal,
        "legalName": legal,
        "url": facts.get("website"),
        "email": facts.get("email"),
        "telephone": facts.get("phone"),
        "vatID": facts.get("vat"),
        # The number in the Dutch trade register.
        "identifier": _property("KvK", str(facts.get("kvk") or "")),
        "address": _address(document),
    }
    return {name: value for name, value in found.items() if value}


def faq(document: Document, language: str) -> list[Node]:
    """The questions and answers that are written in that language."""
    return [
        {
            "@type": "Question",
            "name": row.name,
            "acceptedAnswer": {"@type": "Answer", "text": row.description},
        }
        for row in rows(document, language, "faq")
        if row.entry.term.get(language) and row.entry.description.get(language)
    ]


def _property(name: str, value: str) -> Node | None:
    if not value:
        return None
    return {"@type": "PropertyValue", "propertyID": name, "value": value}


def _address(document: Document) -> Node | None:
    if not address(document):
        return None
    facts = document.organisation
    found = {
        "@type": "PostalAddress",
        "streetAddress": facts.get("street"),
        "postalCode": facts.get("postal_code"),
        "addressLocality": facts.get("city"),
        "addressCountry": facts.get("country"),
    }
    return {name: value for name, value in found.items() if value}
