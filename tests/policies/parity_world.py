"""Small documents for the checks: one section, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.document import Document, Entry, Section


def section(intro: Mapping[str, str] | None = None, **members: Any) -> Section:
    heading = {"nl": "Bewaren", "en": "Retention"}
    kept: dict[str, Any] = {"heading": heading, **members}
    return Section(id="s1", anchor="retention", intro=intro or {}, **kept)


def document(*sections: Section, **members: Any) -> Document:
    title = members.pop("title", {"nl": "Privacyverklaring", "en": "Privacy policy"})
    return Document(kind="privacy", title=title, sections=sections, **members)


def both(dutch: str, english: str, **members: Any) -> Document:
    """A document whose one section says this in either language."""
    return document(section({"nl": dutch, "en": english}, **members))


def entry(uid: str = "e1", **members: Any) -> Entry:
    return Entry(id=uid, **members)
