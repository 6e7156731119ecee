"""Two Documents that are one policy in two languages: the same sections by their ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any, TypeVar

from policies.document import Document, Entry, Section

_Unit = TypeVar("_Unit", Section, Entry)


def are_twins(one: Document, other: Document) -> bool:
    """Whether both have the same sections and rows, by id, kind and anchor."""
    return bool(one.sections) and _shape(one.sections) == _shape(other.sections)


def together(one: Document, other: Document) -> Document:
    """Both languages in one Document; what has no language is the first one's."""
    return replace(
        one,
        title={**other.title, **one.title},
        languages=tuple(dict.fromkeys((*one.languages, *other.languages))),
        updated=max(one.updated, other.updated),
        sections=tuple(map(_section, one.sections, other.sections)),
    )


def edited(
    document: Document, written: Document, filled: Document, language: str
) -> Document:
    """A draft after a file in one language was edited elsewhere.

    ``written`` is the draft as it is, ``filled`` the same with its variables filled in.
    Which sections and rows there are, the file says. What it leaves as it was keeps its
    variables, and what the draft says in other languages stays.
    """
    raw = {section.id: section for section in written.walk()}
    said = {section.id: section for section in filled.walk()}

    def put(section: Section) -> Section:
        below = tuple(put(child) for child in section.sections)
        old = raw.get(section.id)
        if old is None or old.kind != section.kind:
            return replace(section, sections=below)
        rows = {e.id: e for e in old.entries}
        shown = {e.id: e for e in said[section.id].entries}
        entries = tuple(
            _put(entry, rows[entry.id], shown[entry.id], language)
            if entry.id in rows and entry.id in shown
            else entry
            for entry in section.entries
        )
        own = _put(section, old, said[section.id], language)
        return replace(own, entries=entries, sections=below)

    return replace(
        document,
        title={**written.title, **document.title},
        sections=tuple(put(section) for section in document.sections),
    )


def _put(new: _Unit, raw: _Unit, filled: _Unit, language: str) -> _Unit:
    """One section's or row's own words; the file has them in one language only."""

    def text(name: str) -> dict[str, str]:
        texts = {c: t for c, t in getattr(raw, name).items() if c != language}
        word = getattr(new, name).get(language)
        if word and word == getattr(filled, name).get(language):
            word = getattr(raw, name)[language]
        return {**texts, **({language: word} if word else {})}

    others = _others(raw.attributes, language)
    attributes = merged(new.attributes, others)
    attributes |= {
        name: raw.attributes[name]
        for name, value in filled.attributes.items()
        if attributes.get(name) == value
    }
    names = (
        ("heading", "intro", "outro")
        if isinstance(new, Section)
        else ("term", "description")
    )
    parts: dict[str, Any] = {name: text(name) for name in names}
    return replace(new, attributes=attributes, **parts)


def merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes of both: words of either language together, else the first one's."""
    found = {**second, **first}
    for name in first.keys() & second.keys():
        a, b = first[name], second[name]
        if isinstance(a, Mapping) and isinstance(b, Mapping):
            found[name] = {**b, **a}
        elif _is_texts(a) and _is_texts(b):
            none: Mapping[str, str] = {}
            pairs = zip_longest(a, b, fillvalue=none)
            found[name] = [{**right, **left} for left, right in pairs]
    return found


def _shape(sections: tuple[Section, ...]) -> list[Any]:
    return [
        (
            s.id,
            s.anchor,
            s.kind,
            [(e.id, e.anchor) for e in s.entries],
            _shape(s.sections),
        )
        for s in sections
    ]


def _section(one: Section, other: Section) -> Section:
    return replace(
        _own(one, other),
        entries=tuple(map(_entry, one.entries, other.entries)),
        sections=tuple(map(_section, one.sections, other.sections)),
    )


def _own(one: Section, other: Section) -> Section:
    return replace(
        one,
        heading={**other.heading, **one.heading},
        intro={**other.intro, **one.intro},
        outro={**other.outro, **one.outro},
        attributes=merged(one.attributes, other.attributes),
    )


def _entry(one: Entry, other: Entry) -> Entry:
    return replace(
        one,
        term={**other.term, **one.term},
        description={**other.description, **one.description},
        attributes=merged(one.attributes, other.attributes),
    )


def _others(attributes: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The words that attributes have in other languages, and nothing else."""

    def left(texts: Mapping[str, str]) -> dict[str, str]:
        return {code: text for code, text in texts.items() if code != language}

    found: dict[str, Any] = {}
    for name, value in attributes.items():
        if isinstance(value, Mapping) and left(value):
            found[name] = left(value)
        elif _is_texts(value) and any(map(left, value)):
            found[name] = [left(item) for item in value]
    return found


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)
