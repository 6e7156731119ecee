"""The two panes beside a section: the outline on the left, what to look at on the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from organisations.languages import codes
from organisations.people import called, names
from policies import checks
from policies.admin.outline import lines, name_of, shape_of
from policies.admin.reading import Reading
from policies.comparing import ComparisonView
from policies.document import Section
from policies.models import Draft, Removed

KEPT = 20  # deleted sections that are offered to be put back


@dataclass
class Note:
    """Something to look at, with the row that it is about ("" the section's own text)."""

    words: str
    place: str = ""
    entry: str = ""
    severe: bool = False
    language: str = ""
    late: list[tuple[str, str]] = field(default_factory=list)  # see `late`


@dataclass
class Part:
    """A section with what is to be looked at in it."""

    heading: str
    pk: int | None
    notes: list[Note] = field(default_factory=list)


def outline_pane(
    reading: Reading, *, current: int | None = None, checked: bool, **told: Any
) -> dict[str, Any]:
    """What the outline shows. ``told`` is what was just done to it."""
    found = lines(reading, checked=checked)
    return {
        "draft": reading.draft,
        "lines": found,
        "shape": shape_of(found),
        "current": current,
        "removed": removed(reading.draft),
        **told,
    }


def removed(draft: Draft) -> list[dict[str, Any]]:
    """The sections that were deleted lately, newest first."""
    rows = list(Removed.objects.filter(draft=draft)[:KEPT])
    known = names(row.actor for row in rows)
    return [
        {
            "pk": row.pk,
            "at": row.at,
            "by": called(row.actor, known),
            "heading": name_of(Section.from_dict(row.content["section"])),
        }
        for row in rows
    ]


def side_pane(reading: Reading, section: Section) -> dict[str, Any]:
    """What changed in one section, and what is amiss there."""
    return {
        "version": reading.version,
        "comparison": _compared(reading, section),
        "amiss": list(amiss(reading, section.id)),
        "behind": list(behind(reading, section)),
        "remarks": reading.remarks[section.id],
    }


def totals(reading: Reading, pks: Mapping[str, int]) -> dict[str, Any]:
    """The draft as a whole: how much changed, and where something is amiss."""
    parts = [
        Part(name_of(section), pks.get(section.id), notes)
        for section in reading.raw.walk()
        if (notes := list(_everything(reading, section)))
    ]
    return {
        "version": reading.version,
        "comparison": reading.comparison,
        "changes": [
            {
                "heading": name_of(change.section),
                "what": change.what,
                "pk": pks.get(change.section.id) if change.after else None,
            }
            for change in reading.changes.values()
        ],
        "parts": parts,
        "general": list(amiss(reading, "")),
        "notes": sum(len(part.notes) for part in parts),
    }


def amiss(reading: Reading, section: str) -> Iterator[Note]:
    """What the checks found there, and variables that have no value."""
    titles = reading.titles
    for place in reading.unfilled:
        if place.section == section:
            yield Note(
                _unfilled(place.name, place.unknown),
                titles.get((place.section, place.entry), ""),
                place.entry, severe=True, language=place.language,
            )  # fmt: skip
    for found in reading.findings:
        if found.section == section:
            yield Note(
                checks.describe(found),
                titles.get((found.section, found.entry), ""),
                found.entry,
                severe=found.severity == "error",
                language=found.language,
            )


def behind(reading: Reading, section: Section) -> Iterator[Note]:
    """The translations that fell behind: of the section's own texts, and by row."""
    titles = reading.titles
    for entry, languages in reading.behind.get(section.id, {}).items():
        tags = late(languages)
        words = _("%(language)s was not changed along.") % {
            "language": ", ".join(name for _code, name in tags)
        }
        yield Note(words, titles.get((section.id, entry), ""), entry, late=tags)


def late(languages: Iterable[str]) -> list[tuple[str, str]]:
    """Languages as the tags of a row show them, and as they are read out."""
    return [(code.upper(), language_name(code)) for code in languages]


def language_name(code: str) -> str:
    """A language's name in the interface's language."""
    name = str(get_language_info(code)["name_translated"])
    return name[:1].upper() + name[1:]


def _compared(reading: Reading, section: Section) -> ComparisonView | None:
    """The comparison of that section alone; None when it says the same."""
    change = reading.changes.get(section.id)
    if reading.comparison is None or change is None:
        return None
    alone = replace(reading.comparison, title=None, facts=(), sections=(change,))
    return ComparisonView(alone, (get_language() or "nl")[:2], codes())


def _everything(reading: Reading, section: Section) -> Iterator[Note]:
    yield from behind(reading, section)
    yield from amiss(reading, section.id)


def _unfilled(name: str, unknown: bool) -> str:
    braced = "{" + name + "}"
    if unknown:
        return _("There is no fact called %(name)s.") % {"name": braced}
    return _("The fact %(name)s is not filled in.") % {"name": braced}
