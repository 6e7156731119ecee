"""What stands around the words that were found, with those words marked."""

from __future__ import annotations

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from policies.searching.finding import sought
from policies.searching.stems import forms, words

# Characters around the first word that was found.
BEFORE, LENGTH = 60, 240


def marked(text: str, query: str, language: str) -> SafeString:
    """The words of the question in the text as ``<mark>``; the text is escaped."""
    wanted = _wanted(query, language)
    pieces: list[tuple[str, str, str]] = []
    last = 0
    for word, start, end in words(text):
        if _found(word, wanted, language):
            pieces += [
                ("", text[last:start], ""),
                ("<mark>", text[start:end], "</mark>"),
            ]
            last = end
    pieces.append(("", text[last:], ""))
    return format_html_join("", "{}{}{}", [_safe(*piece) for piece in pieces])


def around(text: str, query: str, language: str) -> str:
    """The part of a long text in which the first of the words stands."""
    if len(text) <= LENGTH:
        return text
    wanted = _wanted(query, language)
    first = next(
        (start for word, start, _ in words(text) if _found(word, wanted, language)),
        0,
    )
    start = text.rfind(" ", 0, max(first - BEFORE, 0)) + 1
    end = text.find(" ", start + LENGTH)
    part = text[start : end if end > 0 else None]
    return f"{'… ' if start else ''}{part}{' …' if end > 0 else ''}"


def _wanted(query: str, language: str) -> tuple[str, ...]:
    return tuple(
        form for word in sought(query, language) for form in forms(word, language)
    )


def _found(word: str, wanted: tuple[str, ...], language: str) -> bool:
    return any(form.startswith(wanted) for form in forms(word, language))


def _safe(before: str, text: str, after: str) -> tuple[SafeString, str, SafeString]:
    return SafeString(before), text, SafeString(after)
