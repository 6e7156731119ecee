"""Paragraphs of a DOCX file as the HTML of one text: lists nested, quotations joined."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

_LISTED = re.compile(r"(ul|ol|more)(\d)")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One paragraph: what it is (``ul`` at depth 2, ``quote`` …), its HTML and words."""

    what: str
    depth: int
    html: str
    text: str

    @classmethod
    def of(cls, paragraph: Any) -> Leaf:
        """The paragraph as `policies.importers.docx_html.flat` has it."""
        found = paragraph.get("class") or ""
        listed = _LISTED.fullmatch(found)
        written = etree.tostring(
            paragraph, encoding="unicode", method="html", with_tail=False
        )
        html = written.partition(">")[2].rpartition("</")[0]
        text = " ".join("".join(_words(paragraph)).split())
        what, depth = (listed[1], int(listed[2])) if listed else (found, 0)
        return cls(what, depth, html.replace("\n", " ").strip(), text)

    def within(self, level: int) -> Leaf:
        """As it is in a text that itself stands in so many lists."""
        return replace(self, depth=max(self.depth - level, 0))


def rich(leaves: Iterable[Leaf]) -> str:
    """The HTML of a text's paragraphs."""
    writer = _Writer()
    for leaf in leaves:
        if leaf.html:
            writer.add(leaf)
    writer.close(0)
    return "".join(writer.out)


class _Writer:
    def __init__(self) -> None:
        self.out: list[str] = []
        self._lists: list[str] = []

    def add(self, leaf: Leaf) -> None:
        """Append a paragraph, opening and closing the lists that it needs."""
        if leaf.depth and leaf.what in {"ul", "ol"}:
            self._item(leaf)
        elif leaf.depth and self._lists:
            self.close(leaf.depth)
            self.out.append(f"<p>{leaf.html}</p>")
        else:
            self.close(0)
            self.out.append(_alone(leaf))

    def close(self, depth: int) -> None:
        """Close lists until that many are open."""
        while len(self._lists) > depth:
            self.out.append(f"</li></{self._lists.pop()}>")

    def _item(self, leaf: Leaf) -> None:
        self.close(leaf.depth)
        if len(self._lists) == leaf.depth and self._lists[-1] != leaf.what:
            self.close(leaf.depth - 1)
        if len(self._lists) == leaf.depth:
            self.out.append("</li>")
        while len(self._lists) < leaf.depth:
            self.out.append(f"<{leaf.what}>")
            self._lists.append(leaf.what)
            if len(self._lists) < leaf.depth:
                self.out.append("<li>")
        self.out.append(f"<li>{leaf.html}")


def _alone(leaf: Leaf) -> str:
    if leaf.what == "quote":
        return f"<blockquote><p>{leaf.html}</p></blockquote>"
    if leaf.what == "pre":
        return f"<pre>{leaf.html}</pre>"
    if leaf.what.startswith("heading"):
        level = min(int(leaf.what[-1]) + 1, 6)
        return f"<h{level}>{leaf.html}</h{level}>"
    return f"<p>{leaf.html}</p>"


def _words(element: Any) -> Iterable[str]:
    yield element.text or ""
    for child in element:
        yield " " if child.tag == "br" else ""
        yield from _words(child)
        yield child.tail or ""
