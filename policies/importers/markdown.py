"""Markdown: CommonMark with tables and strike-through; raw HTML stays mere words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from policies.importers.blocks import (
    Block,
    Findings,
    Heading,
    Item,
    Listing,
    Markup,
    Paragraph,
    Parsed,
    Run,
    Table,
)
from policies.importers.inline import rows_of, run
from policies.importers.markdown_inline import InlineWriter
from policies.importers.refusal import Refused
from policies.importers.writing import rich

MAX_NESTING = 20
_HEADING_LINE = re.compile(r"^#{1,6} \S", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[•●▪◦‣∙][ \t\u00a0]+", re.MULTILINE)
_BLANK = re.compile(r"^[\s\u200b]+$")


def is_markdown(text: str) -> bool:
    """Whether a text file has Markdown headings, and so is Markdown."""
    return bool(_HEADING_LINE.search(text))


def read(text: str, findings: Findings) -> Parsed:
    """The blocks of a Markdown file."""
    return _read(text, findings, spell_out=False)


def read_text(text: str, findings: Findings) -> Parsed:
    """The blocks of a text file that is Markdown: its link targets are words too."""
    findings.note(_("The text has Markdown headings, so it was read as Markdown."))
    return _read(text, findings, spell_out=True)


def _read(text: str, findings: Findings, spell_out: bool) -> Parsed:
    lines = [("" if _BLANK.match(raw) else raw) for raw in text.split("\n")]
    check_lines(text)
    source = _BULLET.sub(r"\1- ", "\n".join(lines))
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING * 4})
    parser.enable(["table", "strikethrough"]).disable(["code", "html_block"])
    inline = InlineWriter(findings, spell_out)
    blocks = _Reader(parser.parse(source), inline).blocks("")
    words = inline.source_words if not spell_out else str
    return Parsed(
        tuple(blocks),
        tuple((n, words(line)) for n, line in enumerate(lines, start=1) if line),
    )


def check_lines(text: str) -> None:
    """Refuse a text with a line that the parser would need very long for."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line[:1].isalpha() and not _BLANK.match(line):
            _check(number, line)


def _check(number: int, line: str) -> None:
    """Refuse what the parser would need very long for, or silently cut off."""
    if len(line) < MAX_NESTING:
        return
    head = re.sub(r"[\s\d.)]", "", line[:2000])
    depth = len(head) - len(head.lstrip(">-*+"))
    indent = len(line) - len(line.lstrip())
    rule = len(set(line.split())) == 1 and set(line.strip()) <= set("-*+ ")
    if (depth > MAX_NESTING and not rule) or indent > MAX_NESTING * 8:
        message = _("Line %(line)d is nested too deeply; write it with fewer levels.")
        raise Refused("nesting", message % {"line": number})


@dataclass(slots=True)
class _Reader:
    tokens: Sequence[Token]
    inline: InlineWriter
    at: int = 0
    readers: dict[str, Callable[[Token], Block]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.readers = {
            "heading_open": self._heading,
            "paragraph_open": self._paragraph,
            "bullet_list_open": self._listing,
            "ordered_list_open": self._listing,
            "table_open": self._table,
            "blockquote_open": self._quote,
            "fence": self._fence,
            "hr": self._nothing,
        }

    def blocks(self, until: str) -> list[Block]:
        """The blocks up to the token that closes them."""
        blocks: list[Block] = []
        while self.at < len(self.tokens) and self.tokens[self.at].type != until:
            token = self.tokens[self.at]
            self.at += 1
            if reader := self.readers.get(token.type):
                blocks.append(reader(token))
        self.at += 1
        return blocks

    def _inline(self) -> Run:
        token = self.tokens[self.at]
        self.at += 2
        return self.inline.run(token.children or [], _line(token))

    def _heading(self, token: Token) -> Block:
        return Heading(_line(token), self._inline().text, int(token.tag[1]))

    def _paragraph(self, token: Token) -> Block:
        return Paragraph(_line(token), rows_of(self._inline()))

    def _listing(self, token: Token) -> Block:
        ordered = token.type == "ordered_list_open"
        closing = token.type.replace("_open", "_close")
        items = []
        while self.tokens[self.at].type != closing:
            opening = self.tokens[self.at]
            self.at += 1
            items.append(Item(_line(opening), tuple(self.blocks("list_item_close"))))
        self.at += 1
        start = int(token.attrs.get("start", 1)) if ordered else 1
        return Listing(_line(token), tuple(items), ordered, start)

    def _table(self, token: Token) -> Block:
        rows: list[tuple[Run, ...]] = []
        cells: list[Run] = []
        while (inner := self.tokens[self.at]).type != "table_close":
            self.at += 1
            if inner.type == "inline":
                line = _line(inner) if inner.map else _line(token)
                cells.append(self.inline.run(inner.children or [], line))
            elif inner.type == "tr_close":
                rows.append(tuple(cells))
                cells = []
        self.at += 1
        header = rows[0] if any(cell.text for cell in rows[0]) else ()
        return Table(_line(token), tuple(rows[1:]), header)

    def _quote(self, token: Token) -> Block:
        inner = rich(self.blocks("blockquote_close"))
        return Markup(_line(token), f"<blockquote>{inner}</blockquote>")

    def _fence(self, token: Token) -> Block:
        code = escape(token.content, quote=False)
        return Markup(_line(token), f"<pre>{code}</pre>")

    def _nothing(self, token: Token) -> Block:
        return Paragraph(_line(token), (run(""),))


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0
