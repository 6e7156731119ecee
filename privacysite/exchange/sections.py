"""Hand-written sections of an exchange file, as a Document's and as a draft's rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies import kinds
from policies.document import Document, Entry, Section
from policies.richtext import sanitise
from privacysite.exchange import ExchangeError


def section(data: Mapping[str, Any]) -> Section:
    """A section as people write it: identity from the anchor, HTML sanitised.

    Raises ExchangeError when a required member is absent.
    """
    anchor = str(data.get("anchor", ""))
    if not anchor:
        raise ExchangeError(f"A section has no anchor: {str(data)[:80]}")
    kind = data.get("kind", "free_text")
    if kind not in kinds.all_kinds():
        raise ExchangeError(f"{anchor}: unknown kind {kind!r}")
    return Section(
        id=data.get("id", anchor),
        anchor=anchor,
        kind=kind,
        heading=dict(data.get("heading") or {}),
        intro=_rich(data.get("intro")),
        entries=tuple(
            _entry(entry, anchor, number)
            for number, entry in enumerate(data.get("entries") or (), 1)
        ),
        outro=_rich(data.get("outro")),
        attributes=_plain(data.get("attributes") or {}),
        sections=tuple(section(child) for child in data.get("sections") or ()),
    )


def document(data: Mapping[str, Any], kind: str, title: Mapping[str, str]) -> Document:
    """The hand-written sections under a title, without the organisation's facts."""
    updated = data.get("updated")
    return Document(
        kind=kind,
        title=title,
        updated=str(updated) if updated else "",
        sections=tuple(section(part) for part in data.get("sections") or ()),
    )


def registers(sections: Any) -> set[str]:
    """The anchors of the sections that take their rows from a register."""
    found: set[str] = set()
    for part in sections or ():
        if part.get("register"):
            found.add(part["anchor"])
        found |= registers(part.get("sections"))
    return found


def _entry(data: Mapping[str, Any], anchor: str, number: int) -> Entry:
    return Entry(
        id=str(data.get("id") or f"{anchor}-{number}")[:80],
        anchor=data.get("anchor", ""),
        term=dict(data.get("term") or {}),
        description=_rich(data.get("description")),
        attributes=_plain(data.get("attributes") or {}),
    )


def _rich(texts: Mapping[str, str] | None) -> dict[str, str]:
    return {code: sanitise(text) for code, text in (texts or {}).items() if text}


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """YAML reads 2022-10-26 as a date; a Document holds ISO text."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in attributes.items()
    }
