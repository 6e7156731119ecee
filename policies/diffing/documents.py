"""Two Documents compared: a value that pages, messages and the editor's desk read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from policies.diffing import facts, sections, texts
from policies.diffing.entries import SAME
from policies.diffing.facts import FactChange
from policies.diffing.sections import SectionChange
from policies.diffing.texts import TextChange
from policies.document import Document


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two Documents.

    ``sections`` has every section of both in reading order, also the unchanged ones,
    so that a page can tell what was left as it was.
    """

    before: Document
    after: Document
    title: TextChange | None
    facts: tuple[FactChange, ...]
    sections: tuple[SectionChange, ...]

    @property
    def kinds(self) -> tuple[str, str] | None:
        """The old and the new kind of the document, when it changed."""
        both = self.before.kind, self.after.kind
        return both if both[0] != both[1] else None

    @property
    def changed(self) -> tuple[SectionChange, ...]:
        """The sections that came, went, moved or say something else."""
        return tuple(change for change in self.sections if change.what != SAME)

    @property
    def same(self) -> bool:
        """Whether a reader would find nothing different."""
        return not (self.title or self.facts or self.kinds or self.changed)

    def counts(self) -> Counter[str]:
        """How many sections were added, removed, changed, moved or left unchanged."""
        return Counter(change.what for change in self.sections)


def compare(before: Document, after: Document) -> Comparison:
    """Compare two Documents. The words are compared when they are asked for."""
    title = texts.compare(before, after, {"title": False})
    return Comparison(
        before,
        after,
        title[0] if title else None,
        facts.compare(before.organisation, after.organisation),
        sections.compare(before, after),
    )
