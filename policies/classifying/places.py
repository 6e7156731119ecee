"""Where a difference stands, and what a sentence about it calls things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import override

from policies.classifying.reasons import Param, Reason
from policies.diffing import AttributeChange
from policies.document import Entry, Section
from policies.texts import names

_LONGEST = 80  # characters of a value that a sentence quotes


@dataclass(frozen=True, slots=True)
class Place:
    """A section, or a row in it, in the languages of the documents."""

    languages: Sequence[str]
    section: Section
    entry: Entry | None = None

    def row(self, entry: Entry) -> Place:
        """A row of the same section."""
        return Place(self.languages, self.section, entry)

    def reason(self, code: str, change: AttributeChange | None = None) -> Reason:
        """A reason about this place; with the value that changed."""
        return Reason(
            code,
            self.section.id,
            self.entry.id if self.entry else "",
            {**self._names(), **(self._values(change) if change else {})},
        )

    def _names(self) -> dict[str, Param]:
        heading = dict(self.section.heading) or self.section.anchor
        row: Param = heading
        if self.entry:
            row = names(self.entry) or self.entry.id
        return {"section": heading, "row": row, "where": row}

    def _values(self, change: AttributeChange) -> dict[str, Param]:
        shown = {code: change.exchanged(code) for code in self.languages}
        return {
            "what": {code: _label(change, code) for code in self.languages},
            "before": {code: _short(both[0]) for code, both in shown.items()},
            "after": {code: _short(both[1]) for code, both in shown.items()},
        }


def content(unit: Section | Entry) -> Mapping[str, object]:
    """What a section or row says, whatever it is known by."""
    found = unit.as_dict()
    for name in ("id", "anchor", "sections"):
        found.pop(name, None)
    if isinstance(unit, Section):
        found["entries"] = [content(entry) for entry in unit.entries]
    return found


def _label(change: AttributeChange, language: str) -> str:
    with override(language):
        return str(change.attribute.public_label)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
