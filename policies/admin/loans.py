"""What a page shows of sections that were taken from elsewhere, and of clauses to take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations.languages import codes, texts
from policies import borrowing, diffing, kinds
from policies import document as doc
from policies.admin.clause_pages import heading, said
from policies.admin.outline import name_of
from policies.borrowing import Loan
from policies.comparing import ComparisonView
from policies.document import MAX_DEPTH
from policies.forms.entries import first_words
from policies.models import Clause, Draft, Section
from policies.rendering import SectionView

STATES: dict[str, str | Promise] = {
    "same": _("says the same"),
    "own": _("own wording"),
    "news": _("new text available"),
    "both": _("new text available, own wording"),
    "gone": _("gone at the source"),
}


@dataclass(frozen=True)
class Card:
    """A section of the draft with its source. ``comparison``: from the draft's text to
    the source's; None when there is nothing to compare."""

    loan: Loan
    heading: str
    comparison: ComparisonView | None

    @property
    def state(self) -> str:
        """How it stands: same, own, news, both or gone."""
        if self.loan.source is None:
            return "gone"
        if self.loan.news:
            # Who wrote by hand what the source says now has no words to lose.
            return "both" if self.loan.own and self.comparison else "news"
        return "own" if self.loan.own else "same"

    @property
    def label(self) -> str | Promise:
        """The same in words."""
        return STATES[self.state]


@dataclass(frozen=True)
class Piece:
    """A section that could be taken: of the parent's policy."""

    uid: str
    heading: str
    kind: str | Promise
    words: str
    below: int


@dataclass(frozen=True)
class Offer:
    """A clause that could be used."""

    clause: Clause
    name: str
    kind: str | Promise
    words: str
    said: list[SectionView]
    used: bool


def cards(loans: Iterable[Loan]) -> list[Card]:
    """Each with what taking the source's text would change."""
    found = list(loans)
    whole = diffing.compare(
        _document(loan.value for loan in found),
        _document(loan.source or loan.value for loan in found),
    )
    changes = {change.section.id: change for change in whole.changed}
    language = (get_language() or "nl")[:2]

    def compared(loan: Loan) -> ComparisonView | None:
        change = changes.get(loan.value.id)
        if change is None:
            return None
        alone = diffing.Comparison(whole.before, whole.after, None, (), (change,))
        return ComparisonView(alone, language, codes())

    return [Card(loan, name_of(loan.value), compared(loan)) for loan in found]


def lacking(draft: Draft) -> list[Piece]:
    """The parent's sections that the draft does not have."""
    return [
        Piece(
            uid=section.id,
            heading=name_of(section),
            kind=kinds.get(section.kind).label,
            words=_words(section),
            below=len(list(section.walk())) - 1,
        )
        for section in borrowing.not_taken(draft)
    ]


def offers(draft: Draft) -> list[Offer]:
    """The clauses that the draft can use, each as it would read there."""
    organisation = draft.policy.organisation
    facts: dict[str, Any] = organisation.facts()
    language = (get_language() or "nl")[:2]
    used = set(draft.sections.exclude(clause=None).values_list("clause", flat=True))
    return [
        Offer(
            clause=clause,
            name=clause.title_in(language),
            kind=kinds.get(clause.kind).label,
            words=_words(views[0].section),
            said=views,
            used=clause.pk in used,
        )
        for clause in usable(draft).order_by("title_nl", "title_en", "pk")
        if (views := said(clause.section, facts, f"c{clause.pk}"))
    ]


def usable(draft: Draft) -> QuerySet[Clause]:
    """The clauses of the draft's organisation, and those for all."""
    own = Q(organisation=draft.policy.organisation_id) | Q(organisation=None)
    return Clause.objects.filter(own).select_related("organisation")


def places(draft: Draft) -> list[tuple[int, str, int]]:
    """The sections below which one can be added: key, heading, level. In order."""
    rows = {row.pk: row for row in draft.sections.all()}
    levels = {pk: _level(row, rows) for pk, row in rows.items()}
    return [
        (pk, heading(texts(rows[pk], "heading"), rows[pk].anchor), levels[pk])
        for pk in borrowing.in_order((r.pk, r.parent_id) for r in rows.values())
        if levels[pk] < MAX_DEPTH
    ]


def _level(row: Section, rows: dict[int, Section]) -> int:
    level = 1
    while row.parent_id is not None:
        level, row = level + 1, rows[row.parent_id]
    return level


def _document(sections: Iterable[doc.Section]) -> doc.Document:
    return doc.Document(kind="other", title={}, sections=tuple(sections))


def _words(section: doc.Section) -> str:
    """The first words of it, in the interface's language or another one."""
    language = (get_language() or "nl")[:2]
    rows = [entry.term or entry.description for entry in section.entries]
    found = [
        text.get(language) or next(iter(text.values()), "")
        for text in (section.intro, *rows, section.outro)
    ]
    return first_words(", ".join(words for words in found if words))
