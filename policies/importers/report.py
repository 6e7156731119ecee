"""What an import says about itself: what was found, what is missing, what is unsure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from policies import kinds
from policies.importers.blocks import Unsure


@dataclass(frozen=True, slots=True)
class Report:
    """How well a file was understood.

    ``coverage`` is the percentage of the source's letters that the document says;
    ``recognised`` maps a section's anchor to its kind; ``date`` is the day of the last
    change (ISO 8601) and ``p3p`` the compact policy, each "" when there is none.
    """

    coverage: float
    missing: tuple[tuple[int, str], ...] = ()
    unsure: tuple[Unsure, ...] = ()
    notes: tuple[str, ...] = ()
    recognised: Mapping[str, str] = field(default_factory=dict)
    date: str = ""
    p3p: str = ""

    def as_text(self) -> str:
        """The report for people, a finding a line."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield _("%(share)s %% of the source's text is in the document.") % {
            "share": number_format(self.coverage, 2)
        }
        for number, text in self.missing:
            yield _("Missing, line %(line)d: %(text)s") % {"line": number, "text": text}
        if self.date:
            yield _("Last changed on %(date)s.") % {"date": self.date}
        if self.p3p:
            yield _(
                "A P3P compact policy was found: %(tokens)s. The page's own text about "
                "it stays as it was written; a section of the kind “P3P compact "
                "policy” can be made from the tokens."
            ) % {"tokens": self.p3p}
        for anchor, kind in self.recognised.items():
            label = kinds.get(kind).label
            yield _("Section #%(anchor)s: %(kind)s") % {"anchor": anchor, "kind": label}
        for line, text, reason in self.unsure:
            unsure = {"line": line, "reason": reason, "text": text}
            yield _("Unsure, line %(line)d: %(reason)s “%(text)s”") % unsure
        yield from self.notes
