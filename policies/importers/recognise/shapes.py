"""What a recogniser answers, and what it may ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from policies import kinds
from policies.document import Entry
from policies.importers.anchors import Names, slug
from policies.importers.blocks import Block, Findings
from policies.importers.recognise.codes import code_of
from policies.importers.recognise.terms import Row
from policies.importers.writing import rich_all

MOST_ENTRIES = 2000


@dataclass(frozen=True, slots=True)
class Shape:
    """A section's kind and how its blocks divide, in the order of the source.

    ``absorbed`` is whether the sub-headings have become the entries. ``carved`` is
    what follows in a sub-section without a heading.
    """

    kind: str
    intro: tuple[Block, ...] = ()
    rows: tuple[Row, ...] = ()
    outro: tuple[Block, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)
    details: tuple[Mapping[str, Any], ...] = ()
    absorbed: bool = False
    carved: Shape | None = None


class Texts(NamedTuple):
    """What a shape has become."""

    intro: dict[str, str]
    entries: tuple[Entry, ...]
    outro: dict[str, str]


@dataclass(slots=True)
class Workbench:
    """What the recognisers share during one import."""

    language: str
    findings: Findings
    entries_left: int = MOST_ENTRIES

    def text(self, words: str) -> dict[str, str]:
        """The words in the language of the file."""
        return {self.language: words} if words else {}

    def affords(self, rows: int) -> bool:
        """Whether so many entries may still be made."""
        return rows <= self.entries_left

    def texts(self, shape: Shape) -> Texts:
        """The shape's texts as rich text, its rows as entries with ids of their own."""
        self.entries_left -= len(shape.rows)
        rows = [row.description for row in shape.rows]
        intro, *described, outro = rich_all([shape.intro, *rows, shape.outro])
        names = Names()
        details = shape.details or ({},) * len(shape.rows)
        entries = tuple(
            self._entry(shape.kind, names, *parts)
            for parts in zip(shape.rows, described, details, strict=True)
        )
        return Texts(self.text(intro), entries, self.text(outro))

    def _entry(
        self,
        kind: str,
        names: Names,
        row: Row,
        description: str,
        detail: Mapping[str, Any],
    ) -> Entry:
        code = code_of(kind, row.term)
        attributes = {code.attribute: code.value, **detail} if code else dict(detail)
        name = names.take(code.id if code else slug(row.term), "item")
        return Entry(
            id=name,
            anchor=name,
            term=self.text(row.term),
            description=self.text(description),
            attributes=attributes,
        )


def known(kind: str) -> bool:
    """Whether this installation has the kind."""
    return kind in kinds.all_kinds()


def labelled(kind: str) -> bool:
    """Whether a table of this kind prints the source's own column headings."""
    attributes = kinds.get(kind).section_attributes if known(kind) else ()
    return {"term_label", "description_label"} <= {a.name for a in attributes}
