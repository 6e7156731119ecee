"""Sections: matched by their id wherever they stand, so a moved one is that one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policies.diffing import attributes, entries, order, texts
from policies.diffing.attributes import AttributeChange
from policies.diffing.entries import EntryChange, Strays, what_of
from policies.diffing.texts import TextChange
from policies.document import Attributes, Document, Section

_TEXTS = {"heading": False, "intro": True, "outro": True}
_NOTHING: Attributes = {}


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section before and after; None where there is none.

    ``moved`` when it was dragged to another place or into another section (those that
    only made way or went along are not), ``depth`` how deep it stands, from 0.
    """

    before: Section | None
    after: Section | None
    moved: bool = False
    depth: int = 0
    texts: tuple[TextChange, ...] = ()
    attributes: tuple[AttributeChange, ...] = ()
    entries: tuple[EntryChange, ...] = ()

    @property
    def what(self) -> str:
        """What became of it, in one word; "moved" only when it says the same."""
        return what_of(self.before, self.after, self._says_else, self.moved)

    @property
    def section(self) -> Section:
        """The section as it is, or was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change of nothing")
        return found

    @property
    def anchors(self) -> tuple[str, str] | None:
        """The old and the new anchor, when it changed: links to it lead elsewhere."""
        if self.before and self.after and self.before.anchor != self.after.anchor:
            return self.before.anchor, self.after.anchor
        return None

    @property
    def kinds(self) -> tuple[str, str] | None:
        """The old and the new kind, when it changed."""
        if self.before and self.after and self.before.kind != self.after.kind:
            return self.before.kind, self.after.kind
        return None

    @property
    def _says_else(self) -> bool:
        parts = (self.texts, self.attributes, self.entries, self.anchors, self.kinds)
        return any(parts)


def compare(before: Document, after: Document) -> tuple[SectionChange, ...]:
    """Every section of both, also those that are the same, in reading order."""
    old = {section.id: section for section in before.walk()}
    new = {section.id: section for section in after.walk()}
    depths = dict(_depths(before.sections)) | dict(_depths(after.sections))
    strayed = _moved(before, after)
    strays = Strays(list(old.values()), list(new.values()))
    return tuple(
        _change(
            old.get(key), new.get(key), strays, moved=key in strayed, depth=depths[key]
        )
        for key in order.together(list(old), list(new), strayed)
    )


def _change(
    before: Section | None,
    after: Section | None,
    strays: Strays,
    *,
    moved: bool,
    depth: int,
) -> SectionChange:
    both = [section for section in (before, after) if section is not None]
    known = attributes.of_sections(*dict.fromkeys(section.kind for section in both))
    return SectionChange(
        before,
        after,
        moved,
        depth,
        texts.compare(before, after, _TEXTS),
        attributes.compare(
            known,
            before.attributes if before else _NOTHING,
            after.attributes if after else _NOTHING,
        ),
        entries.compare(before, after, strays),
    )


def _depths(sections: Iterable[Section], depth: int = 0) -> Iterator[tuple[str, int]]:
    for section in sections:
        yield section.id, depth
        yield from _depths(section.sections, depth + 1)


def _moved(before: Document, after: Document) -> set[str]:
    """Those in another section than before, and the fewest among its neighbours."""
    old = dict(_below("", before.sections))
    new = dict(_below("", after.sections))
    parents = {key: parent for parent, keys in old.items() for key in keys}
    found: set[str] = set()
    for parent, keys in new.items():
        stayed = [key for key in keys if parents.get(key) == parent]
        found |= {key for key in keys if parents.get(key, parent) != parent}
        found |= order.moved(old.get(parent, []), stayed)
    return found


def _below(parent: str, sections: Sequence[Section]) -> Iterator[tuple[str, list[str]]]:
    """The ids of the sections in each section, by its id; "" for the document."""
    yield parent, [section.id for section in sections]
    for section in sections:
        yield from _below(section.id, section.sections)
