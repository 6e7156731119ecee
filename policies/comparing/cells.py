"""One changed text or value in one language, ready for a template.

Colour alone tells nothing to who can't see it, and screen readers hardly ever announce
``ins`` and ``del``: each mark says in words where it begins and ends. Those words are
out of sight and left out when text is selected, so that copying gives the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from policies.diffing import TextChange
from policies.diffing.attributes import AttributeChange

Change = TextChange | AttributeChange


@dataclass(frozen=True, slots=True)
class Shown:
    """For whom a comparison is shown: the page's language, and those side by side."""

    language: str
    languages: tuple[str, ...]

    def of(self, change: Change) -> tuple[str, ...]:
        """The languages in which that change is shown; none when it is elsewhere."""
        differing = change.languages
        if isinstance(change, AttributeChange) and not change.attribute.localised:
            return (self.language,)
        if any(language in differing for language in self.languages):
            return self.languages
        if any(_written(change, language) for language in self.languages):
            return ()
        return differing[:1]  # not written in the page's language: as the page shows it


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with its marks in one language; ``lang`` where it isn't the page's."""

    language: str
    lang: str
    html: SafeString
    changed: bool = True

    @property
    def language_name(self) -> str:
        """The language in the interface's language."""
        return str(dict(settings.LANGUAGES)[self.language])


@dataclass(frozen=True, slots=True)
class Row:
    """A changed text with its name, once for each language that is shown."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """A value that took another one's place; "" where there was or is none."""

    label: str
    before: str
    after: str


def row(label: str, change: Change, shown: Shown, *, aloud: bool = True) -> Row | None:
    """The change as a row; None when it is in no language that is shown."""
    cells = tuple(
        Cell(
            language,
            language if language != shown.language else "",
            spoken(change.marked(language), language, aloud=aloud),
            not change.languages or language in change.languages,
        )
        for language in shown.of(change)
    )
    return Row(label, cells) if cells else None


def spoken(marked: str, language: str, *, aloud: bool = True) -> SafeString:
    """Marked HTML as it goes into a page; with ``aloud`` the marks speak."""
    if aloud:
        for mark, told in _aloud(language):
            marked = marked.replace(mark, told)
    return mark_safe(marked)  # noqa: S308 made of sanitised text by policies.diffing


@cache
def _aloud(language: str) -> tuple[tuple[str, str], ...]:
    """Each mark, and the same with the words that say where it begins and ends."""
    with override(language):
        words = {"ins": gettext("added:"), "del": gettext("removed:")}
        end = _silent(gettext("(end)"), " {}")
    begins = ((f"<{tag}>", f"<{tag}>{_silent(w, '{} ')}") for tag, w in words.items())
    return (*begins, *((f"</{tag}>", f"{end}</{tag}>") for tag in words))


def _silent(word: str, form: str) -> str:
    return format_html('<span class="diff-aloud">{}</span>', form.format(word))


def _written(change: Change, language: str) -> bool:
    return any(_has(value, language) for value in (change.before, change.after))


def _has(value: Any, language: str) -> bool:
    """Whether a text, or an item of a list of texts, is written in that language."""
    texts = [value] if isinstance(value, Mapping) else value or ()
    return any(text.get(language) for text in texts)
