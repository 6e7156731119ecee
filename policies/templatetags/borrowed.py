"""What is new at the sources of a draft's clauses and inherited sections."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from policies import borrowing
from policies.admin.outline import Line
from policies.borrowing import News
from policies.models import Draft

register = template.Library()


@register.simple_tag
def news_of(draft: Draft, lines: Iterable[Line] | None = None) -> News:
    """How many new texts the draft is offered, and how many sources are gone.

    A draft whose outline (``lines``) has nothing from elsewhere is not asked about.
    """
    if lines and not _any_taken(lines):
        return News(0, 0)
    return borrowing.news([draft])[draft.pk]


def _any_taken(lines: Iterable[Line]) -> bool:
    return any(
        line.row.clause_id or line.row.follows or _any_taken(line.below)
        for line in lines
    )
