"""A line of text with inline markup: read into words, compared with another one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from policies.diffing import words
from policies.diffing.marking import write
from policies.diffing.words import DELETED, EQUAL, INSERTED, LINE_END, Piece, Run, Word

# What nh3 writes: names in small letters, values in double quotes, every "<" a tag.
PIECES = re.compile(r'<(/?)([a-z0-9]+)((?:[^">]|"[^"]*")*)>|([^<]+)')
_BLANK = " \t\r\n\f"
_BLANKS = re.compile(rf"([{_BLANK}]+)")
_BLANKS_ONLY = re.compile(rf"[{_BLANK}]+")
_OUR_OWN = {"ins": "u", "del": "s"}  # an author's own marks would read as ours


class Reader:
    """Collects the words of one line; ``keep`` leaves blanks as they are (``pre``)."""

    def __init__(self, *, keep: bool = False) -> None:
        self.words: list[Word] = []
        self._keep = keep
        self._tags: list[tuple[str, str]] = []
        self._open: tuple[str, ...] = ()  # those tags as written
        self._word: list[Piece] = []
        self._gap = " "

    def start(self, tag: str, attributes: str) -> None:
        """An inline tag begins, or a line ends."""
        if tag == "br":
            self.end_word()
            self.words.append(Word((Piece(LINE_END, self._open),)))
            return
        name = _OUR_OWN.get(tag, tag)
        self._tags.append((tag, f"<{name}{attributes}>"))
        self._open = (*self._open, self._tags[-1][1])

    def end(self, tag: str) -> None:
        """An inline tag ends."""
        if self._tags and self._tags[-1][0] == tag:
            self._tags.pop()
            self._open = self._open[:-1]

    def text(self, data: str) -> None:
        """Escaped text."""
        if not (self._keep or self._word or data[:1] in _BLANK):
            data = self._whole_words(data)
        for part in _BLANKS.split(data):
            if not part:
                continue
            if part[0] in _BLANK:
                self.end_word()
                self._gap = part if self._keep else " "
            else:
                self._word.append(Piece(part, self._open))

    def _whole_words(self, data: str) -> str:
        """Take the words with a blank behind them, all at once; the rest is left."""
        *found, rest = _BLANKS_ONLY.split(data)
        self.words += [Word((Piece(part, self._open),)) for part in found]
        return rest

    def end_word(self) -> None:
        """What follows begins a new word."""
        if self._word:
            whole = len(self._word) > 1
            pieces = tuple(_joined(self._word)) if whole else (self._word[0],)
            self.words.append(Word(pieces, self._gap))
            self._word = []
            self._gap = " "

    def take(self) -> list[Word]:
        """The words so far; what follows is another line in the same markup."""
        self.end_word()
        found, self.words = self.words, []
        return found if any(not word.ends_line for word in found) else []


def read(text: str) -> list[Word]:
    """The words of a plain text; its line ends are kept."""
    reader = Reader()
    for number, line in enumerate(text.split("\n")):
        if number:
            reader.start("br", "")
        reader.text(html.escape(line, quote=False))
    reader.end_word()
    return reader.words


def marked(before: Sequence[Word], after: Sequence[Word]) -> str:
    """Both lines as one, with ``ins`` and ``del``."""
    return write(words.compare(before, after))


def sides(before: Sequence[Word], after: Sequence[Word]) -> tuple[str, str]:
    """Both lines as they are, each with ``mark`` around what the other one hasn't."""
    runs = words.compare(before, after)
    return _side(runs, DELETED), _side(runs, INSERTED)


def _side(runs: Sequence[Run], own: str) -> str:
    shown = {EQUAL: EQUAL, own: "mark"}
    return write([Run(shown[r.mark], r.words) for r in runs if r.mark in shown])


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbouring pieces in the same markup are one."""
    text, tags = pieces[0]
    for piece in pieces[1:]:
        if piece.tags == tags:
            text += piece.text
        else:
            yield Piece(text, tags)
            text, tags = piece
    yield Piece(text, tags)
