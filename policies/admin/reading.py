"""A draft as the editor's screen reads it: its text, the version in force, what is amiss.

Everything is read once and when it is asked for, with a constant number of queries.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language

from policies import agreement, checks, diffing, variables
from policies.compiling import DraftText, read_draft
from policies.diffing import Comparison, SectionChange
from policies.document import Document, Entry, Section
from policies.models import Draft, Version
from policies.models import Entry as EntryRow
from policies.texts import names

Agreed = dict[str, dict[str, dict[str, str]]]  # by section, by entry; "" its own texts


class Reading:
    """What a draft says, next to the version in force."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    @cached_property
    def text(self) -> DraftText:
        """All that the draft says today."""
        return read_draft(self.draft)

    @property
    def raw(self) -> Document:
        """The text as it was written, with its variables."""
        return self.text.written

    @property
    def filled(self) -> Document:
        """The text as it would be published."""
        return self.text.document

    @cached_property
    def version(self) -> Version | None:
        """The version in force; before anything is, the last one published."""
        policy, now = self.draft.policy, timezone.now()
        versions = Version.objects
        return versions.in_force(policy, now) or versions.newest(policy)

    @cached_property
    def comparison(self) -> Comparison | None:
        """What differs from that version; None when nothing was published yet."""
        if self.version is None:
            return None
        return diffing.compare(self.version.document, self.filled)

    @cached_property
    def changes(self) -> dict[str, SectionChange]:
        """The sections that came, went, moved or say something else, by id."""
        found = self.comparison
        return {c.section.id: c for c in found.changed} if found else {}

    @cached_property
    def findings(self) -> list[checks.Finding]:
        """What the checks find in the text as it would be published."""
        return checks.check(self.filled)

    @cached_property
    def unfilled(self) -> list[variables.Place]:
        """The variables that are unknown or have no value: they stop publishing."""
        return variables.amiss(self.raw, self.raw.organisation)

    @cached_property
    def agreed(self) -> Agreed:
        """Which texts were agreed as each other's translations.

        Only of sections in which one fell behind: saving keeps which those are.
        """
        sections = self.draft.sections.values_list("uid", "agreed", "behind")
        found: Agreed = {uid: {"": agreed} for uid, agreed, late in sections if late}
        rows = EntryRow.objects.filter(
            section__draft=self.draft, section__register=False, section__uid__in=found
        )
        for section, uid, agreed in rows.values_list("section__uid", "uid", "agreed"):
            found[section][uid] = agreed
        return found

    @cached_property
    def remarks(self) -> Counter[str]:
        """How many remarks about each section are not settled yet."""
        open_ones = self.draft.policy.comments.filter(
            resolved_at=None, reply_to=None
        ).exclude(section_uid="")
        return Counter(open_ones.values_list("section_uid", flat=True))

    @cached_property
    def counts(self) -> Counter[str]:
        """How many things are amiss in each section, by id."""
        found = Counter(finding.section for finding in self.findings)
        found.update(place.section for place in self.unfilled)
        return found

    @cached_property
    def titles(self) -> dict[tuple[str, str], str]:
        """What to call each row in the interface's language, by section and row."""
        language = (get_language() or "nl")[:2]
        return {
            (section.id, entry.id): called.get(language)
            or next(iter(called.values()), entry.id)
            for section in self.filled.walk()
            for entry in section.entries
            for called in (names(entry),)
        }

    @cached_property
    def behind(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """The languages that fell behind: by section, by entry ("" its own texts)."""
        found = {s.id: dict(self._behind(s)) for s in self.raw.walk()}
        return {section: units for section, units in found.items() if units}

    def section(self, uid: str) -> Section:
        """The section as it was written."""
        return next(s for s in self.raw.walk() if s.id == uid)

    def _behind(self, section: Section) -> list[tuple[str, tuple[str, ...]]]:
        agreed = self.agreed.get(section.id, {})
        units: list[tuple[str, Section | Entry]] = [("", section)]
        units += [(entry.id, entry) for entry in section.entries]
        both = (
            (uid, agreement.stale(agreed[uid], agreement.prints(unit)))
            for uid, unit in units
            if agreed.get(uid)
        )
        return [(uid, languages) for uid, languages in both if languages]
