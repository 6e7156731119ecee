"""A Document in one language, and a Document without any words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from policies.document import Attributes, Document, Entry, Section, Text

_Left = Callable[[Text], Text]


def alone(document: Document, language: str) -> Document:
    """What the document says in one language, with all that has no language."""

    def left(texts: Text) -> Text:
        return {language: texts[language]} if texts.get(language) else {}

    return trimmed(_changed(document, left))


def bare(document: Document) -> Document:
    """The document without its words; attributes keep a place for theirs."""
    return _changed(document, lambda _texts: {})


def trimmed(document: Document) -> Document:
    """The document without attributes whose places for words stayed empty."""
    sections = tuple(_trimmed(section) for section in document.sections)
    return replace(document, sections=sections)


def _changed(document: Document, left: _Left) -> Document:
    return replace(
        document,
        title=left(document.title),
        sections=tuple(_section(section, left) for section in document.sections),
    )


def _section(section: Section, left: _Left) -> Section:
    return replace(
        section,
        heading=left(section.heading),
        intro=left(section.intro),
        outro=left(section.outro),
        attributes=_attributes(section.attributes, left),
        entries=tuple(_entry(entry, left) for entry in section.entries),
        sections=tuple(_section(below, left) for below in section.sections),
    )


def _entry(entry: Entry, left: _Left) -> Entry:
    return replace(
        entry,
        term=left(entry.term),
        description=left(entry.description),
        attributes=_attributes(entry.attributes, left),
    )


def _attributes(attributes: Attributes, left: _Left) -> Attributes:
    return {name: _value(value, left) for name, value in attributes.items()}


def _value(value: Any, left: _Left) -> Any:
    if isinstance(value, Mapping):
        return left(value)
    if isinstance(value, list | tuple):
        return [left(item) if isinstance(item, Mapping) else item for item in value]
    return value


def _trimmed(section: Section) -> Section:
    return replace(
        section,
        attributes=_without_empty(section.attributes),
        entries=tuple(
            replace(entry, attributes=_without_empty(entry.attributes))
            for entry in section.entries
        ),
        sections=tuple(_trimmed(below) for below in section.sections),
    )


def _without_empty(attributes: Attributes) -> Attributes:
    return {name: value for name, value in attributes.items() if not _empty(value)}


def _empty(value: Any) -> bool:
    """Whether it is a place for words, or a list of them, that nothing was put in.

    One place of a list may stay empty: the other language has its words there.
    """
    if isinstance(value, list):
        return bool(value) and all(_empty(item) for item in value)
    return isinstance(value, Mapping) and not value
