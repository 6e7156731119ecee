"""What a translator's file would change, as the page shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from policies.comparing.cells import spoken
from policies.diffing import fragments, lines
from policies.xliff.proposals import (
    BROKEN,
    CHANGED,
    CONFLICT,
    NEW,
    SAME,
    UNKNOWN,
    UNTRANSLATED,
    Proposal,
)

STATUSES: dict[str, str | Promise] = {
    NEW: _("new"),
    CHANGED: _("changed"),
    CONFLICT: _("source changed"),
    BROKEN: _("can't be applied"),
    UNKNOWN: _("not in the draft"),
}


@dataclass(frozen=True)
class Line:
    """One text with its words compared; ``ticked`` when it is chosen to be applied."""

    proposal: Proposal
    ticked: bool
    languages: tuple[str, str]  # source, target: marks are read aloud in these

    @property
    def status(self) -> str:
        """The status in words."""
        return str(STATUSES[self.proposal.status])

    @property
    def target(self) -> SafeString:
        """The new text, with what came and what went."""
        p = self.proposal
        return self._marked(p.old, p.new, self.languages[1])

    @property
    def kept(self) -> SafeString:
        """The text that the draft keeps."""
        old = self.proposal.old
        return self._marked(old, old, self.languages[1])

    @property
    def source(self) -> SafeString:
        """The source text, from what the translator saw to what it is now."""
        p = self.proposal
        now = p.source_now if p.status == CONFLICT else p.source_then
        return self._marked(p.source_then, now, self.languages[0])

    def _marked(self, before: str, after: str, language: str) -> SafeString:
        """Both as one with ``ins`` and ``del``; the comparison escapes plain text."""
        if self.proposal.rich:
            found = fragments.marked(before, after)
        else:
            found = lines.marked(lines.read(before), lines.read(after))
        return spoken(found, language)


class Preview:
    """The proposals in groups, and how many there are of each."""

    def __init__(
        self,
        proposals: Sequence[Proposal],
        source: str,
        target: str,
        chosen: set[str] | None = None,
    ) -> None:
        self.source, self.target = source, target
        names = dict(settings.LANGUAGES)
        self.source_name, self.target_name = names[source], names[target]
        self.counts = Counter(p.status for p in proposals)
        self._proposals = proposals
        self._chosen = chosen

    @cached_property
    def attention(self) -> list[Line]:
        """What somebody has to look at: conflicts, and what can't be applied."""
        return self._lines(CONFLICT, BROKEN, UNKNOWN)

    @cached_property
    def ready(self) -> list[Line]:
        """What would be applied."""
        return self._lines(NEW, CHANGED)

    @property
    def same(self) -> int:
        """How many texts say what the draft says."""
        return self.counts[SAME]

    @property
    def untranslated(self) -> int:
        """How many texts the translator left as they were."""
        return self.counts[UNTRANSLATED]

    @property
    def applicable(self) -> bool:
        """Whether there is anything to apply."""
        return any(p.applicable for p in self._proposals)

    def _lines(self, *statuses: str) -> list[Line]:
        languages = (self.source, self.target)
        found = (p for p in self._proposals if p.status in statuses)
        return [Line(p, self._ticks(p), languages) for p in found]

    def _ticks(self, proposal: Proposal) -> bool:
        """A text whose source changed is applied only when somebody says so."""
        if self._chosen is None:
            return proposal.status in (NEW, CHANGED)
        return proposal.key in self._chosen
