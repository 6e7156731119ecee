"""Which sections say something else than the last version: names, not words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from policies.document import Document, Section


@dataclass(frozen=True)
class Change:
    """A section that was added, changed or removed since the last version."""

    anchor: str
    heading: str
    what: str


def changes(before: Document | None, after: Document) -> list[Change]:
    """Every section that differs; none when nothing was published yet."""
    if before is None:
        return []
    old = {section.id: _alone(section) for section in before.walk()}
    new = {section.id: _alone(section) for section in after.walk()}
    found = [
        _change(section, _("added") if key not in old else _("changed"))
        for key, section in new.items()
        if old.get(key) != section
    ]
    found += [_change(old[key], _("removed")) for key in old if key not in new]
    shared = [[k for k in keys if k in old and k in new] for keys in (old, new)]
    if not found and shared[0] != shared[1]:
        found.append(Change("", _("The sections stand in another order"), ""))
    if before.title != after.title:
        found.append(Change("", _("Title"), _("changed")))
    return found


def _alone(section: Section) -> Section:
    return replace(section, sections=())


def _change(section: Section, what: str) -> Change:
    heading = section.heading
    language = (get_language() or "nl")[:2]
    name = heading.get(language) or next(iter(heading.values()), section.anchor)
    return Change(section.anchor, name, what)
