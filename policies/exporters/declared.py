"""What a policy declares in its typed rows, as the formats for programs read it.

A text that is not written in the asked language is given in another one with that
language's code in front: these formats have one language a file, and no silent fallback.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policies import kinds
from policies.document import Document, Entry, Section, Text
from policies.kinds.attributes import Choices
from policies.richtext import plain
from policies.texts import names


def text(texts: Text, language: str, *, rich: bool = False) -> str:
    """The words of a text on one line; "" where there are none."""
    found = language if texts.get(language) else next(iter(texts), "")
    written = texts.get(found, "")
    words = " ".join((plain(written) if rich else written).split())
    return words if found == language or not words else f"[{found}] {words}"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a typed section, in one language."""

    section: Section
    entry: Entry
    language: str

    @property
    def id(self) -> str:
        """What it is known by, within the policy."""
        return f"{self.section.anchor}-{self.entry.anchor or self.entry.id}"

    @property
    def name(self) -> str:
        """What it is called."""
        return text(names(self.entry), self.language) or self.entry.id

    @property
    def description(self) -> str:
        """What it says, without markup."""
        return text(self.entry.description, self.language, rich=True)

    def value(self, name: str) -> Any:
        """An attribute as it is stored, "" when it has none."""
        return self.entry.attributes.get(name, "")

    def words(self, name: str) -> str:
        """An attribute as people read it, "" when it has none."""
        value = self.value(name)
        if not value:
            return ""
        attribute = kinds.get(self.section.kind).attribute(name)
        if attribute.localised:
            return text(value, self.language)
        return attribute.display(value, self.language)

    def choices(self, name: str, *codes: str) -> list[str]:
        """What those codes of an attribute are called."""
        attribute = kinds.get(self.section.kind).attribute(name)
        if not isinstance(attribute, Choices):
            return list(codes)
        return attribute.each(codes, self.language)


def rows(document: Document, language: str, *kind: str) -> list[Row]:
    """The rows of the sections of those kinds, in reading order."""
    return [
        Row(section, entry, language)
        for section in document.walk()
        if section.kind in kind
        for entry in section.entries
    ]


def sections(document: Document, kind: str) -> Iterator[Section]:
    """The sections of a kind, in reading order."""
    return (section for section in document.walk() if section.kind == kind)


def fact(document: Document, name: str, language: str) -> str:
    """A fact of the organisation, in that language where it has one per language."""
    value = document.organisation.get(name) or ""
    if isinstance(value, dict):
        return str(value.get(language) or next(iter(value.values()), ""))
    return str(value)


def address(document: Document) -> str:
    """The controller's postal address on one line."""
    facts = document.organisation
    place = " ".join(str(facts.get(n, "")) for n in ("postal_code", "city")).strip()
    return ", ".join(part for part in (str(facts.get("street", "")), place) if part)
