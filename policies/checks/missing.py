"""Texts that are written in one language and not in another (F16, F17)."""

from __future__ import annotations

from collections.abc import Iterator

from policies.checks.findings import Finding, finding
from policies.document import Document, Section
from policies.texts import Unit, passages, units


def missing(document: Document) -> Iterator[Finding]:
    """What is not written: a whole language once, else place by place."""
    written = document.written_in()
    for language in document.languages:
        if written and language not in written:
            yield Finding("language_missing", "error", language=language)
        elif written and not document.title.get(language):
            yield Finding("title_missing", "error", language=language)
    for section in document.walk():
        for unit in units(section):
            yield from _unit(section, unit, written)


def _unit(
    section: Section, unit: Unit, languages: tuple[str, ...]
) -> Iterator[Finding]:
    found = [passage for passage in passages(unit) if any(passage.texts.values())]
    for language in languages:
        names = [p.name for p in found if not p.texts.get(language)]
        if names:
            whole = len(names) == len(found)
            yield finding(
                "missing", "error", section, unit, language, fields=names, whole=whole
            )
