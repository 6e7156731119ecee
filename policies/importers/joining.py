"""A Dutch and an English Document of the same policy, joined into one by position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from policies.document import Document, Entry, Section
from policies.importers.alignment import lengths, pairs
from policies.importers.anchors import Names
from policies.importers.twins import are_twins, together


def join(nl: Document, en: Document) -> tuple[Document, list[str]]:
    """One bilingual Document, and a line about each thing that has no counterpart.

    Sections pair by position; where one side has more of them, kind, length and number
    of entries say which. What doesn't pair stays, in its one language. Two files of one
    version have the same sections by their ids, and join without a guess.
    """
    if are_twins(nl, en):
        return together(nl, en), []
    joiner = _Joiner()
    if nl.updated and en.updated and nl.updated != en.updated:
        dates = {"nl": nl.updated, "en": en.updated}
        joiner.say(_("The dates differ: %(nl)s in Dutch, %(en)s in English.") % dates)
    document = replace(
        nl,
        title={**en.title, **nl.title},
        languages=tuple(dict.fromkeys((*nl.languages, *en.languages))),
        updated=max(nl.updated, en.updated),
        sections=joiner.sections(nl.sections, en.sections),
    )
    return joiner.with_own_names(document), joiner.lines


@dataclass(slots=True)
class _Joiner:
    lines: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Report a line."""
        self.lines.append(line)

    def sections(
        self, nl: Sequence[Section], en: Sequence[Section]
    ) -> tuple[Section, ...]:
        """Two lists of sections as one."""
        return tuple(
            self._section(*pair) if all(pair) else self._alone(*pair)
            for pair in pairs(nl, en, _section_likeness)
        )

    def _section(self, nl: Section | None, en: Section | None) -> Section:
        assert nl  # noqa: S101 the caller gives only whole pairs
        assert en  # noqa: S101
        kind = nl.kind if nl.kind != "free_text" else en.kind
        if nl.kind != en.kind:
            says = {"heading": _name(nl), "nl": nl.kind, "en": en.kind}
            self.say(
                _("“%(heading)s” is %(nl)s in Dutch and %(en)s in English.") % says
            )
        source = nl if nl.kind == kind else en
        entries: tuple[Entry, ...] = (*nl.entries, *en.entries)
        if nl.kind == en.kind:
            entries = self._entries(nl, en)
        elif nl.entries and en.entries:
            kind, source = nl.kind, nl
        return Section(
            id=source.id,
            anchor=source.anchor,
            kind=kind,
            heading={**nl.heading, **en.heading},
            intro={**nl.intro, **en.intro},
            entries=entries,
            outro={**nl.outro, **en.outro},
            attributes=_merged(nl.attributes, en.attributes)
            if nl.kind == en.kind
            else source.attributes,
            sections=self.sections(nl.sections, en.sections),
        )

    def _entries(self, nl: Section, en: Section) -> tuple[Entry, ...]:
        if len(nl.entries) != len(en.entries):
            counts = {"nl": len(nl.entries), "en": len(en.entries)}
            self.say(
                _("“%(heading)s” has %(nl)d entries in Dutch and %(en)d in English.")
                % {"heading": _name(nl), **counts}
            )
        return tuple(
            _entry(first, second) if first and second else self._lone(nl, first, second)
            for first, second in pairs(nl.entries, en.entries, _entry_likeness)
        )

    def _lone(self, section: Section, nl: Entry | None, en: Entry | None) -> Entry:
        entry = nl or en
        assert entry  # noqa: S101 a pair has one side at least
        term = next(iter(entry.term.values()), entry.id)
        says = {"heading": _name(section), "term": term}
        self.say(
            _("“%(heading)s”: “%(term)s” has no counterpart in English.") % says
            if nl
            else _("“%(heading)s”: “%(term)s” has no counterpart in Dutch.") % says
        )
        return entry

    def _alone(self, nl: Section | None, en: Section | None) -> Section:
        section = nl or en
        assert section  # noqa: S101 a pair has one side at least
        says = {"heading": _name(section)}
        self.say(
            _("The section “%(heading)s” has no counterpart in English.") % says
            if nl
            else _("The section “%(heading)s” has no counterpart in Dutch.") % says
        )
        return section

    def with_own_names(self, document: Document) -> Document:
        """The document with no anchor used twice."""
        names = Names()
        return replace(document, sections=tuple(_named(document.sections, names)))


def _named(sections: Sequence[Section], names: Names) -> Iterator[Section]:
    for section in sections:
        anchor = names.take(section.anchor, "section")
        own = Names()
        ids = [own.take(entry.id, "item") for entry in section.entries]
        entries = (
            replace(entry, id=name, anchor=name)
            for entry, name in zip(section.entries, ids, strict=True)
        )
        yield replace(
            section,
            id=anchor,
            anchor=anchor,
            entries=tuple(entries),
            sections=tuple(_named(section.sections, names)),
        )


def _section_likeness(nl: Section, en: Section) -> float:
    if bool(nl.heading) != bool(en.heading):
        return -1.0
    likeness = 3.0 if nl.kind == en.kind else -1.0
    likeness += 2.0 * lengths(_words(nl.intro), _words(en.intro))
    likeness += len(nl.sections) == len(en.sections)
    return likeness + (len(nl.entries) == len(en.entries)) + (nl.anchor == en.anchor)


def _entry_likeness(nl: Entry, en: Entry) -> float:
    likeness = 3.0 * (nl.id == en.id) + (nl.attributes == en.attributes)
    return likeness + 2.0 * lengths(_words(nl.description), _words(en.description))


def _words(texts: Mapping[str, str]) -> str:
    return next(iter(texts.values()), "")


def _entry(nl: Entry, en: Entry) -> Entry:
    return replace(
        nl,
        term={**nl.term, **en.term},
        description={**nl.description, **en.description},
        attributes=_merged(nl.attributes, en.attributes),
    )


def _merged(nl: Mapping[str, Any], en: Mapping[str, Any]) -> dict[str, Any]:
    """Both sides' attributes: texts per language together, else the Dutch side's."""
    merged = {**en, **nl}
    for name in nl.keys() & en.keys():
        if isinstance(nl[name], Mapping) and isinstance(en[name], Mapping):
            merged[name] = {**en[name], **nl[name]}
    return merged


def _name(section: Section) -> str:
    return next(iter(section.heading.values()), section.anchor)
