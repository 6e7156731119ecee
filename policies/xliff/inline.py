"""A block's text as words and protected codes: links, emphasis, line breaks, variables.

A code keeps the markup that it stands for, so that text → pieces → text loses nothing.
Its number is how a translator's tool knows it again in the other language.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

OPEN, CLOSE, ALONE = "open", "close", "alone"
VARIABLE = re.compile(r"\{[a-z][a-z0-9_]*\}")
_PIECES = re.compile(
    r"""</?([a-z][a-z0-9]*)(?:[^<>"]|"[^"]*")*>"""  # what the allow-list lets through
    rf"|{VARIABLE.pattern}"
)
_ONLY_VARIABLES = re.compile(VARIABLE.pattern + "()")
_NO_END = {"br", "hr", "wbr"}


@dataclass(frozen=True, slots=True)
class Code:
    """One mark in a text. ``number`` is shared by both ends of a pair."""

    what: str
    number: int
    markup: str

    @property
    def name(self) -> str:
        """The tag, or "" for a variable."""
        found = re.match(r"</?([a-z][a-z0-9]*)", self.markup)
        return found[1] if found else ""


Piece = str | Code
Pieces = tuple[Piece, ...]


def read(text: str, *, markup: bool) -> Pieces:
    """The words and codes of a block; ``markup`` False for a line of plain text."""
    found: list[Piece] = []
    opened: list[int] = []  # places in `found` of what is still open
    at = number = 0
    for match in (_PIECES if markup else _ONLY_VARIABLES).finditer(text):
        if match.start() > at:
            found.append(_words(text[at : match.start()], markup=markup))
        at = match.end()
        tag, end = match[1] or "", match[0].startswith("</")
        if end and opened and _code(found[opened[-1]]).name == tag:
            found.append(Code(CLOSE, _code(found[opened.pop()]).number, match[0]))
            continue
        number += 1
        if tag and not end and tag not in _NO_END:
            opened.append(len(found))
        alone = end or not tag or tag in _NO_END
        found.append(Code(ALONE if alone else OPEN, number, match[0]))
    if at < len(text):
        found.append(_words(text[at:], markup=markup))
    for place in opened:  # nothing closes it: it stands by itself
        found[place] = replace(_code(found[place]), what=ALONE)
    return tuple(found)


def write(pieces: Iterable[Piece], *, markup: bool) -> str:
    """The text again."""
    return "".join(
        piece.markup if isinstance(piece, Code) else _escaped(piece, markup=markup)
        for piece in pieces
    )


def codes(pieces: Iterable[Piece]) -> list[Code]:
    """The codes alone, without the ends of pairs."""
    return [p for p in pieces if isinstance(p, Code) and p.what != CLOSE]


def numbered_like(pieces: Pieces, source: Pieces) -> Pieces:
    """The pieces with the numbers that the same codes have in the source.

    The same mark first, then the same tag (a link to the page in the other language);
    what the source doesn't have gets a number that the source doesn't have.
    """
    free = codes(source)
    spare = max((code.number for code in free), default=0)
    known: dict[int, int] = {}
    for exactly in (True, False):
        for code in codes(pieces):
            twin = next((c for c in free if _twins(c, code, exactly=exactly)), None)
            if code.number not in known and twin:
                known[code.number] = twin.number
                free.remove(twin)
    for code in codes(pieces):
        if code.number not in known:
            spare += 1
            known[code.number] = spare
    return tuple(
        replace(p, number=known[p.number]) if isinstance(p, Code) else p for p in pieces
    )


def balanced(pieces: Iterable[Piece]) -> bool:
    """Whether every pair is opened before it is closed, one within the other."""
    opened: list[int] = []
    for piece in pieces:
        if isinstance(piece, str) or piece.what == ALONE:
            continue
        if piece.what == OPEN:
            opened.append(piece.number)
        elif not opened or opened.pop() != piece.number:
            return False
    return not opened


def _twins(one: Code, other: Code, *, exactly: bool) -> bool:
    if one.what != other.what:
        return False
    if exactly:
        return one.markup == other.markup
    return bool(one.name) and one.name == other.name


def _code(piece: Piece) -> Code:
    assert isinstance(piece, Code)  # noqa: S101 - only places of codes are remembered
    return piece


def _words(text: str, *, markup: bool) -> str:
    return html.unescape(text) if markup else text


def _escaped(text: str, *, markup: bool) -> str:
    """As the allow-list writes it."""
    if not markup:
        return text
    return html.escape(text, quote=False).replace("\xa0", "&nbsp;")
