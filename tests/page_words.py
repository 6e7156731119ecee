"""The words of a policy's text, of its page as of any other format: they must agree."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from policies.document import Document
from policies.exporters.body import body


def words(text: str) -> list[str]:
    """The words in reading order; white space and soft hyphens are no words."""
    return text.replace("\u00ad", "").replace("\u00a0", " ").split()


def of_html(html: str, selector: str = "") -> list[str]:
    """The words of an HTML page, or of what the selector finds in it."""
    soup = BeautifulSoup(html, "lxml")
    parts = soup.select(selector) if selector else [soup]
    return [w for part in parts for w in words(part.get_text(" "))]


def of_page(html: str) -> list[str]:
    """The words of a policy's sections as a visitor gets them, without page furniture."""
    soup = BeautifulSoup(html, "lxml")
    text = soup.select_one("article .text")
    assert text is not None
    for furniture in text.select(".section-links, .record, .page-only"):
        furniture.decompose()
    return words(text.get_text(" "))


def of_document(document: Document, language: str) -> list[str]:
    """The words that every format of that document has to say."""
    return of_html(body(document, language))


def bare(found: list[str]) -> list[str]:
    """Letters and digits alone, for formats that set marks around and between words."""
    return [b for w in found if (b := re.sub(r"[\W_]+", "", w))]
