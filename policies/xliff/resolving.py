"""Which markup a translator's codes stand for: the draft's own, never a link of the file.

A code is taken for one of those that the draft's text has, by its markup when that is one
of them, else by its number. A file may bring emphasis and marks of languages, but no
address: nobody sees where a link leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from policies import richtext
from policies.xliff import inline, reasons
from policies.xliff.inline import Code, Piece, Pieces
from policies.xliff.units import Returned, Unit

_HREF = re.compile(r'href="([^"]*)"')
# A word that is foreign in one language is at home in the other.
_MAY_BE_LOST = {"span"}


class Fault(Exception):
    """This translation can't be applied; the message says why."""


def text(unit: Unit, sent: Returned | None) -> str:
    """The unit's translation as the draft writes texts; raises `Fault`."""
    if sent is None or sent.target is None:
        raise Fault(reasons.INCOMPLETE)
    pieces = tuple(_resolved(unit, sent.target))
    if not inline.balanced(pieces):
        raise Fault(reasons.UNBALANCED)
    written = inline.write(pieces, markup=unit.markup)
    lost = _lost(unit, pieces, written) if pieces != unit.target else []
    if lost:
        raise Fault(reasons.lost([_shown(code) for code in lost]))
    return written


def alike(now: Pieces, then: Pieces) -> bool:
    """Whether two source texts are the same: white space and unsaid markup aside."""
    if _sketch(now) != _sketch(then):
        return False
    pairs = zip(_marks(now), _marks(then), strict=True)
    return all(one == other or not one or not other for one, other in pairs)


def _lost(unit: Unit, pieces: Pieces, written: str) -> list[Code]:
    """The source's codes that the translation lacks; a variable may have been typed."""
    there = {(code.number, code.name) for code in inline.codes(pieces)}
    return [
        code
        for code in inline.codes(unit.source)
        if (code.number, code.name) not in there
        and code.name not in _MAY_BE_LOST
        and (code.name or code.markup not in written)
    ]


def _resolved(unit: Unit, target: Pieces) -> Iterator[Piece]:
    known: dict[tuple[str, int], str] = {}
    marks: set[tuple[str, str]] = set()
    for piece in (*(unit.target or ()), *unit.source):  # by number, the source's win
        if isinstance(piece, Code):
            known[piece.what, piece.number] = piece.markup
            marks.add((piece.what, piece.markup))
    if unit.markup:
        brought = [piece for piece in target if isinstance(piece, Code)]
        marks.update((code.what, code.markup) for code in brought if _harmless(code))
    for piece in target:
        if isinstance(piece, str) or (piece.what, piece.markup) in marks:
            yield piece
        elif markup := known.get((piece.what, piece.number)):
            yield replace(piece, markup=markup)
        else:
            raise Fault(reasons.STRANGE)


def _harmless(code: Code) -> bool:
    """Whether the allow-list lets it through as it is, and it leads nowhere."""
    if code.name in ("", "a"):
        return False
    whole = {
        inline.OPEN: f"{code.markup}x</{code.name}>",
        inline.CLOSE: f"<{code.name}>x{code.markup}",
        inline.ALONE: f"x{code.markup}x",
    }[code.what]
    return richtext.sanitise_inline(whole) == whole


def _sketch(pieces: Pieces) -> str:
    return " ".join(
        "".join(
            piece if isinstance(piece, str) else f"\0{piece.what}{piece.number}\0"
            for piece in pieces
        ).split()
    )


def _marks(pieces: Pieces) -> list[str]:
    return [piece.markup for piece in pieces if isinstance(piece, Code)]


def _shown(code: Code) -> str:
    """The mark as an editor knows it."""
    if not code.name:
        return code.markup
    address = _HREF.search(code.markup)
    names = {
        "a": _("the link"), "br": _("a line break"), "strong": _("bold"), "b": _("bold"),
        "em": _("italic"), "i": _("italic"),
    }  # fmt: skip
    name = names.get(code.name, f"<{code.name}>")
    return f"{name} ({address[1]})" if address else name
