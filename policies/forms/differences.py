"""What two editors wrote in the same section, field by field, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organisations.languages import codes
from policies import document as doc
from policies import kinds, richtext
from policies.diffing import lines
from policies.kinds.attributes import Attribute


@dataclass(frozen=True)
class Difference:
    """One field that reads differently; "" where nothing is written."""

    label: str
    language: str
    lang: str
    mine: str
    theirs: str

    @property
    def html_mine(self) -> SafeString:
        """My text, with marks around what the other one doesn't say."""
        return self._sides[0]

    @property
    def html_theirs(self) -> SafeString:
        """Their text, with marks around what mine doesn't say."""
        return self._sides[1]

    @cached_property
    def _sides(self) -> tuple[SafeString, SafeString]:
        mine, theirs = lines.sides(lines.read(self.mine), lines.read(self.theirs))
        return mark_safe(mine), mark_safe(theirs)  # noqa: S308 escaped by `read`


def between(mine: doc.Section, theirs: doc.Section) -> list[Difference]:
    """Every field in which the two sections differ."""
    kind = kinds.get(mine.kind)
    found = [
        *_texts(_("Heading"), mine.heading, theirs.heading),
        *_texts(_("Text above"), mine.intro, theirs.intro),
        *_attributes(kind.section_attributes, mine.attributes, theirs.attributes),
        *_entries(mine, theirs),
        *_texts(_("Text below"), mine.outro, theirs.outro),
    ]
    if mine.anchor != theirs.anchor:
        found.append(Difference(_("Anchor"), "", "", mine.anchor, theirs.anchor))
    return found


def _entries(mine: doc.Section, theirs: doc.Section) -> Iterator[Difference]:
    kind = kinds.get(mine.kind)
    ours = {entry.id: entry for entry in mine.entries}
    others = {entry.id: entry for entry in theirs.entries}
    nothing = doc.Entry(id="")
    for key in [*ours, *(k for k in others if k not in ours)]:
        one, other = ours.get(key, nothing), others.get(key, nothing)
        name = next(iter((one.term or other.term).values()), key)
        for part in (
            _texts(str(kind.term), one.term, other.term),
            _texts(str(kind.description), one.description, other.description),
            _attributes(kind.attributes, one.attributes, other.attributes),
        ):
            for d in part:
                label = f"{name}: {d.label}"
                yield Difference(label, d.language, d.lang, d.mine, d.theirs)
    orders = [[key for key in rows if key in ours and key in others]
              for rows in (ours, others)]  # fmt: skip
    if orders[0] != orders[1]:
        yield Difference(_("Order of the rows"), "", "", *map("\n".join, orders))


def _texts(
    label: str, mine: Mapping[str, str], theirs: Mapping[str, str]
) -> Iterator[Difference]:
    languages = dict(settings.LANGUAGES)
    for code in codes():
        one, other = mine.get(code, ""), theirs.get(code, "")
        if one != other:
            shown = [richtext.plain(text) for text in (one, other)]
            if shown[0] == shown[1]:  # the words are the same, links or marks differ
                shown = [one, other]
            yield Difference(label, str(languages[code]), code, *shown)


def _attributes(
    attributes: Any, mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Iterator[Difference]:
    for attribute in attributes:
        one, other = mine.get(attribute.name), theirs.get(attribute.name)
        if one == other:
            continue
        for code in codes() if attribute.localised else (get_language() or "nl",):
            shown = _shown(attribute, one, code), _shown(attribute, other, code)
            if shown[0] != shown[1]:
                language = dict(settings.LANGUAGES)[code] if attribute.localised else ""
                lang = code if attribute.localised else ""
                yield Difference(str(attribute.label), str(language), lang, *shown)


def _shown(attribute: Attribute, value: Any, language: str) -> str:
    if value in (None, "", [], {}):
        return ""
    return richtext.plain(attribute.display(value, language))
