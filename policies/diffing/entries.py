"""The rows of a section: which came, went, moved, or say something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policies.diffing import attributes, order, texts
from policies.diffing.attributes import AttributeChange
from policies.diffing.texts import TextChange
from policies.document import Attributes, Entry, Section
from policies.kinds.attributes import Attribute

ADDED, REMOVED, CHANGED, MOVED, SAME = (
    "added", "removed", "changed", "moved", "unchanged",
)  # fmt: skip
_TEXTS = {"term": False, "description": True}
_NOTHING: Attributes = {}


@dataclass(frozen=True, slots=True)
class EntryChange:
    """A row before and after; None where there is none.

    ``origin`` is the section that it stood in, when that is another one.
    """

    before: Entry | None
    after: Entry | None
    moved: bool = False
    origin: Section | None = None
    texts: tuple[TextChange, ...] = ()
    attributes: tuple[AttributeChange, ...] = ()

    @property
    def what(self) -> str:
        """What became of it, in one word; "moved" only when it says the same."""
        return what_of(self.before, self.after, self._says_else, self.moved)

    @property
    def entry(self) -> Entry:
        """The row as it is, or was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change of nothing")
        return found

    @property
    def _says_else(self) -> bool:
        return bool(self.texts or self.attributes)


def what_of(before: object, after: object, differs: bool, moved: bool) -> str:
    """One word for what became of a section or a row."""
    if before is None:
        return ADDED
    if after is None:
        return REMOVED
    return CHANGED if differs else MOVED if moved else SAME


class Strays:
    """Rows that left one section and came into another one of the same kind."""

    def __init__(self, before: Sequence[Section], after: Sequence[Section]) -> None:
        old, new = _homes(before), _homes(after)
        self._found = {}
        for key in old.keys() & new.keys():
            gone, come = (
                old[key].keys() - new[key].keys(),
                new[key].keys() - old[key].keys(),
            )
            if len(gone) == len(come) == 1:
                self._found[key] = (old[key][gone.pop()], new[key][come.pop()])

    def origin(self, section: Section, entry: str) -> Section | None:
        """Where a row that is new in this section came from."""
        gone, come = self._found.get((section.kind, entry), (None, None))
        return gone if come is not None and come.id == section.id else None

    def left(self, section: Section, entry: str) -> bool:
        """Whether a row that is gone from this section is in another one now."""
        gone, _come = self._found.get((section.kind, entry), (None, None))
        return gone is not None and gone.id == section.id


Homes = dict[tuple[str, str], dict[str, Section]]


def _homes(sections: Sequence[Section]) -> Homes:
    found: Homes = {}
    for section in sections:
        for entry in section.entries:
            found.setdefault((section.kind, entry.id), {})[section.id] = section
    return found


def compare(
    before: Section | None, after: Section | None, strays: Strays
) -> tuple[EntryChange, ...]:
    """Every row that came, went or differs, in reading order."""
    old = {entry.id: entry for entry in before.entries} if before else {}
    new = {entry.id: entry for entry in after.entries} if after else {}
    strayed = order.moved(list(old), list(new))
    known = attributes.of_entries(*dict.fromkeys(s.kind for s in (before, after) if s))
    found = []
    for key in order.together(list(old), list(new), strayed):
        one, other, origin = old.get(key), new.get(key), None
        if one is None and after is not None:
            origin = strays.origin(after, key)
            one = _entry(origin, key)
        elif other is None and before is not None and strays.left(before, key):
            continue
        if one != other or key in strayed or origin:
            moved = key in strayed or origin is not None
            found.append(_change(one, other, known, moved=moved, origin=origin))
    return tuple(change for change in found if change.what != SAME)


def _entry(section: Section | None, key: str) -> Entry | None:
    entries = section.entries if section else ()
    return next((entry for entry in entries if entry.id == key), None)


def _change(
    before: Entry | None,
    after: Entry | None,
    known: Sequence[Attribute],
    *,
    moved: bool,
    origin: Section | None,
) -> EntryChange:
    return EntryChange(
        before,
        after,
        moved,
        origin,
        texts.compare(before, after, _TEXTS),
        attributes.compare(
            known,
            before.attributes if before else _NOTHING,
            after.attributes if after else _NOTHING,
        ),
    )
