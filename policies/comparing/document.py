"""A whole comparison as a template sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.comparing import summary
from policies.comparing.cells import Replaced, Row, Shown, row
from policies.comparing.sections import Place, SectionChangeView
from policies.diffing import Comparison
from policies.diffing.entries import SAME
from policies.document import Section
from policies.rendering import Fragment, pick


@dataclass(frozen=True)
class ComparisonView:
    """A comparison for a page in one language.

    ``languages`` are those that are shown side by side; without them, the page's only.
    What changed in other languages alone is named, not shown.
    """

    comparison: Comparison
    language: str
    languages: tuple[str, ...] = ()

    @cached_property
    def shown(self) -> Shown:
        """For whom it is shown."""
        return Shown(self.language, self.languages or (self.language,))

    @property
    def same(self) -> bool:
        """Whether nothing differs at all."""
        return self.comparison.same

    @property
    def side_by_side(self) -> list[str]:
        """The names of the languages that stand side by side; none for one alone."""
        names = dict(settings.LANGUAGES)
        shown = self.shown.languages
        return [str(names[code]) for code in shown] if len(shown) > 1 else []

    @cached_property
    def tallies(self) -> list[str]:
        """How many sections were changed, added, removed and moved, in words."""
        counts = self.comparison.counts()
        counts["changed"] = sum(view.what == "changed" for view in self.sections)
        return [
            phrase % {"n": counts[what]}
            for what, phrase in (
                ("changed", ngettext("%(n)d section changed", "%(n)d sections changed",
                                     counts["changed"])),
                ("added", ngettext("%(n)d section added", "%(n)d sections added",
                                   counts["added"])),
                ("removed", ngettext("%(n)d section removed", "%(n)d sections removed",
                                     counts["removed"])),
                ("moved", ngettext("%(n)d section moved", "%(n)d sections moved",
                                   counts["moved"])),
            )
            if counts[what]
        ]  # fmt: skip

    @cached_property
    def title(self) -> Row | None:
        """The title, marked, when it changed."""
        change = self.comparison.title
        return row(_("Title"), change, self.shown) if change else None

    @cached_property
    def facts(self) -> list[Replaced]:
        """What differs in the organisation's facts, and in the kind of document."""
        found = [
            Replaced(capfirst(fact.label), *fact.shown(self.language))
            for fact in self.comparison.facts
        ]
        if self.comparison.kinds:
            found.append(Replaced(_("Kind"), *summary.kind_labels(self.comparison)))
        return found

    @cached_property
    def sections(self) -> list[SectionChangeView]:
        """The sections that differ in a language that is shown, in reading order."""
        return [view for view in self._differing if view.visible]

    @cached_property
    def elsewhere(self) -> list[SectionChangeView]:
        """The sections that differ in other languages only."""
        return [view for view in self._differing if not view.visible]

    def only_in(self, section: str) -> tuple[str, ...]:
        """The languages in which the section with that id differs, or for "" the title,
        where it differs in none that is shown; else none."""
        return self._only_in.get(section, ())

    @cached_property
    def _only_in(self) -> dict[str, tuple[str, ...]]:
        found = {view.section.id: view.languages for view in self.elsewhere}
        if self.comparison.title and not (self.title or self.facts):
            found[""] = self.comparison.title.languages
        return found

    @cached_property
    def unchanged(self) -> list[Fragment]:
        """The headings of the sections that are as they were."""
        return [
            pick(change.section.heading, self.language)
            for change in self.comparison.sections
            if change.what == SAME
        ]

    def lines(self) -> list[str]:
        """The comparison in plain sentences, without markup."""
        return summary.lines(self.comparison, self.shown)

    @cached_property
    def _differing(self) -> list[SectionChangeView]:
        places = dict(_places(None, self.comparison.after.sections))
        nowhere = Place()
        return [
            SectionChangeView(
                self.shown, change, places.get(change.section.id, nowhere)
            )
            for change in self.comparison.changed
        ]


def _places(
    within: Section | None, sections: Sequence[Section]
) -> Iterator[tuple[str, Place]]:
    behind = None
    for section in sections:
        yield section.id, Place(within, behind)
        yield from _places(section, section.sections)
        behind = section
