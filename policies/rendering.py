"""A Document as HTML: what the templates get, and where a language is missing.

Nothing is read here but the Document, so a version renders the same for ever. A text
that is not written in the page's language is shown in another language and carries
its ``lang``; the section then says so (F17, F21: no silent fallback).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from policies import kinds
from policies.document import Document, Entry, Section, Text
from policies.kinds.attributes import Attribute, Choices, LocalList
from policies.kinds.base import Kind
from policies.richtext import sanitise_inline


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text in the page's language, or in another one with ``lang`` set.

    In a template ``{{ fragment }}`` prints it, marked with its language where that is
    not the page's.
    """

    html: SafeString
    lang: str = ""
    block: bool = False

    def __bool__(self) -> bool:
        return bool(self.html)

    def __html__(self) -> SafeString:
        if not self.lang:
            return self.html
        tag = "div" if self.block else "span"
        return format_html('<{} lang="{}">{}</{}>', tag, self.lang, self.html, tag)

    def __str__(self) -> SafeString:
        return self.__html__()


def pick(texts: Text, language: str, *, rich: bool = False) -> Fragment:
    """The text in that language; where it is not written, another one, marked."""
    found = language if texts.get(language) else next(iter(texts), "")
    text = texts.get(found, "")
    html = mark_safe(text) if rich else conditional_escape(text)  # noqa: S308 sanitised on the way in
    return Fragment(html, found if found != language else "", block=rich)


@dataclass(frozen=True)
class _View:
    language: str
    facts: Mapping[str, Any]

    def _show(self, attributes: tuple[Attribute, ...], data: Mapping[str, Any]) -> Any:
        return {
            a.name: _displayed(a, data[a.name], self.language)
            for a in attributes
            if data.get(a.name) not in (None, "", [], {})
        }


@dataclass(frozen=True)
class EntryView(_View):
    """An entry as a template sees it.

    ``data`` has the attributes' raw values, ``show`` how they read in the language,
    ``tags`` the short ones that stand as labels under the text.
    """

    entry: Entry
    section: Section
    kind: Kind

    @property
    def id(self) -> str:
        """The fragment that leads to this entry."""
        return f"{self.section.anchor}-{self.entry.anchor or self.entry.id}"

    @cached_property
    def term(self) -> Fragment:
        """The term."""
        return pick(self.entry.term, self.language)

    @cached_property
    def description(self) -> Fragment:
        """The description, HTML."""
        return pick(self.entry.description, self.language, rich=True)

    @property
    def data(self) -> Mapping[str, Any]:
        """The attributes as they are stored."""
        return self.entry.attributes

    @cached_property
    def show(self) -> dict[str, Any]:
        """The attributes as they read in the page's language."""
        return dict(self._show(tuple(self.kind.attributes), self.data))

    @cached_property
    def labels(self) -> dict[str, str]:
        """The attributes' names in the interface's language."""
        return {a.name: str(a.label) for a in self.kind.attributes}

    @cached_property
    def tags(self) -> list[Any]:
        """The values that stand as small labels."""
        tags: list[Any] = []
        for attribute in self.kind.attributes:
            if attribute.tag and attribute.name in self.show:
                value = self.data[attribute.name]
                if isinstance(attribute, Choices):
                    tags += attribute.each(value, self.language)
                else:
                    tags.append(self.show[attribute.name])
        return tags

    @property
    def missing(self) -> bool:
        """Whether some of it is not written in the page's language."""
        return bool(self.term.lang or self.description.lang)


@dataclass(frozen=True)
class SectionView(_View):
    """A section as a template sees it. ``level`` is the heading's level, from 2."""

    section: Section
    level: int

    @property
    def kind(self) -> Kind:
        """The section's kind."""
        return kinds.get(self.section.kind)

    @property
    def anchor(self) -> str:
        """The fragment that leads to this section."""
        return self.section.anchor

    @cached_property
    def heading(self) -> Fragment:
        """The heading."""
        return pick(self.section.heading, self.language)

    @cached_property
    def intro(self) -> Fragment:
        """The text above the entries, HTML."""
        return pick(self.section.intro, self.language, rich=True)

    @cached_property
    def outro(self) -> Fragment:
        """The text below the entries, HTML."""
        return pick(self.section.outro, self.language, rich=True)

    @property
    def data(self) -> Mapping[str, Any]:
        """The section's own attributes as they are stored."""
        return self.section.attributes

    @cached_property
    def show(self) -> dict[str, Any]:
        """The section's own attributes as they read in the page's language."""
        return dict(self._show(tuple(self.kind.section_attributes), self.data))

    @cached_property
    def entries(self) -> list[EntryView]:
        """The rows."""
        return [
            EntryView(self.language, self.facts, entry, self.section, self.kind)
            for entry in self.section.entries
        ]

    @cached_property
    def sections(self) -> list[SectionView]:
        """The sub-sections."""
        return [
            SectionView(self.language, self.facts, section, self.level + 1)
            for section in self.section.sections
        ]

    @cached_property
    def extra(self) -> Mapping[str, Any]:
        """What the kind computes for its template."""
        if self.kind.present is None:
            return {}
        return self.kind.present(self.section, self.language, self.facts)

    @cached_property
    def columns(self) -> dict[str, str]:
        """The attributes that at least one entry has, with their labels, in order."""
        return {
            a.name: str(a.label)
            for a in self.kind.attributes
            if any(a.name in entry.show for entry in self.entries)
        }

    @cached_property
    def missing(self) -> bool:
        """Whether some of it is not written in the page's language."""
        own = (self.heading, self.intro, self.outro)
        return any(f.lang for f in own) or any(e.missing for e in self.entries)


@dataclass(frozen=True)
class DocumentView:
    """A Document as a template sees it, in one language."""

    document: Document
    language: str

    @cached_property
    def title(self) -> Fragment:
        """The title."""
        return pick(self.document.title, self.language)

    @cached_property
    def sections(self) -> list[SectionView]:
        """The sections of the first level."""
        return [
            SectionView(self.language, self.document.organisation, section, 2)
            for section in self.document.sections
        ]

    @property
    def facts(self) -> Mapping[str, Any]:
        """The organisation's facts as they were when this was published."""
        return self.document.organisation


def _displayed(attribute: Attribute, value: Any, language: str) -> Any:
    """An attribute's value for a template; inline HTML is sanitised once more."""
    if isinstance(attribute, LocalList):
        return [
            Fragment(mark_safe(sanitise_inline(item[found])), _other(found, language))  # noqa: S308
            for item in value
            if (found := language if item.get(language) else next(iter(item), ""))
        ]
    if attribute.localised:
        return pick(value, language)
    return attribute.display(value, language)


def _other(found: str, language: str) -> str:
    return found if found != language else ""
