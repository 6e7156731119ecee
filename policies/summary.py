"""The first layer of a policy, made from its structure (WP260 rev.01 §35-36, F51).

Who is responsible, what the data are used for, which rights readers have, and what may
surprise them: four lines that open in place. Nobody writes or translates them, so they
can't say anything else than the text below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policies.kinds.attributes import Label
from policies.rendering import DocumentView, EntryView, SectionView

# How fast adults read a text like this, silently (Brysbaert 2019: 238, less for law).
WORDS_A_MINUTE = 200
# The texts are well-formed (they were sanitised), and a word more or less is no matter.
_TAG = re.compile(r"<[^>]*>")
# So many names stand on a line that is not opened yet.
NAMED = 4


@dataclass(frozen=True, slots=True)
class Surprise:
    """One thing that readers may not expect, and where the text speaks of it."""

    label: Label
    names: tuple[str, ...]
    anchor: str


@dataclass(frozen=True)
class Summary:
    """The summary of a document in one language, for a template."""

    view: DocumentView

    def __bool__(self) -> bool:
        """Whether it says more than a name: free text alone has no summary."""
        return bool(self.purposes or self.rights or self.surprises)

    @cached_property
    def minutes(self) -> int:
        """How long the whole text takes to read, at least a minute (F60)."""
        texts = [t for s in self._sections for t in (s.heading, s.intro, s.outro)]
        rows = [e for s in self._sections for e in s.entries]
        texts += [t for e in rows for t in (e.term, e.description)]
        words = sum(len(_TAG.sub(" ", text.html).split()) for text in texts)
        return max(1, round(words / WORDS_A_MINUTE))

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.view.language

    @property
    def facts(self) -> Mapping[str, Any]:
        """The organisation's facts as they were published."""
        return self.view.facts

    @cached_property
    def purposes(self) -> list[EntryView]:
        """What the data are used for."""
        return self._layer("purposes")

    @cached_property
    def rights(self) -> list[EntryView]:
        """What readers can ask."""
        return self._layer("rights")

    @cached_property
    def surprises(self) -> list[Surprise]:
        """What may surprise; the same said in several sections is said once."""
        found: dict[Label, tuple[dict[str, None], str]] = {}
        for section in self._sections:
            if section.kind.surprising is None:
                continue
            for label, name in section.kind.surprising(section.section, self.language):
                names, _anchor = found.setdefault(label, ({}, section.anchor))
                names.update({name: None} if name else {})
        return [
            Surprise(label, tuple(names), anchor)
            for label, (names, anchor) in found.items()
        ]

    def _layer(self, name: str) -> list[EntryView]:
        return [
            entry
            for section in self._sections
            if section.kind.first_layer == name
            for entry in section.entries
            if entry.term
        ]

    @cached_property
    def _sections(self) -> list[SectionView]:
        return list(_walk(self.view.sections))


def _walk(sections: list[SectionView]) -> Iterator[SectionView]:
    for section in sections:
        yield section
        yield from _walk(section.sections)
