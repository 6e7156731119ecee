"""The Document: one frozen, Django-free value that holds a whole policy.

Importers and drafts produce a Document, publishing stores it once, and every page,
export, comparison and check reads it. It holds every language, so one version can
never be Dutch of one day and English of another.

Texts are mappings from language code to string. A language that is not written is
absent from the mapping, never an empty string: "absent" is what pages and checks
look for. ``heading`` and ``term`` are plain text; ``intro``, ``outro`` and
``description`` are HTML that ``policies.richtext`` has sanitised.

The canonical form is JSON by RFC 8785 (JCS); the digest is SHA-256 over those bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import rfc8785

FORMAT = "privacysite.document/1"
MAX_DEPTH = 3

Text = Mapping[str, str]
Attributes = Mapping[str, Any]

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a section: a term, what it means, and what the kind records."""

    id: str
    anchor: str = ""
    term: Text = field(default_factory=dict)
    description: Text = field(default_factory=dict)
    attributes: Attributes = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain data, without the members that are empty."""
        return _compact(
            id=self.id,
            anchor=self.anchor,
            term=_texts(self.term),
            description=_texts(self.description),
            attributes=_copy(self.attributes),
        )

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Entry:
        """The entry that `as_dict` wrote."""
        return cls(
            id=data["id"],
            anchor=data.get("anchor", ""),
            term=_texts(data.get("term", NOTHING)),
            description=_texts(data.get("description", NOTHING)),
            attributes=_copy(data.get("attributes", NOTHING)),
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its text, its rows and its sub-sections.

    ``id`` stays the same when the anchor or heading changes: comparisons match by it.
    ``anchor`` is the fragment of the address, the same in every language.
    """

    id: str
    anchor: str
    kind: str = "free_text"
    heading: Text = field(default_factory=dict)
    intro: Text = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    outro: Text = field(default_factory=dict)
    attributes: Attributes = field(default_factory=dict)
    sections: tuple[Section, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain data, without the members that are empty."""
        return _compact(
            id=self.id,
            anchor=self.anchor,
            kind=self.kind,
            heading=_texts(self.heading),
            intro=_texts(self.intro),
            entries=[entry.as_dict() for entry in self.entries],
            outro=_texts(self.outro),
            attributes=_copy(self.attributes),
            sections=[section.as_dict() for section in self.sections],
        )

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Section:
        """The section that `as_dict` wrote."""
        return cls(
            id=data["id"],
            anchor=data["anchor"],
            kind=data.get("kind", "free_text"),
            heading=_texts(data.get("heading", NOTHING)),
            intro=_texts(data.get("intro", NOTHING)),
            entries=tuple(Entry.from_dict(e) for e in data.get("entries", ())),
            outro=_texts(data.get("outro", NOTHING)),
            attributes=_copy(data.get("attributes", NOTHING)),
            sections=tuple(cls.from_dict(s) for s in data.get("sections", ())),
        )

    def own_digest(self) -> str:
        """SHA-256 of what the section says itself: not its id, anchor or sub-sections."""
        own = replace(self, id="-", anchor="-", sections=()).as_dict()
        return hashlib.sha256(rfc8785.dumps(own)).hexdigest()

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole policy in every language, with the organisation's facts of that day.

    ``organisation`` is a copy of the facts that the page prints (names, address,
    registration numbers, data protection officer, supervisory authority …), so that
    a later change of the organisation never alters what was published.
    ``updated`` is the day of the last change of the text (ISO 8601 date), or "".
    """

    kind: str
    title: Text
    languages: tuple[str, ...] = ("nl", "en")
    updated: str = ""
    organisation: Mapping[str, Any] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain data in the form that ``docs/document.schema.json`` describes."""
        return {
            "format": FORMAT,
            "kind": self.kind,
            "languages": list(self.languages),
            "title": _texts(self.title),
            **_compact(updated=self.updated, organisation=_copy(self.organisation)),
            "sections": [section.as_dict() for section in self.sections],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """The document that `as_dict` wrote. Validate foreign data first."""
        if data.get("format") != FORMAT:
            raise ValueError(f"unknown document format: {data.get('format')!r}")
        return cls(
            kind=data["kind"],
            title=_texts(data["title"]),
            languages=tuple(data["languages"]),
            updated=data.get("updated", ""),
            organisation=_copy(data.get("organisation", NOTHING)),
            sections=tuple(Section.from_dict(s) for s in data["sections"]),
        )

    def canonical(self) -> bytes:
        """The document as canonical JSON (RFC 8785), UTF-8."""
        return rfc8785.dumps(self.as_dict())

    def digest(self) -> str:
        """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def walk(self) -> Iterator[Section]:
        """All sections in reading order, however deep."""
        for section in self.sections:
            yield from section.walk()

    def written_in(self) -> tuple[str, ...]:
        """The languages in which at least the title or one heading is written."""
        return tuple(
            language
            for language in self.languages
            if self.title.get(language)
            or any(s.heading.get(language) for s in self.walk())
        )

    def with_organisation(self, facts: Mapping[str, Any]) -> Document:
        """The same text with another copy of the organisation's facts."""
        return replace(self, organisation=facts)


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: text for language, text in texts.items() if text}


def _copy(value: Any) -> Any:
    """Plain data of its own: changing it never reaches into a frozen Document."""
    if isinstance(value, Mapping):
        return {name: _copy(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_copy(item) for item in value]
    return value


def _compact(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in ("", [], {})}
