"""Markdown that this house wrote: its texts by the comments around them."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from policies.document import Document
from policies.importers import limits, returned
from policies.importers.markdown import check_lines
from policies.importers.refusal import Refused
from policies.richtext import BLOCKS, plain

ENDING = "<!-- privacysite"
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_MARK = re.compile(r"<!-- (?:text ([a-z0-9_:.~-]+)|(/text)) -->")
_BREAKS = re.compile(r"(?:<br ?/?>\s*){2,}")
_BLOCK = "|".join(sorted(BLOCKS))
_AROUND_BLOCKS = re.compile(rf"\s*(</?(?:{_BLOCK})\b[^<>]*>)\s*")
_PRE = re.compile(r"(<pre.*?</pre>)", re.DOTALL)


def parts(source: str) -> tuple[str, str] | None:
    """The Markdown itself and the skeleton's JSON, when this house wrote the file."""
    text, ending, rest = source.partition(f"\n{ENDING}\n")
    if not ending:
        return None
    return _FRONT.sub("", text, count=1), rest.partition("\n-->")[0]


def read(own: tuple[str, str], kind: str, language: str) -> Document:
    """The Document of a file that this house wrote and somebody may have edited."""
    text, json = own
    limits.check(text, "markdown")
    check_lines(text)
    bones = returned.bones(json, language)
    texts, outside = marked_texts(text)
    made = returned.document(bones, texts, kind)
    returned.check_outside(bones, outside)
    return made


def marked_texts(text: str) -> tuple[dict[str, str], list[str]]:
    """The texts by key as HTML, and the words between them, a stretch each.

    Refused where marks are doubled, or opened without being closed.
    """
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 80})
    html = parser.enable(["table", "strikethrough"]).render(text)
    found: dict[str, str] = {}
    outside: list[str] = []
    at, key = 0, ""
    for mark in _MARK.finditer(html):
        stretch = html[at : mark.start()]
        at = mark.end()
        name = (mark[1] or "").replace("~", "-")
        if bool(key) == bool(name) or name in found:
            raise _displaced(name or key)
        if key:
            found[key] = tightened(stretch)
        else:
            outside.append(_words(stretch))
        key = name
    if key:
        raise _displaced(key)
    return found, [*outside, _words(html[at:])]


def tightened(html: str) -> str:
    """HTML as the Document has it: no line ends between blocks or within a line."""
    pieces = _PRE.split(html)
    for at in range(0, len(pieces), 2):
        piece = _BREAKS.sub("</p><p>", pieces[at].replace("<br />", "<br>"))
        piece = _AROUND_BLOCKS.sub(r"\1", piece.replace("\n", " "))
        pieces[at] = piece.replace("<br> ", "<br>")
    return "".join(pieces)


def _words(html: str) -> str:
    return " ".join(plain(html).split())


def _displaced(name: str) -> Refused:
    message = _(
        "The mark of the text “%(name)s” is there twice, or only one of its two "
        "comments is there. Put both back, once each, and import the file again."
    )
    return Refused("marks", message % {"name": name})
