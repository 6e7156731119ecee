"""The page's HTML as blocks: the one place where formats that are read look at tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import html as lxml_html

from policies.exporters.blocks import (
    Block,
    Cell,
    Heading,
    Listing,
    Paragraph,
    Part,
    Preformatted,
    Quotation,
    Rule,
    Table,
    Term,
    Terms,
)
from policies.exporters.inline import Inline, borders, tidy, unsettled
from policies.exporters.tables import labelled

_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "div", "dl", "h1", "h2", "h3", "h4", "h5",
        "h6", "hr", "ol", "p", "pre", "section", "table", "ul",
    }
)  # fmt: skip


def read(html: str, origin: str = "") -> tuple[Block, ...]:
    """The blocks of a rendered policy, in reading order.

    ``origin`` goes before links to other pages of the site: a file has no site.
    """
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return _Reader(Inline(_targets(root), origin)).blocks(root)


def _targets(root: Any) -> frozenset[str]:
    """Which anchors the text itself leads to. A question's link to itself is none."""
    return frozenset(
        link.get("href")[1:]
        for link in root.iter("a")
        if (link.get("href") or "").startswith("#") and not _of_itself(link)
    )


def _of_itself(link: Any) -> bool:
    parent = link.getparent()
    return parent is not None and "q" in (parent.get("class") or "").split()


class _Reader:
    def __init__(self, inline: Inline) -> None:
        self.inline = inline
        self._readers: dict[str, Callable[[Any], Iterator[Block]]] = {
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading),
            **dict.fromkeys(("ul", "ol"), self._listing),
            **dict.fromkeys(("p", "address"), self._paragraph),
            "dl": self._terms,
            "table": self._table,
            "blockquote": self._quotation,
            "pre": self._preformatted,
            "hr": lambda _element: iter((Rule(),)),
        }

    def blocks(self, element: Any) -> tuple[Block, ...]:
        """What stands within an element."""
        return tuple(self._within(element))

    def _within(self, element: Any) -> Iterator[Block]:
        self.inline.pass_by(element)
        loose: list[Part] = list(self.inline.text(element.text))
        for child in element:
            if child.tag in _BLOCKS:
                yield from self._settled(loose)
                loose = []
                yield from self._readers.get(child.tag, self._within)(child)
            else:
                loose += self.inline.parts_of(child)
            loose += self.inline.text(child.tail)
        yield from self._settled(loose)

    def _settled(self, loose: list[Part], role: str = "") -> Iterator[Block]:
        """Loose parts as a paragraph; borders of a field of blocks stand by themselves."""
        before, settled, after = unsettled(loose)
        yield from before
        if parts := tidy(self.inline.anchors(settled)):
            yield Paragraph(parts, role)
        yield from after

    def _paragraph(self, element: Any) -> Iterator[Block]:
        role = "term" if element.get("class") == "term" else ""
        yield from self._settled(list(self.inline.within(element)), role)

    def _heading(self, element: Any) -> Iterator[Block]:
        parts = self.inline.anchors(list(self.inline.within(element)))
        yield Heading(int(element.tag[1]), tidy(parts))

    def _listing(self, element: Any) -> Iterator[Block]:
        items = tuple(self.blocks(child) for child in element if child.tag == "li")
        start = element.get("start", "1")
        yield Listing(
            tuple(item for item in items if item),
            ordered=element.tag == "ol",
            start=int(start) if re.fullmatch(r"\d{1,6}", start) else 1,
        )

    def _terms(self, element: Any) -> Iterator[Block]:
        found: list[Term] = []
        for child in element.iter("dt", "dd", "div"):
            if child.tag == "div":
                self.inline.pass_by(child)
            elif _holder(child) is not element:
                continue
            elif child.tag == "dt":
                parts = self.inline.anchors(list(self.inline.within(child)))
                found.append(Term(tidy(parts), ()))
            else:
                last = found.pop() if found else Term((), ())
                found.append(Term(last.parts, last.blocks + self.blocks(child)))
        short = (element.get("class") or "") in {"rows", "details"}
        yield Terms(tuple(found), short)

    def _table(self, element: Any) -> Iterator[Block]:
        caption = element.find("caption")
        parts = () if caption is None else tidy(list(self.inline.within(caption)))
        rows: dict[bool, list[tuple[Cell, ...]]] = {True: [], False: []}
        for row in element.iter("tr"):
            self.inline.pass_by(row)
            cells = tuple(self._cell(c) for c in row if c.tag in {"td", "th"})
            rows[row.getparent().tag == "thead"].append(cells)
        yield labelled(Table(parts, tuple(rows[True]), tuple(rows[False])))

    def _cell(self, element: Any) -> Cell:
        label = borders(element.get("data-label", ""))
        return Cell(
            self.blocks(element),
            label,
            header=element.tag == "th",
            columns=_span(element.get("colspan")),
            rows=_span(element.get("rowspan")),
        )

    def _quotation(self, element: Any) -> Iterator[Block]:
        yield Quotation(self.blocks(element))

    def _preformatted(self, element: Any) -> Iterator[Block]:
        yield Preformatted(element.text_content().strip("\n"))


def _holder(element: Any) -> Any:
    return next(element.iterancestors("dl"))


def _span(value: str | None) -> int:
    return min(int(value), 100) if value and value.isdecimal() and int(value) else 1
