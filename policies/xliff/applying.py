"""A section with translations in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from policies.document import Attributes, Entry, Section

Texts = Mapping[str, str]


def with_texts(section: Section, new: Texts, language: str) -> Section:
    """The section with new texts in that language; ``new`` is by address (`Field.key`).

    Every other language, and all that has none, stays as it is.
    """
    entries = tuple(
        replace(entry, **_parts(entry, _under(new, section, entry.id), language))
        for entry in section.entries
    )
    parts = _parts(section, _under(new, section, ""), language)
    return replace(section, **parts, entries=entries)


def _under(new: Texts, section: Section, entry: str) -> dict[str, str]:
    """The new texts of one section or entry, by name."""
    prefix = f"{section.id}:{entry}:"
    return {
        key.removeprefix(prefix): text
        for key, text in new.items()
        if key.startswith(prefix)
    }


def _parts(unit: Section | Entry, new: Texts, language: str) -> dict[str, Any]:
    parts: dict[str, Any] = {
        name: {**getattr(unit, name), language: text}
        for name, text in new.items()
        if not name.startswith("attributes.")
    }
    return {**parts, "attributes": _attributes(unit.attributes, new, language)}


def _attributes(attributes: Attributes, new: Texts, language: str) -> Mapping[str, Any]:
    found = dict(attributes)
    for path, text in new.items():
        _word, *names = path.split(".")
        if len(names) == 1:
            found[names[0]] = {**found[names[0]], language: text}
        elif names:
            items = list(found[names[0]])
            place = int(names[1])
            items[place] = {**items[place], language: text}
            found[names[0]] = items
    return found
