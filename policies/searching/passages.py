"""A Document as passages: a section's own text, or a row, with the address of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from policies.document import Document
from policies.rendering import DocumentView, EntryView, Fragment, SectionView
from policies.richtext import plain


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that can be found. ``heading`` is the section's, ``text`` plain."""

    language: str
    anchor: str
    heading: str
    text: str


def passages(document: Document, language: str) -> Iterator[Passage]:
    """Everything that the document says in that language, in reading order."""
    if language not in document.written_in():
        return
    with translation.override(language):
        for section in DocumentView(document, language).sections:
            yield from _section(section)


def _section(section: SectionView) -> Iterator[Passage]:
    language = section.language
    heading = section.section.heading.get(language, "")
    text = _joined(section.intro, section.outro, *section.show.values())
    if heading or text:
        yield Passage(language, section.anchor, heading, text)
    for entry in section.entries:
        if found := _entry(entry):
            yield Passage(language, entry.id, heading, found)
    for below in section.sections:
        yield from _section(below)


def _entry(entry: EntryView) -> str:
    return _joined(entry.term, entry.description, *entry.show.values())


def _joined(*values: Any) -> str:
    found = (part for value in values for part in _words(value))
    return "\n".join(part for part in found if part)


def _words(value: Any) -> Iterator[str]:
    """A text in another language is not searched in this one."""
    if isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, Fragment):
        yield "" if value.lang else plain(str(value.html))
    else:
        yield str(value)
