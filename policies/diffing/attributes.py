"""What a kind records about a section or a row: values that differ, as they read."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policies import kinds, richtext
from policies.diffing import fragments, lines
from policies.diffing.texts import differing
from policies.diffing.words import DELETED, EQUAL, INSERTED
from policies.document import Attributes
from policies.kinds.attributes import Attribute, Choices, LocalList, LocalText

_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """One attribute with both its values; None where it had or has none."""

    attribute: Attribute
    before: Any
    after: Any

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it differs; none when all share the value."""
        if not self.attribute.localised:
            return ()
        return differing(*(_by_language(self.attribute, v) for v in self._values))

    @property
    def replaced(self) -> bool:
        """Whether one value took the place of another: "1 year → 7 years"."""
        return not self.attribute.localised and not isinstance(self.attribute, Choices)

    def shown(self, language: str) -> tuple[str, str]:
        """Both values in plain words, as a reader of that language writes them."""
        one, other = (_shown(self.attribute, v, language) for v in self._values)
        return one, other

    def exchanged(self, language: str) -> tuple[str, str]:
        """Both values in plain words; of choices only those that went and came."""
        if not isinstance(self.attribute, Choices):
            return self.shown(language)
        old, new = self.before or (), self.after or ()
        gone = [code for code in old if code not in new]
        come = [code for code in new if code not in old]
        one, other = (_shown(self.attribute, v, language) for v in (gone, come))
        return one, other

    def marked(self, language: str) -> str:
        """The value as HTML, with ``ins`` and ``del``."""
        if isinstance(self.attribute, LocalList):
            return fragments.marked(*(_list(v, language) for v in self._values))
        if isinstance(self.attribute, Choices):
            return _marked_choices(self.attribute, *self._values, language)
        if self.replaced:
            spelled = zip((DELETED, INSERTED), self.shown(language), strict=True)
            return " ".join(_tagged(mark, text) for mark, text in spelled if text)
        one, other = self.shown(language)
        return lines.marked(lines.read(one), lines.read(other))

    def differs(self) -> bool:
        """Whether a reader could tell the values apart."""
        if self.attribute.localised:
            return bool(self.languages)
        if isinstance(self.attribute, Choices):
            return set(self.before or ()) != set(self.after or ())
        return bool(self.before != self.after)

    @property
    def _values(self) -> tuple[Any, Any]:
        return self.before, self.after


def compare(
    known: Sequence[Attribute], before: Attributes, after: Attributes
) -> tuple[AttributeChange, ...]:
    """The attributes that differ, in the kind's order.

    One that the kind doesn't have any more is compared too: an old version may hold it.
    """
    if before == after:
        return ()
    names = {attribute.name: attribute for attribute in known}
    for name, value in [*before.items(), *after.items()]:
        names.setdefault(name, _forgotten(name, value))
    found = (
        AttributeChange(attribute, before.get(name), after.get(name))
        for name, attribute in names.items()
    )
    return tuple(change for change in found if change.differs())


def of_entries(*names: str) -> list[Attribute]:
    """What the rows of these kinds of sections record."""
    return [a for name in names for a in kinds.get(name).attributes]


def of_sections(*names: str) -> list[Attribute]:
    """What sections of these kinds record themselves."""
    return [a for name in names for a in kinds.get(name).section_attributes]


def _forgotten(name: str, value: Any) -> Attribute:
    """An attribute that no kind knows, by the shape of its value."""
    if isinstance(value, Mapping):
        return LocalText(name, name)
    if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        return LocalList(name, name)
    return Choices(name, name) if isinstance(value, list) else Attribute(name, name)


def _shown(attribute: Attribute, value: Any, language: str) -> str:
    if value in _EMPTY:
        return ""
    if isinstance(attribute, LocalList):
        return richtext.plain(_list(value, language))
    return attribute.display(value, language)


def _by_language(attribute: Attribute, value: Any) -> Mapping[str, str]:
    """A localised value per language; of a list, its markup counts too."""
    if not isinstance(attribute, LocalList):
        return value or {}
    codes = dict.fromkeys(code for item in value or () for code in item)
    return {code: _list(value, code) for code in codes}


def _list(value: Any, language: str) -> str:
    """The items of that language as a list in HTML."""
    items = [item[language] for item in value or () if item.get(language)]
    inner = "".join(f"<li>{richtext.sanitise_inline(item)}</li>" for item in items)
    return f"<ul>{inner}</ul>" if inner else ""


def _marked_choices(attribute: Choices, before: Any, after: Any, language: str) -> str:
    """All that were or are chosen, in the kind's order."""
    old, new = list(before or ()), list(after or ())
    order = [code for code, _label in attribute.choices]
    codes = dict.fromkeys(c for c in [*order, *old, *new] if c in old or c in new)
    marks = {
        code: EQUAL
        if code in old and code in new
        else DELETED
        if code in old
        else INSERTED
        for code in codes
    }
    labels = attribute.each(list(codes), language)
    return ", ".join(map(_tagged, marks.values(), labels))


def _tagged(mark: str, text: str) -> str:
    escaped = html.escape(text, quote=False)
    return f"<{mark}>{escaped}</{mark}>" if mark else escaped
