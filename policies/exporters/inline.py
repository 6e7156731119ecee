"""The inline part of the page's HTML: words, marks, links, the borders of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import html as lxml_html

from policies import fieldmarks
from policies.exporters.blocks import Anchor, Border, Break, Part, Parts, Styled, Words

_STYLES = {
    "a": "a", "b": "strong", "strong": "strong", "em": "em", "i": "em", "cite": "em",
    "code": "code", "kbd": "code", "del": "del", "s": "del", "ins": "ins", "u": "ins",
    "sub": "sub", "sup": "sup",
}  # fmt: skip
_BARE_HOST = re.compile(r"https?://[^/?#\s]+")
_BLANKS = re.compile(r"[ \t\r\n\f]+")


class Inline:
    """Reads inline markup; remembers the anchors that it passed until a block comes."""

    def __init__(self, targets: frozenset[str], origin: str = "") -> None:
        self._targets = targets
        self._origin = origin
        self._passed: list[str] = []

    def pass_by(self, element: Any) -> None:
        """Remember the element's id when some link leads to it."""
        name = element.get("id") or ""
        if name in self._targets and name not in self._passed:
            self._passed.append(name)

    def anchors(self, parts: list[Part]) -> list[Part]:
        """The parts, with the anchors that were passed before their first words."""
        if not any(_says(part) for part in parts):
            return parts
        passed, self._passed = self._passed, []
        return [*map(Anchor, passed), *parts]

    def text(self, text: str | None) -> Iterator[Part]:
        """A stretch of text with the borders that are marked in it."""
        at, text = 0, text or ""
        for mark in fieldmarks.MARK.finditer(text):
            yield from _words(text[at : mark.start()])
            yield Border(mark[1] or "")
            at = mark.end()
        yield from _words(text[at:])

    def within(self, element: Any) -> Iterator[Part]:
        """What stands within an element that holds a line."""
        self.pass_by(element)
        yield from self.text(element.text)
        for child in element:
            yield from self.parts_of(child)
            yield from self.text(child.tail)

    def parts_of(self, element: Any) -> Iterator[Part]:
        """An inline element."""
        if not isinstance(element.tag, str):
            return
        if element.tag == "br":
            yield Break()
            return
        parts = tuple(self.within(element))
        tag, lang = _STYLES.get(element.tag, ""), element.get("lang") or ""
        href = self._absolute(element.get("href") or "") if tag == "a" else ""
        if tag == "a" and (not href or _leads_to_itself(element)):
            tag, href = "", ""
        if tag or lang:
            yield Styled(tag or "span", parts, href, lang)
        else:
            yield from parts

    def _absolute(self, href: str) -> str:
        """An address that leads there from anywhere, as word processors write it."""
        if href.startswith("/"):
            return self._origin + href
        return f"{href}/" if _BARE_HOST.fullmatch(href) else href


def tidy(parts: Sequence[Part]) -> Parts:
    """The parts without blanks at the ends, doubled or around line breaks; () if empty."""
    if not any(_says(part) for part in parts):
        return ()
    found, _open = _folded(parts, at_start=True)
    return tuple(_stripped(found))


def unsettled(parts: list[Part]) -> tuple[list[Border], list[Part], list[Border]]:
    """The parts without the borders whose other end is elsewhere, and those."""
    before: list[Border] = []
    after: list[Border] = []
    opened: list[int] = []
    lonely: set[int] = set()
    for at, part in enumerate(parts):
        if isinstance(part, Border) and part.key:
            opened.append(at)
        elif isinstance(part, Border):
            if opened:
                opened.pop()
            else:
                before.append(part)
                lonely.add(at)
    for at in opened:
        after.append(parts[at])  # type: ignore[arg-type]  # only borders are opened
        lonely.add(at)
    kept = [part for at, part in enumerate(parts) if at not in lonely]
    return before, kept, after


def borders(label: str) -> str:
    """The words of a label that stands in an attribute: marks and tags left out."""
    label = fieldmarks.without(label)
    if "<" not in label:
        return label
    return str(lxml_html.fragment_fromstring(label, create_parent="p").text_content())


def _words(text: str) -> Iterator[Words]:
    if text:
        yield Words(_BLANKS.sub(" ", text))


def _says(part: Part) -> bool:
    if isinstance(part, Styled):
        return any(_says(inner) for inner in part.parts)
    return isinstance(part, Words) and bool(part.text.strip())


def _leads_to_itself(link: Any) -> bool:
    parent = link.getparent()
    return parent is not None and "q" in (parent.get("class") or "").split()


def _folded(parts: Sequence[Part], *, at_start: bool) -> tuple[list[Part], bool]:
    """Blanks folded across parts; whether the end is one where a blank is too many."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, Words):
            text = part.text.lstrip(" ") if at_start else part.text
            if text:
                found.append(Words(text))
                at_start = text.endswith(" ")
        elif isinstance(part, Styled):
            inner, at_start = _folded(part.parts, at_start=at_start)
            found.append(Styled(part.tag, tuple(inner), part.href, part.lang))
        else:
            if isinstance(part, Break):
                found, at_start = _stripped(found), True
            found.append(part)
    return found, at_start


def _stripped(parts: list[Part]) -> list[Part]:
    """Without the blank at the end, also where a mark or a tag stands behind it."""
    for at in range(len(parts) - 1, -1, -1):
        part = parts[at]
        if isinstance(part, Words):
            rest = part.text.rstrip(" ")
            return parts[:at] + ([Words(rest)] if rest else []) + parts[at + 1 :]
        if isinstance(part, Styled):
            inner = tuple(_stripped(list(part.parts)))
            styled = Styled(part.tag, inner, part.href, part.lang)
            return [*parts[:at], styled, *parts[at + 1 :]]
    return parts
