"""What a translator is told beside the texts, and the look of the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from policies import kinds, richtext
from policies.document import Document, Section
from policies.xliff.fields import Field
from policies.xliff.units import STALE, Unit

Found = list[tuple[Field, list[Unit]]]
_ELEMENTS = {
    "li": gettext_lazy("list item"),
    "td": gettext_lazy("table cell"),
    "th": gettext_lazy("table heading"),
    "caption": gettext_lazy("table caption"),
    "h3": gettext_lazy("subheading"),
    "h4": gettext_lazy("subheading"),
}


def by_section(found: Found) -> Iterator[tuple[Section, Found]]:
    """The fields of each section together, in order."""
    for _key, group in groupby(found, key=lambda pair: pair[0].section.id):
        fields = list(group)
        yield fields[0][0].section, fields


def of_file(document: Document, source: str) -> str:
    """Which policy it is."""
    name = document.organisation.get("trade_name", "")
    title = document.title.get(source) or next(iter(document.title.values()), "")
    return " – ".join(part for part in (str(name), title) if part)


def of_section(section: Section, source: str) -> str:
    """What the section is about."""
    heading = section.heading.get(source) or section.anchor
    kind = kinds.get(section.kind).label
    return _("Section “%(heading)s” (%(kind)s)") % {"heading": heading, "kind": kind}


def of_unit(field: Field, unit: Unit, count: int, source: str) -> list[str]:
    """Where the text stands, and what there is to know about its translation."""
    place = [str(field.label)]
    term = field.entry.term.get(source) if field.entry else ""
    if term and field.name != "term":
        place.insert(0, term)
    if count > 1:
        which = {"number": unit.number, "count": count}
        place.append(_("part %(number)d of %(count)d") % which)
    if unit.tag in _ELEMENTS:
        place.append(str(_ELEMENTS[unit.tag]))
    found = [" · ".join(place)]
    if unit.state == STALE:
        found.append(_("The text changed after it was translated."))
    if unit.beside and unit.number == 1:
        found.append(_("Translation so far: %s") % richtext.plain(unit.beside))
    return found


def lay_out(element: etree._Element, words: frozenset[str], depth: int = 1) -> None:
    """Break and indent lines, but not in the elements that hold words."""
    if etree.QName(element).localname in words or not len(element):
        return
    element.text = "\n" + "  " * depth
    for child in element:
        lay_out(child, words, depth + 1)
        child.tail = "\n" + "  " * depth
    element[-1].tail = "\n" + "  " * (depth - 1)
