"""Which sections say something else than the last version: names, not words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from policies.comparing.sections import name, what_label
from policies.diffing import compare
from policies.document import Document


@dataclass(frozen=True)
class Change:
    """A section that was added, changed, moved or removed since the last version."""

    anchor: str
    heading: str
    what: str


def changes(before: Document | None, after: Document) -> list[Change]:
    """Everything that differs; nothing when nothing was published yet."""
    if before is None:
        return []
    found = compare(before, after)
    language = (get_language() or "nl")[:2]
    changed = _("changed")
    return [
        *([Change("", _("Title"), changed)] if found.title else []),
        *([Change("", _("Kind"), changed)] if found.kinds else []),
        *(Change("", capfirst(fact.label), changed) for fact in found.facts),
        *(
            Change(c.section.anchor, name(c.section, language), what_label(c.what))
            for c in found.changed
        ),
    ]
