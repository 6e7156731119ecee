"""A Document as HTML: what the templates get, and where a language is missing.

Nothing is read here but the Document, so a version renders the same for ever. A text
that is not written in the page's language is shown in another language and carries
its ``lang``; the section then says so (F17, F21: no silent fallback).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from policies import fieldmarks, kinds
from policies.document import Document, Entry, Section, Text
from policies.kinds.attributes import Attribute, Choices, LocalList
from policies.kinds.base import Kind
from policies.richtext import sanitise_inline

# By section, anchors that it is no longer called by.
Former = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text in the page's language, or in another one with ``lang`` set.

    In a template ``{{ fragment }}`` prints it, marked with its language where that is
    not the page's. ``key`` names the text's place in the Document and is printed around
    it, for formats that are read back (`policies.fieldmarks`); pages have none.
    """

    html: SafeString
    lang: str = ""
    block: bool = False
    key: str = ""

    def __bool__(self) -> bool:
        return bool(self.html)

    def __html__(self) -> SafeString:
        html = self.html
        if self.lang:
            tag = "div" if self.block else "span"
            html = format_html('<{} lang="{}">{}</{}>', tag, self.lang, html, tag)
        return mark_safe(fieldmarks.around(html, self.key)) if self.key else html  # noqa: S308

    def __str__(self) -> SafeString:
        return self.__html__()


def pick(texts: Text, language: str, *, rich: bool = False, key: str = "") -> Fragment:
    """The text in that language; where it is not written, another one, marked."""
    found = language if texts.get(language) else next(iter(texts), "")
    text = texts.get(found, "")
    html = mark_safe(text) if rich else conditional_escape(text)  # noqa: S308 sanitised on the way in
    return Fragment(html, found if found != language else "", block=rich, key=key)


@dataclass(frozen=True)
class _View:
    language: str
    facts: Mapping[str, Any]
    marked: bool = field(default=False, kw_only=True)

    def _show(
        self,
        attributes: tuple[Attribute, ...],
        data: Mapping[str, Any],
        keyed: Callable[[str], str],
    ) -> Any:
        return {
            a.name: _displayed(
                a, data[a.name], self.language, keyed(f"attributes.{a.name}")
            )
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

    def _key(self, name: str) -> str:
        key = fieldmarks.key(self.section.id, name, self.entry.id)
        return key if self.marked else ""

    @cached_property
    def term(self) -> Fragment:
        """The term."""
        return pick(self.entry.term, self.language, key=self._key("term"))

    @cached_property
    def description(self) -> Fragment:
        """The description, HTML."""
        texts, key = self.entry.description, self._key("description")
        return pick(texts, self.language, rich=True, key=key)

    @property
    def data(self) -> Mapping[str, Any]:
        """The attributes as they are stored."""
        return self.entry.attributes

    @cached_property
    def show(self) -> dict[str, Any]:
        """The attributes as they read in the page's language."""
        return dict(self._show(tuple(self.kind.attributes), self.data, self._key))

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
    former: Former = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The section's kind."""
        return kinds.get(self.section.kind)

    @property
    def anchor(self) -> str:
        """The fragment that leads to this section."""
        return self.section.anchor

    def _key(self, name: str) -> str:
        return fieldmarks.key(self.section.id, name) if self.marked else ""

    def _rich(self, texts: Text, name: str) -> Fragment:
        return pick(texts, self.language, rich=True, key=self._key(name))

    @cached_property
    def heading(self) -> Fragment:
        """The heading."""
        return pick(self.section.heading, self.language, key=self._key("heading"))

    @cached_property
    def intro(self) -> Fragment:
        """The text above the entries, HTML."""
        return self._rich(self.section.intro, "intro")

    @cached_property
    def outro(self) -> Fragment:
        """The text below the entries, HTML."""
        return self._rich(self.section.outro, "outro")

    @property
    def data(self) -> Mapping[str, Any]:
        """The section's own attributes as they are stored."""
        return self.section.attributes

    @cached_property
    def show(self) -> dict[str, Any]:
        """The section's own attributes as they read in the page's language."""
        attributes = tuple(self.kind.section_attributes)
        return dict(self._show(attributes, self.data, self._key))

    @cached_property
    def entries(self) -> list[EntryView]:
        """The rows."""
        return [
            EntryView(
                self.language,
                self.facts,
                entry,
                self.section,
                self.kind,
                marked=self.marked,
            )
            for entry in self.section.entries
        ]

    @cached_property
    def sections(self) -> list[SectionView]:
        """The sub-sections."""
        return [
            SectionView(
                self.language,
                self.facts,
                section,
                self.level + 1,
                self.former,
                marked=self.marked,
            )
            for section in self.section.sections
        ]

    @property
    def former_ids(self) -> list[str]:
        """Fragments that once led to this section or to a row of it, and still do."""
        anchors = self.former.get(self.section.id, ())
        rows = [e.entry.anchor or e.entry.id for e in self.entries]
        return [f for a in anchors for f in (a, *(f"{a}-{row}" for row in rows))]

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
    """A Document as a template sees it, in one language.

    ``former`` has, by section, the anchors that it had in other versions. ``marked``
    prints around each text which one it is, for formats that are read back.
    """

    document: Document
    language: str
    former: Former = field(default_factory=dict)
    marked: bool = False

    @cached_property
    def title(self) -> Fragment:
        """The title."""
        return pick(self.document.title, self.language)

    @cached_property
    def sections(self) -> list[SectionView]:
        """The sections of the first level."""
        return [
            SectionView(
                self.language,
                self.document.organisation,
                section,
                2,
                self._free,
                marked=self.marked,
            )
            for section in self.document.sections
        ]

    @cached_property
    def _free(self) -> Former:
        """The former anchors that nothing in this document is called by now."""
        if not self.former:
            return {}
        taken = {section.anchor for section in self.document.walk()}
        return {
            key: [anchor for anchor in anchors if anchor not in taken]
            for key, anchors in self.former.items()
        }

    @property
    def facts(self) -> Mapping[str, Any]:
        """The organisation's facts as they were when this was published."""
        return self.document.organisation


def _displayed(attribute: Attribute, value: Any, language: str, key: str) -> Any:
    """An attribute's value for a template; inline HTML is sanitised once more."""
    if isinstance(attribute, LocalList):
        return [
            Fragment(
                mark_safe(sanitise_inline(item[found])),  # noqa: S308 just sanitised
                _other(found, language),
                key=key and f"{key}.{number}",
            )
            for number, item in enumerate(value)
            if (found := language if item.get(language) else next(iter(item), ""))
        ]
    if attribute.localised:
        return pick(value, language, key=key)
    return attribute.display(value, language)


def _other(found: str, language: str) -> str:
    return found if found != language else ""
