"""Words and their stems, by the Snowball algorithms for Dutch and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

ALGORITHMS = {"nl": "dutch", "en": "english"}
_WORD = re.compile(r"[^\W_]+")


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(ALGORITHMS[language])


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of a word; without accents, so that they need not be typed."""
    return _bare(_stemmer(language).stemWord(word.lower()))


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word of a text with where it begins and ends."""
    for found in _WORD.finditer(text):
        yield found.group(), found.start(), found.end()


def forms(word: str, language: str) -> list[str]:
    """What a word is found by: itself without accents, and its stem."""
    found = dict.fromkeys([_bare(word.lower()), stem(word, language)])
    # Of a sign that is nothing but an accent, nothing is left: all words begin so.
    return [form for form in found if form] or [word]


def scope(organisation: int, language: str) -> str:
    """What every word of an organisation begins with in SQLite's index: a question reads
    that organisation's words alone, however many others there are."""
    return f"{organisation}{language}"


def stems(text: str, language: str, scope: str) -> str:
    """The text as words and their stems in that scope, with blanks between."""
    return " ".join(
        scope + form
        for word, _start, _end in words(text)
        for form in forms(word, language)
    )


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c))
