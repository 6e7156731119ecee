"""Short ways to import a text in a test and to say what came out of it."""

from __future__ import annotations

import re
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.html import escape

from policies.document import Document, Entry, Section
from policies.importers import Imported, read
from policies.rendering import DocumentView
from policies.richtext import plain

FOLDER = Path(__file__).parent / "imports"


def imported(text: str, name: str = "policy.txt", language: str = "nl") -> Imported:
    """The text, imported as a privacy policy under that file name."""
    return read(name, text.encode(), kind="privacy", language=language)


def sample(name: str, language: str = "nl") -> Imported:
    """One of the sample files, imported."""
    data = (FOLDER / name).read_bytes()
    return read(name, data, kind="privacy", language=language)


def section(document: Document, anchor: str) -> Section:
    """The section with that anchor."""
    return next(s for s in document.walk() if s.anchor == anchor)


def tree(document: Document, language: str = "nl") -> list[str]:
    """Each heading with dots for its depth and, where typed, its kind."""
    lines: list[str] = []

    def add(sections: tuple[Section, ...], depth: int) -> None:
        for found in sections:
            kind = "" if found.kind == "free_text" else f" [{found.kind}]"
            lines.append("." * depth + found.heading.get(language, "") + kind)
            add(found.sections, depth + 1)

    add(document.sections, 0)
    return lines


def rows(found: Section, language: str = "nl") -> list[tuple[str, str]]:
    """Each entry's term and the words of its description."""
    return [_row(entry, language) for entry in found.entries]


def page(document: Document, language: str = "nl") -> str:
    """The document as the public page prints its title and sections."""
    parts = [f"<h1>{escape(document.title[language])}</h1>"]
    parts += [
        render_to_string("policies/section.html", {"s": view})
        for view in DocumentView(document, language).sections
    ]
    return "\n".join(parts)


def misplaced(source: str, html: str) -> list[str]:
    """The source's lines that the page does not print, in the source's order."""
    shown = _letters(re.sub(r"<[^>]*>", " ", html))
    at, lost = 0, []
    for line in source.splitlines():
        wanted = _letters(re.sub(r"^\s*(?:[•|#-]+|\d+\.)\s+", "", line))
        where = shown.find(wanted, at)
        if where < 0:
            lost.append(line)
        else:
            at = where
    return lost


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", plain(text.replace("<", "&lt;")).casefold())


def _row(entry: Entry, language: str) -> tuple[str, str]:
    return entry.term.get(language, ""), plain(entry.description.get(language, ""))
