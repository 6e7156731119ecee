"""A parsed HTML page as blocks: what stands between two blocks is a paragraph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from policies.importers.blocks import (
    Block,
    Findings,
    Heading,
    Item,
    Listing,
    Markup,
    Paragraph,
    Run,
    Table,
)
from policies.importers.html_inline import written
from policies.importers.inline import linked, rows_of, words_of
from policies.richtext import sanitise

DROPPED = ("script", "style", "template", "iframe", "object", "embed", "applet")
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
        "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
        "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip


class Walker:
    """Collects the blocks below an element, in the order of the page."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.blocks: list[Block] = []
        self._loose: list[str] = []
        self._line = 0
        self._readers: dict[str, Callable[[Any], None]] = {
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading),
            **dict.fromkeys(("ul", "ol", "menu"), self._listing),
            "dl": self._definitions,
            "table": self._table,
            "blockquote": self._markup,
            "pre": self._markup,
        }

    def walk(self, element: Any) -> None:
        """Read an element's text and children."""
        self._text(element.text, element)
        for child in element:
            self._child(child)
            self._text(child.tail, child)

    def done(self) -> list[Block]:
        """All blocks, when everything has been walked."""
        self._paragraph()
        return self.blocks

    def inner(self, element: Any) -> tuple[Block, ...]:
        """The blocks within one element."""
        walker = Walker(self.findings)
        walker.walk(element)
        return tuple(walker.done())

    def _child(self, child: Any) -> None:
        if not isinstance(child.tag, str):
            return
        if child.tag in BLOCKS:
            self._paragraph()
            self._readers.get(child.tag, self.walk)(child)
            self._paragraph()
        elif next(child.iterdescendants(*BLOCKS), None) is not None:
            self.walk(child)
        else:
            self._line = self._line or child.sourceline or 0
            self._loose.append(written(child, self.findings))

    def _text(self, text: str | None, element: Any) -> None:
        if text and not self._loose:
            self._line = element.sourceline or 0
        self._loose.append(linked(text or ""))

    def _paragraph(self) -> None:
        """What stood loose until here is a paragraph."""
        html = " ".join("".join(self._loose).split())
        self._loose = []
        for part in html.replace("<br> <br>", "<br><br>").split("<br><br>"):
            text = words_of(part.replace("<br>", " "))
            if text.strip():
                self.blocks.append(
                    Paragraph(self._line, rows_of(Run(part.strip(), text)))
                )
        self._line = 0

    def _heading(self, element: Any) -> None:
        inner = [b for b in self.inner(element) if isinstance(b, Paragraph)]
        words = " ".join(b.text for b in inner)
        if words:
            level = int(element.tag[1])
            self.blocks.append(Heading(element.sourceline or 0, words, level))

    def _listing(self, element: Any) -> None:
        items: list[Item] = []
        for child in element:
            if child.tag in {"ul", "ol"} and items:
                last = items.pop()
                blocks = (*last.blocks, *self.inner_of([child]))
                items.append(Item(last.line, blocks))
            elif isinstance(child.tag, str):
                items.append(Item(child.sourceline or 0, self.inner(child)))
        start = str(element.get("start", "1"))
        self.blocks.append(
            Listing(
                element.sourceline or 0,
                tuple(item for item in items if item.blocks),
                element.tag == "ol",
                int(start) if start.isdecimal() and len(start) < 6 else 1,
            )
        )

    def inner_of(self, elements: list[Any]) -> tuple[Block, ...]:
        """The blocks that some elements are."""
        walker = Walker(self.findings)
        for element in elements:
            walker._child(element)
        return tuple(walker.done())

    def _definitions(self, element: Any) -> None:
        items: list[Item] = []
        for child in element.iter("dt", "dd"):
            if child.tag == "dt":
                words = " ".join(child.text_content().split())
                items.append(
                    Item(child.sourceline or 0, (), Run(_escaped(words), words))
                )
            elif items:
                last = items.pop()
                blocks = (*last.blocks, *self.inner(child))
                items.append(Item(last.line, blocks, last.term))
        self.blocks.append(Listing(element.sourceline or 0, tuple(items)))

    def _table(self, element: Any) -> None:
        for caption in element.findall("caption"):
            self.blocks += self.inner(caption)
        rows = list(element.iter("tr"))
        cells = [[c for c in row if c.tag in {"td", "th"}] for row in rows]
        if element.find(".//table") is not None:
            for row in cells:
                for cell in row:
                    self.blocks += self.inner(cell)
            return
        if any(_is_complex(cell) for row in cells for cell in row):
            self._markup(element)
            return
        runs = [tuple(self._cell(cell) for cell in row) for row in cells]
        named = bool(cells) and bool(cells[0]) and all(c.tag == "th" for c in cells[0])
        header = runs.pop(0) if named else ()
        line = element.sourceline or 0
        self.blocks.append(Table(line, tuple(r for r in runs if r), header))

    def _cell(self, cell: Any) -> Run:
        parts = [b.html for b in self.inner(cell) if isinstance(b, Paragraph)]
        html = "<br>".join(parts)
        return Run(html, words_of(html.replace("<br>", " ")))

    def _markup(self, element: Any) -> None:
        html = etree.tostring(
            element, encoding="unicode", method="html", with_tail=False
        )
        reason = _("Kept as it was laid out.")
        self.findings.doubt(element.sourceline or 0, element.text_content(), reason)
        self.blocks.append(Markup(element.sourceline or 0, sanitise(html)))


def _is_complex(cell: Any) -> bool:
    spans = any(cell.get(name, "1") != "1" for name in ("colspan", "rowspan"))
    return (
        spans
        or next(cell.iterdescendants("ul", "ol", "h3", "h4", "pre"), None) is not None
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
