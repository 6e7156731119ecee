"""How much of the source the Document says: each source line is looked up in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.document import Document, Section
from policies.importers.inline import words_of
from policies.importers.lines import marker

_LETTERS = re.compile(r"[^\W_]+")
_WINDOW = 50_000
_MOST_SEARCHES = 300


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of the source's letters that were found, and what was not."""

    percentage: float
    missing: tuple[tuple[int, str], ...]


def normal(text: str) -> str:
    """The letters and digits of a text, however they are spaced and quoted."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return "".join(_LETTERS.findall(text.casefold()))


def measure(
    lines: Sequence[tuple[int, str]], document: Document, language: str
) -> Coverage:
    """The coverage of numbered source lines by a Document in one language."""
    said = normal(" ".join(_words(document, language)))
    at = found = total = searches = 0
    missing = []
    for number, line in lines:
        wanted = normal(_without_marker(line))
        total += len(wanted)
        where = said.find(wanted, at, at + _WINDOW + len(wanted))
        if where < 0 and searches < _MOST_SEARCHES:
            searches += 1
            where = said.find(wanted)
        if where < 0:
            missing.append((number, line))
            continue
        at = max(at, where)
        found += len(wanted)
    share = 100.0 * found / total if total else 100.0
    # 99.999 % is not everything, so it is not rounded up to 100.
    return Coverage(min(share, 99.99) if missing else 100.0, tuple(missing))


def _without_marker(line: str) -> str:
    line = line.lstrip("#>| \t")
    for _again in range(3):
        if not (found := marker(line)):
            break
        line = line[found.end :]
    return line


def _words(document: Document, language: str) -> Iterator[str]:
    yield document.title.get(language, "")
    for section in document.sections:
        yield from _section(section, language)


def _section(section: Section, language: str) -> Iterator[str]:
    yield section.heading.get(language, "")
    yield words_of(section.intro.get(language, ""))
    for name in ("term_label", "description_label"):
        yield section.attributes.get(name, {}).get(language, "")
    for entry in section.entries:
        yield entry.term.get(language, "")
        yield words_of(entry.description.get(language, ""))
    yield words_of(section.outro.get(language, ""))
    for child in section.sections:
        yield from _section(child, language)
