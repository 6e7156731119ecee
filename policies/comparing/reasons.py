"""Why a change matters, as a page shows it: sentences that lead to the sections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _

from policies.classifying import Classification, Reason, classify
from policies.comparing.document import ComparisonView
from policies.models import Version

# A policy that was written anew has hundreds: the page below shows them all.
_MOST = 12
_KEPT = 512
_known: dict[tuple[str, str], Classification] = {}


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason. ``href`` leads to what changed; ``elsewhere`` says so where that is the
    text of another language alone."""

    text: str
    href: str
    article: str
    material: bool
    elsewhere: str = ""


@dataclass(frozen=True)
class ReasonsView:
    """The classifier's reasons for readers, under the publisher's own judgement.

    ``material`` is what the publisher chose. ``page`` is the address of the comparison
    that the lines lead into; "" when they stand on that page itself. ``view`` is what
    that page shows, and ``both`` the address of the same in every language: there lead
    the lines about a text that the page doesn't show.
    """

    classification: Classification
    language: str
    material: bool
    page: str = ""
    view: ComparisonView | None = None
    both: str = ""

    @property
    def lead(self) -> str:
        """The sentence above the list, or all there is to say."""
        if not self.classification.material:
            return "" if self.material else _("Small corrections only.")
        if self.material:
            return _("This change matters to you, because:")
        return _("What changed in substance:")

    @cached_property
    def lines(self) -> list[ReasonLine]:
        """The reasons for calling the change material."""
        return self._lines(r for r in self.classification.reasons if r.material)

    @cached_property
    def also(self) -> list[ReasonLine]:
        """What changed besides and is worth a line: nothing that takes anything away."""
        found = self.classification.reasons
        return self._lines(r for r in found if not r.material and not r.quiet)

    @property
    def shown(self) -> list[ReasonLine]:
        """As many of the reasons as a reader takes in."""
        return self.lines[:_MOST]

    @property
    def more(self) -> int:
        """How many reasons are left out."""
        return len(self.lines[_MOST:])

    @property
    def shown_also(self) -> list[ReasonLine]:
        """As many of the others as a reader takes in."""
        return self.also[:_MOST]

    def _lines(self, reasons: Iterable[Reason]) -> list[ReasonLine]:
        return [self._line(reason) for reason in reasons]

    def _line(self, reason: Reason) -> ReasonLine:
        only = self.view.only_in(reason.section) if self.view else ()
        return ReasonLine(
            reason.sentence(self.language),
            (self.both if only else self.page) + self._place(reason),
            reason.article(self.language),
            reason.material,
            _only(only) if only else "",
        )

    def _place(self, reason: Reason) -> str:
        """Where the comparison shows it (`SectionChangeView.id`)."""
        return f"#diff-{self.language}-{reason.section}" if reason.section else (
            f"#diff-about-{self.language}"
        )  # fmt: skip


def _only(languages: Iterable[str]) -> str:
    names = dict(settings.LANGUAGES)
    named = ", ".join(str(names[code]) for code in languages)
    return _("Only the text in %(language)s changed.") % {"language": named}


def between(before: Version, after: Version) -> Classification:
    """The judgement of two versions; computed once, since versions never change."""
    key = before.digest, after.digest
    found = _known.get(key)
    if found is None:
        if len(_known) >= _KEPT:
            _known.clear()
        found = _known[key] = classify(before.document, after.document)
    return found


def of(
    before: Version,
    after: Version,
    language: str,
    page: str = "",
    *,
    view: ComparisonView | None = None,
    both: str = "",
) -> ReasonsView:
    """Why the step from one version to a later one matters, for readers."""
    judged = between(before, after)
    return ReasonsView(judged, language, after.material, page, view, both)
