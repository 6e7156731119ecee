"""A Document as passages: a section's own text, or a row, with the address of each.

They are read from the page's own templates: whatever a reader sees there is found, and a
new kind of section or attribute needs nothing here.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from lxml import html as lxml_html

from policies.document import Document
from policies.rendering import DocumentView, SectionView
from policies.returning.alone import alone
from policies.richtext import plain

# Lists where a label and its value are one line.
_LABELLED = "//dl[@class='details' or @class='rows']/div"
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that can be found. ``heading`` is the section's, ``text`` plain.

    ``row`` says that it is a row under that heading, not the section's own text.
    """

    language: str
    anchor: str
    heading: str
    text: str
    row: bool = False


def passages(document: Document, language: str) -> Iterator[Passage]:
    """Everything that the document says in that language, in reading order.

    A text that is shown in another language is not searched in this one.
    """
    if language not in document.written_in():
        return
    view = DocumentView(alone(document, language), language)
    with translation.override(language):
        html = render_to_string("policies/_text.html", {"document": view})
    places = {place.anchor: place for place in _places(view.sections)}
    for anchor, text in _texts(html, places):
        if text or places[anchor].heading:
            yield replace(places[anchor], text=text)


def _places(sections: list[SectionView]) -> Iterator[Passage]:
    """Each section and row with its address and heading, its text still to come."""
    for section in sections:
        heading = section.section.heading.get(section.language, "")
        yield Passage(section.language, section.anchor, heading, "")
        for entry in section.entries:
            yield Passage(section.language, entry.id, heading, "", row=True)
        yield from _places(section.sections)


def _texts(html: str, anchors: Container[str]) -> list[tuple[str, str]]:
    """Of each element with such an address its own words: not those of one within it."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for heading in root.find_class("h"):
        heading.drop_tree()
    for line in root.xpath(_LABELLED):
        _as_line(line)
    found = []
    for element in reversed(list(root.iter())):
        if (anchor := element.get("id", "")) in anchors:
            found.append((anchor, _words(element)))
            element.drop_tree()
    return found[::-1]


def _as_line(element: Any) -> None:
    label, value = map(_words, element)
    element[:] = []
    element.tag = "p"
    element.text = f"{label.removesuffix(':')}: {value}"


def _words(element: Any) -> str:
    html = lxml_html.tostring(element, encoding="unicode", with_tail=False)
    return plain(html).replace(_SOFT_HYPHEN, "")
