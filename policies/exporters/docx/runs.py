"""Inline parts as runs and hyperlinks of a paragraph, and bookmarks around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from policies.exporters.blocks import Anchor, Border, Break, Part, Parts, Styled, Words

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class _Look:
    """How a run looks, from the marks around it."""

    marks: frozenset[str] = frozenset()
    lang: str = ""

    def within(self, part: Styled) -> _Look:
        marks = self.marks if part.tag == "span" else self.marks | {part.tag}
        return replace(self, marks=marks, lang=part.lang or self.lang)


class Bookmarks:
    """Numbers bookmarks, and names those of anchors as word processors allow."""

    def __init__(self) -> None:
        self.anchors: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._number = 0

    def around(self, paragraph: Paragraph, name: str) -> None:
        """A bookmark around all that the paragraph holds."""
        start, end = self._ends(name)
        at = 1 if paragraph._p.pPr is not None else 0
        paragraph._p.insert(at, start)
        paragraph._p.append(end)

    def here(self, paragraph: Paragraph, anchor: str) -> None:
        """A bookmark to which links of the policy lead."""
        for element in self._ends(self.named(anchor)):
            paragraph._p.append(element)

    def named(self, anchor: str) -> str:
        """The name of an anchor's bookmark: letters, digits, underscores, 40 at most."""
        if anchor not in self._names:
            base = "to_" + "".join(c if c.isalnum() else "_" for c in anchor)
            name, number = base[:LONGEST_NAME], 1
            while name in self.anchors:
                number += 1
                name = f"{base[: LONGEST_NAME - 4]}_{number}"
            self._names[anchor] = name
            self.anchors[name] = anchor
        return self._names[anchor]

    def _ends(self, name: str) -> tuple[Any, Any]:
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        self._number += 1
        for element in (start, end):
            element.set(qn("w:id"), str(self._number))
        start.set(qn("w:name"), name)
        return start, end


class Runs:
    """Writes inline parts into paragraphs."""

    def __init__(self, bookmarks: Bookmarks) -> None:
        self._bookmarks = bookmarks

    def add(self, paragraph: Paragraph, parts: Parts) -> None:
        """Append the parts to the paragraph."""
        for part in parts:
            self._add(paragraph, paragraph._p, part, _Look())

    def _add(self, paragraph: Paragraph, holder: Any, part: Part, look: _Look) -> None:
        match part:
            case Words(text):
                holder.append(_run(paragraph, text, look))
            case Break():
                holder.append(_run(paragraph, "\n", look))
            case Anchor(name):
                self._bookmarks.here(paragraph, name)
            case Border():
                pass
            case Styled():
                link = self._link(paragraph, part.href) if part.href else holder
                if link is not holder:
                    holder.append(link)
                for inner in part.parts:
                    self._add(paragraph, link, inner, look.within(part))

    def _link(self, paragraph: Paragraph, href: str) -> Any:
        link = OxmlElement("w:hyperlink")
        if href.startswith("#"):
            link.set(qn("w:anchor"), self._bookmarks.named(href[1:]))
        else:
            number = paragraph.part.relate_to(
                href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
            link.set(qn("r:id"), number)
        link.set(qn("w:history"), "1")
        return link


def _run(paragraph: Paragraph, text: str, look: _Look) -> Any:
    element: Any = OxmlElement("w:r")
    run = Run(element, paragraph)
    run.text = text
    for name, value in _properties(look.marks):
        setattr(run.font, name, value)
    if "code" in look.marks:
        element.style = "Code"
    if "a" in look.marks:
        element.style = "Hyperlink"
    if look.lang:
        lang: Any = OxmlElement("w:lang")
        lang.set(qn("w:val"), look.lang)
        element.get_or_add_rPr().append(lang)
    return element


def _properties(marks: frozenset[str]) -> Iterator[tuple[str, bool]]:
    names = {
        "strong": "bold", "em": "italic", "del": "strike", "ins": "underline",
        "sub": "subscript", "sup": "superscript",
    }  # fmt: skip
    yield from ((name, True) for tag, name in names.items() if tag in marks)
