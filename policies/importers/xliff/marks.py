"""What both versions read alike: names, languages, policies, numbers of codes."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from policies.xliff.inline import Piece, Pieces


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def language(code: str | None) -> str:
    """The language of a code like ``en-GB``: regions make no other policy."""
    return (code or "").replace("_", "-").partition("-")[0].lower()


def policy(original: str | None) -> str:
    """The uid in a file's ``original``."""
    return (original or "").removeprefix("urn:uuid:").lower()


def number(code: str | None) -> int:
    """A code's number; 0 for one that no export wrote."""
    return (
        int(code) if code and code.isascii() and code.isdigit() and len(code) < 6 else 0
    )


def joined(pieces: Iterable[Piece]) -> Pieces:
    """The pieces with neighbouring words as one."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if isinstance(piece, str) and isinstance(last, str):
            found[-1] = last + piece
        elif piece != "":
            found.append(piece)
    return tuple(found)


def spoken(pieces: Pieces) -> bool:
    """Whether there is anything but white space."""
    return any(not isinstance(piece, str) or piece.strip() for piece in pieces)
