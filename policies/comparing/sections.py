"""A changed section as a template sees it, with its texts, values and rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from organisations.languages import codes
from policies import kinds
from policies.comparing.cells import Cell, Replaced, Row, Shown, row
from policies.diffing import AttributeChange, EntryChange, SectionChange, TextChange
from policies.document import Section
from policies.rendering import Fragment, pick


def what_label(what: str) -> str:
    """What became of something, in one word for a reader."""
    return {
        "added": _("added"),
        "removed": _("removed"),
        "changed": _("changed"),
        "moved": _("moved"),
    }[what]


def name(section: Section, language: str) -> str:
    """The heading as plain text, in another language where it isn't written."""
    heading = section.heading
    return heading.get(language) or next(iter(heading.values()), section.anchor)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a section stands: in which one, behind which one."""

    within: Section | None = None
    behind: Section | None = None

    def told(self, language: str) -> str:
        """The same in words."""
        if self.behind is not None:
            return _("after ‘%(heading)s’") % {"heading": name(self.behind, language)}
        if self.within is not None:
            return _("first in ‘%(heading)s’") % {
                "heading": name(self.within, language)
            }
        return _("at the beginning")


@dataclass(frozen=True)
class _ChangeView:
    shown: Shown

    def _rows(
        self, changes: Iterable[tuple[str, TextChange | AttributeChange]], aloud: bool
    ) -> list[Row]:
        found = (row(label, c, self.shown, aloud=aloud) for label, c in changes)
        return [each for each in found if each is not None]

    def _replaced(self, changes: Iterable[AttributeChange]) -> list[Replaced]:
        return [
            Replaced(str(c.attribute.public_label), *c.shown(self.shown.language))
            for c in changes
            if c.replaced
        ]


@dataclass(frozen=True)
class EntryChangeView(_ChangeView):
    """A row that came, went, moved or says something else."""

    change: EntryChange
    section: Section

    @property
    def what(self) -> str:
        """What became of it: added, removed, changed or moved."""
        return self.change.what

    @property
    def what_label(self) -> str:
        """The same for a reader."""
        return what_label(self.what)

    @property
    def moved(self) -> bool:
        """Whether it stands in another place, whatever else changed."""
        return self.change.moved

    @property
    def origin(self) -> Fragment | None:
        """The heading of the section that it was in, when that is another one."""
        origin = self.change.origin
        return pick(origin.heading, self.shown.language) if origin else None

    @cached_property
    def term(self) -> Fragment:
        """Its term, as it is now or was at last."""
        return pick(self.change.entry.term, self.shown.language)

    @cached_property
    def texts(self) -> list[Row]:
        """The texts and values per language that differ, marked."""
        kind = kinds.get(self.section.kind)
        labels = {"term": str(kind.term), "description": str(kind.description)}
        whole = self.what in ("added", "removed")
        texts = ((labels[c.name], c) for c in self.change.texts
                 if not (whole and c.name == "term"))  # fmt: skip
        return self._rows([*texts, *_written(self.change.attributes)], not whole)

    @cached_property
    def values(self) -> list[Replaced]:
        """The other values that differ."""
        return self._replaced(self.change.attributes)

    @property
    def visible(self) -> bool:
        """Whether anything differs in a language that is shown."""
        return self.what != "changed" or bool(self.moved or self.texts or self.values)


@dataclass(frozen=True)
class SectionChangeView(_ChangeView):
    """A section that came, went, moved or says something else."""

    change: SectionChange
    place: Place

    @property
    def section(self) -> Section:
        """The section as it is, or was."""
        return self.change.section

    @property
    def id(self) -> str:
        """Its own id within the comparison; one page may show two, in two languages.

        An old and a new section may have the same anchor, never the same id.
        """
        return f"diff-{self.shown.language}-{self.section.id}"

    @property
    def anchor(self) -> str:
        """The fragment that leads to the section on the page."""
        return self.section.anchor

    @property
    def what(self) -> str:
        """What became of it: added, removed, changed or moved."""
        return self.change.what

    @property
    def what_label(self) -> str:
        """The same for a reader."""
        return what_label(self.what)

    @property
    def whole(self) -> bool:
        """Whether all of it came or went, so that its words need no marks."""
        return self.what in ("added", "removed")

    @property
    def moved(self) -> bool:
        """Whether it stands in another place, whatever else changed."""
        return self.change.moved

    @cached_property
    def heading(self) -> Fragment:
        """The heading, as it is now or was at last."""
        return pick(self.section.heading, self.shown.language)

    @cached_property
    def marked_heading(self) -> Cell | None:
        """The heading with marks; side by side, it stands below in each language."""
        if self.whole or len(self.shown.languages) > 1:
            return None
        changed = [("", c) for c in self.change.texts if c.name == "heading"]
        return next((r.cells[0] for r in self._rows(changed, aloud=True)), None)

    @cached_property
    def texts(self) -> list[Row]:
        """The texts and values per language that differ, marked."""
        has_rows = bool(self.section.entries)
        labels = {
            "heading": _("Heading"),
            "intro": _("Introduction") if has_rows else "",
            "outro": _("Closing text") if has_rows else "",
        }
        told = "heading" if self.whole or self.marked_heading else ""
        texts = [(labels[c.name], c) for c in self.change.texts if c.name != told]
        written = _written(self.change.attributes)
        return self._rows([*texts, *written], aloud=not self.whole)

    @cached_property
    def values(self) -> list[Replaced]:
        """The other values that differ: attributes, the kind, the anchor."""
        found = self._replaced(self.change.attributes)
        if self.change.kinds:
            labels = [str(kinds.get(name).label) for name in self.change.kinds]
            found.append(Replaced(_("Kind of section"), *labels))
        if self.change.anchors:
            old, new = (f"#{anchor}" for anchor in self.change.anchors)
            found.append(Replaced(_("Address on the page"), old, new))
        return found

    @cached_property
    def entries(self) -> list[EntryChangeView]:
        """The rows that came, went, moved or say something else."""
        views = (
            EntryChangeView(self.shown, change, self.section)
            for change in self.change.entries
        )
        return [view for view in views if view.visible]

    @property
    def where(self) -> str:
        """Where a moved section stands now, in words."""
        return self.place.told(self.shown.language)

    @property
    def visible(self) -> bool:
        """Whether anything differs in a language that is shown."""
        if self.what != "changed" or self.moved or self.marked_heading:
            return True
        return bool(self.texts or self.values or self.entries)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it differs, each for itself."""
        alone = (replace(self, shown=Shown(code, (code,))) for code in codes())
        return tuple(view.shown.language for view in alone if view.visible)


def _written(changes: Iterable[AttributeChange]) -> list[tuple[str, AttributeChange]]:
    """The attributes that are shown with marks inside the value."""
    return [(str(c.attribute.public_label), c) for c in changes if not c.replaced]
