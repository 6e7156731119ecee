"""Every text of a Document: where it stands, and the same Document with texts changed.

Attributes are told apart by their shape: a mapping is a text per language, a list of
mappings is a list of inline HTML per language, a string is the same in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from policies.document import Attributes, Document, Entry, Section, Text
from policies.richtext import plain

_WORDS = 6  # of a row that has no term

Unit = Section | Entry
_Part = TypeVar("_Part", Section, Entry)
# A text, its language ("" for a value that all languages share), whether it is HTML.
Change = Callable[[str, str, "Form"], str]


@dataclass(frozen=True, slots=True)
class Form:
    """What a text may hold: nothing but words, or HTML, in blocks or within a line."""

    rich: bool = False
    inline: bool = False


LINE = Form()
BLOCKS = Form(rich=True)
INLINE = Form(rich=True, inline=True)


@dataclass(frozen=True, slots=True)
class Passage:
    """One text in all its languages. ``name`` is its field, like ``intro``,
    ``attributes.scope`` or, for the second item of a list, ``attributes.purposes.1``."""

    name: str
    texts: Text
    form: Form


def units(section: Section) -> tuple[Unit, ...]:
    """The section with its own texts, then each of its entries."""
    return section, *section.entries


def passages(unit: Unit) -> Iterator[Passage]:
    """A section's own texts (not those of its entries), or those of an entry."""
    if isinstance(unit, Section):
        yield Passage("heading", unit.heading, LINE)
        yield Passage("intro", unit.intro, BLOCKS)
        yield Passage("outro", unit.outro, BLOCKS)
    else:
        yield Passage("term", unit.term, LINE)
        yield Passage("description", unit.description, BLOCKS)
    yield from attribute_passages(unit.attributes)


def names(entry: Entry) -> dict[str, str]:
    """What to call a row, per language: its term, else the first words of what it says."""
    if entry.term:
        return dict(entry.term)
    words = {code: plain(text).split() for code, text in entry.description.items()}
    return {
        code: " ".join(found[:_WORDS]) + ("…" if len(found) > _WORDS else "")
        for code, found in words.items()
        if found
    }


def attribute_passages(attributes: Attributes) -> Iterator[Passage]:
    """The attributes that are written per language."""
    for name, value in attributes.items():
        if isinstance(value, Mapping):
            yield Passage(f"attributes.{name}", value, LINE)
        elif isinstance(value, list | tuple):
            for number, item in enumerate(value):
                if isinstance(item, Mapping):
                    yield Passage(f"attributes.{name}.{number}", item, INLINE)


def shared_values(unit: Unit) -> Iterator[tuple[str, str]]:
    """The attributes that are one string for all languages, with their names."""
    for name, value in unit.attributes.items():
        if isinstance(value, str):
            yield name, value


def rewritten(document: Document, change: Change) -> Document:
    """The document with each text put through `change`; itself when none changed."""
    title = _texts(document.title, change, LINE)
    sections = tuple(_section(section, change) for section in document.sections)
    if title is document.title and _same(sections, document.sections):
        return document
    return replace(document, title=title, sections=sections)


def _section(section: Section, change: Change) -> Section:
    parts: dict[str, Any] = {
        "heading": _texts(section.heading, change, LINE),
        "intro": _texts(section.intro, change, BLOCKS),
        "outro": _texts(section.outro, change, BLOCKS),
        "attributes": _attributes(section.attributes, change),
    }
    for name, found in (
        ("entries", tuple(_entry(entry, change) for entry in section.entries)),
        ("sections", tuple(_section(below, change) for below in section.sections)),
    ):
        kept = getattr(section, name)
        parts[name] = kept if _same(found, kept) else found
    return _replaced(section, parts)


def _entry(entry: Entry, change: Change) -> Entry:
    return _replaced(
        entry,
        {
            "term": _texts(entry.term, change, LINE),
            "description": _texts(entry.description, change, BLOCKS),
            "attributes": _attributes(entry.attributes, change),
        },
    )


def _attributes(attributes: Attributes, change: Change) -> Attributes:
    found = {name: _value(value, change) for name, value in attributes.items()}
    same = all(found[name] is value for name, value in attributes.items())
    return attributes if same else found


def _value(value: Any, change: Change) -> Any:
    if isinstance(value, str):
        return change(value, "", LINE)
    if isinstance(value, Mapping):
        return _texts(value, change, LINE)
    if isinstance(value, list | tuple):
        found = [
            _texts(item, change, INLINE) if isinstance(item, Mapping) else item
            for item in value
        ]
        return value if _same(found, value) else found
    return value


def _texts(texts: Text, change: Change, form: Form) -> Text:
    found = {code: change(text, code, form) for code, text in texts.items()}
    return texts if all(found[code] is texts[code] for code in texts) else found


def _same(new: Any, old: Any) -> bool:
    return all(a is b for a, b in zip(new, old, strict=True))


def _replaced(unit: _Part, parts: dict[str, Any]) -> _Part:
    kept = all(value is getattr(unit, name) for name, value in parts.items())
    return unit if kept else replace(unit, **parts)
