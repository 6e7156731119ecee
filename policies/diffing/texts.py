"""A text that reads differently, in one language or in several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from policies.diffing import fragments, lines
from policies.document import Text


class HasTexts(Protocol):
    """A Document, Section or Entry: texts are read from it by name."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """One text, like ``heading`` or ``intro``; ``rich`` when it is HTML in blocks."""

    name: str
    before: Text
    after: Text
    rich: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it differs."""
        return differing(self.before, self.after)

    def marked(self, language: str) -> str:
        """The text of that language as HTML, with ``ins`` and ``del``."""
        one, other = self.before.get(language, ""), self.after.get(language, "")
        if self.rich:
            return fragments.marked(one, other)
        return lines.marked(lines.read(one), lines.read(other))


def differing(before: Text, after: Text) -> tuple[str, ...]:
    """The languages in which two texts differ; an unwritten one is an empty one."""
    return tuple(
        language
        for language in dict.fromkeys([*before, *after])
        if before.get(language, "") != after.get(language, "")
    )


def compare(
    before: HasTexts | None, after: HasTexts | None, names: Mapping[str, bool]
) -> tuple[TextChange, ...]:
    """The texts of those names that differ; the value tells whether one is rich."""
    found = (
        TextChange(name, getattr(before, name, {}), getattr(after, name, {}), rich)
        for name, rich in names.items()
    )
    return tuple(change for change in found if change.languages)
