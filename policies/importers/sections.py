"""Hand-written sections, as YAML files have them: a Document's sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from policies import kinds
from policies.document import Document, Entry, Section
from policies.importers.refusal import Refused
from policies.richtext import sanitise

_TIES: Mapping[str, Callable[[Any], Any]] = {
    "register": bool, "clause": str, "follows": bool, "taken": str, "published": str,
    "agreed": dict, "entries": dict,
}  # fmt: skip


def section(data: Mapping[str, Any]) -> Section:
    """A section as people write it: identity from the anchor, HTML sanitised.

    Raises Refused when a required member is absent or the kind is unknown.
    """
    anchor = str(data.get("anchor", ""))
    if not anchor:
        raise Refused("anchor", f"A section has no anchor: {str(data)[:80]}")
    kind = data.get("kind", "free_text")
    if kind not in kinds.all_kinds():
        raise Refused("kind", f"{anchor}: unknown kind {kind!r}")
    return Section(
        id=data.get("id", anchor),
        anchor=anchor,
        kind=kind,
        heading=dict(data.get("heading") or {}),
        intro=rich(data.get("intro")),
        entries=tuple(
            _entry(entry, anchor, number)
            for number, entry in enumerate(data.get("entries") or (), 1)
        ),
        outro=rich(data.get("outro")),
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


def ties(data: Any) -> dict[str, dict[str, Any]]:
    """What written sections have besides their text, by section (`compiling.Ties`).

    A section that was taken from a clause or from the parent's policy says what was
    taken; where the file does not, it is the text that stands there.
    """
    found: dict[str, dict[str, Any]] = {}
    for part in data or ():
        value = section(part)
        found[value.id] = _tie(part, value)
        found |= ties(part.get("sections"))
    return found


def known_ties(data: Any) -> dict[str, dict[str, Any]]:
    """The ties of a manuscript, and nothing else that stands there."""
    return {
        str(uid): {
            name: make(tied[name]) for name, make in _TIES.items() if name in tied
        }
        for uid, tied in (data or {}).items()
    }


def _tie(data: Mapping[str, Any], value: Section) -> dict[str, Any]:
    tied: dict[str, Any] = {
        name: bool(data.get(name)) for name in ("register", "follows")
    }
    tied["clause"] = str(data.get("clause") or "")
    taken = value.own_digest() if tied["clause"] or tied["follows"] else ""
    tied["taken"] = str(data.get("taken") or taken)
    if "published" in data:
        tied["published"] = str(data["published"])
    tied["agreed"] = dict(data.get("agreed") or {})
    pairs = zip(value.entries, data.get("entries") or (), strict=True)
    tied["entries"] = {entry.id: dict(row.get("agreed") or {}) for entry, row in pairs}
    return tied


def rich(texts: Mapping[str, str] | None) -> dict[str, str]:
    """Sanitised HTML per language; what is not written is absent."""
    return {code: sanitise(text) for code, text in (texts or {}).items() if text}


def _entry(data: Mapping[str, Any], anchor: str, number: int) -> Entry:
    return Entry(
        id=str(data.get("id") or f"{anchor}-{number}")[:80],
        anchor=data.get("anchor", ""),
        term=dict(data.get("term") or {}),
        description=rich(data.get("description")),
        attributes=_plain(data.get("attributes") or {}),
    )


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """YAML reads 2022-10-26 as a date; a Document holds ISO text."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in attributes.items()
    }
