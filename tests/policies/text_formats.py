"""The words of plain text, Markdown and DOCX files, to compare with the page's."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import docx
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from policies.document import Document
from policies.edition import Edition
from policies.exporters import formats
from policies.exporters.body import body
from tests.page_words import bare, words

_WRITTEN: dict[tuple[str, str, str], bytes] = {}


def written(name: str, edition: Edition, language: str) -> bytes:
    """The edition in that format; made once, because a DOCX file takes its time."""
    key = (name, edition.record, language)
    if key not in _WRITTEN:
        _WRITTEN[key] = formats()[name].write(edition, language)
    return _WRITTEN[key]


def said(name: str, file: bytes) -> str:
    """All letters and digits of a file's policy, without what it says of itself."""
    return letters({"md": _of_markdown, "docx": _of_docx, "txt": _of_text}[name](file))


def page_says(document: Document, language: str) -> str:
    """All letters and digits of the page."""
    html = BeautifulSoup(body(document, language), "lxml")
    return letters(html.get_text(" "))


def letters(text: str) -> str:
    """Letters and digits alone: formats set marks around and between words."""
    return "".join(bare(words(text)))


def _of_markdown(file: bytes) -> str:
    text = file.decode().split("\n---\n", 1)[1].partition("\n<!-- privacysite")[0]
    parser = MarkdownIt("commonmark", {"html": True})
    html = parser.enable(["table", "strikethrough"]).render(text)
    soup = BeautifulSoup(html, "lxml")
    soup.select("h1")[0].decompose()
    last = soup.select("body > hr")[-1]
    for after in [*last.find_next_siblings()]:
        after.decompose()
    return soup.get_text(" ")


def _of_docx(file: bytes) -> str:
    found = docx.Document(io.BytesIO(file))
    names = {style.style_id: style.name for style in found.styles}
    lines = [
        _line(paragraph)
        for paragraph in found.element.body.iter(qn("w:p"))
        if names.get(paragraph.style) not in {"Title", "Imprint"}
    ]
    return "\n".join(lines)


def _line(paragraph: Any) -> str:
    parts = paragraph.iter(qn("w:t"), qn("w:br"))
    return "".join(p.text if p.tag == qn("w:t") else " " for p in parts)


def _of_text(file: bytes) -> str:
    text = file.decode().split("\n\n\n", 1)[1].rpartition("-" * 72)[0]
    return unnumbered(re.sub(r"<[^<>\s]*>", "", text))  # where links lead


def unnumbered(text: str) -> str:
    """Without "1." and "1.2.": plain text numbers sections and items, pages don't."""
    return " ".join(w for w in words(text) if not re.fullmatch(r"(?:\d+\.)+", w))


def text_says(document: Document, language: str, file: bytes) -> str:
    """As `page_says`, with tables as plain text has them where they are too wide.

    There each cell has its header before it, instead of one row of headers for all.
    """
    found = said("txt", file)
    html = BeautifulSoup(body(document, language), "lxml")
    for table in html.select("table"):
        in_columns = letters(unnumbered(table.get_text(" ")))
        in_rows = letters(unnumbered(_rows(table)))
        shape = in_rows if in_rows in found else in_columns
        assert shape in found, shape
        table.replace_with(f" {shape} ")
    return letters(unnumbered(html.get_text(" ")))


def _rows(table: Any) -> str:
    caption = table.select_one("caption")
    heads = [cell.get_text(" ") for cell in table.select("thead tr:first-child > *")]
    lines = [caption.get_text(" ")] if caption else []
    for row in table.select("tbody tr"):
        for at, cell in enumerate(row.find_all(["th", "td"])):
            label = cell.get("data-label") or heads[at]
            alone = cell.get("colspan") or not letters(cell.get_text())
            lines.append(
                cell.get_text(" ") if alone else f"{label} {cell.get_text(' ')}"
            )
    return "\n".join(lines)


def edition_facts() -> dict[str, Any]:
    """The facts of a publication that never was."""
    return {
        "policy": "7bbaedd6-e077-4cd6-b6a1-174446d3afb4",
        "number": 3,
        "effective_from": dt.datetime(2022, 10, 26, tzinfo=dt.UTC),
        "published_at": dt.datetime(2022, 10, 20, 8, tzinfo=dt.UTC),
        "note": {"nl": "Nieuw", "en": "New"},
        "material": True,
        "sequence": 7,
        "previous": "8e" * 32,
        "addresses": {
            "nl": "https://acme.example/nl/beleid/v/3/",
            "en": "https://acme.example/en/policy/v/3/",
        },
    }


def edition_of(document: Document) -> Edition:
    """An edition of that document."""
    digest = document.digest()
    return Edition(document=document, digest=digest, record=digest, **edition_facts())
