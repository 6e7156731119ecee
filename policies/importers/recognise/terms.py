""" "Term – description": where the term ends and the description begins."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from policies.importers.blocks import Block, Findings, Item, Paragraph, Run
from policies.importers.inline import cut, has_link

LONGEST_TERM = 120
_SENTENCE = re.compile(r"[a-z)]{3}[.!?] ")
_SPACED = re.compile(r" [–—-] ")
_GLUED = re.compile(r" [–—-](?=\w)|(?<=\w)[–—] ")
_COLON = re.compile(r":\s+")
_CLAUSE = re.compile(
    r",? (?=\((?:zoals|such as)|zodat\b|bijvoorbeeld\b|omdat\b|waardoor\b|so that\b|"
    r"for example\b|because\b)"
)


class Row(NamedTuple):
    """An entry in the making."""

    line: int
    term: str
    description: tuple[Block, ...]


def row_of(item: Item, findings: Findings) -> Row | None:
    """The item as term and description; None when it has no term."""
    if item.term:
        return Row(item.line, item.term.text, item.blocks)
    first, rest = (item.blocks[0], item.blocks[1:]) if item.blocks else (None, ())
    if not isinstance(first, Paragraph) or len(first.rows) > 1:
        return None
    run = first.rows[0]
    found = _separator(run.text, item.line, findings)
    if not found or has_link(run.html, found[0]):
        return None
    start, end = found
    html = cut(run.html, end)
    description = Paragraph(item.line, (Run(html, run.text[end:].strip()),))
    return Row(item.line, run.text[:start].strip(), (description, *rest))


def whole(item: Item) -> Row:
    """The item as an entry without a term."""
    return Row(item.line, "", item.blocks)


def short_row(item: Item, longest: int = 80) -> Row | None:
    """A short item as a term of its own, or one whose reason is a clause after it."""
    first = item.blocks[0] if item.blocks else None
    if not isinstance(first, Paragraph) or len(item.blocks) > 1:
        return None
    html, text = first.html, first.text
    if "<" in html or len(first.rows) > 1:
        return None
    clause = _CLAUSE.search(text)
    if clause and 8 <= clause.start() <= longest:
        rest = text[clause.end() :]
        block = Paragraph(item.line, (Run(cut(html, clause.end()), rest),))
        return Row(item.line, text[: clause.start()], (block,))
    return Row(item.line, text.rstrip(";."), ()) if len(text) <= longest else None


def heading_row(line: int, heading: str, blocks: tuple[Block, ...]) -> Row:
    """A sub-heading with its text as an entry."""
    return Row(line, heading, blocks)


def _separator(text: str, line: int, findings: Findings) -> tuple[int, int] | None:
    head = text[: LONGEST_TERM + 20]
    for pattern in (_SPACED, _GLUED, _COLON):
        match = pattern.search(head)
        if match and _is_term(head[: match.start()]) and text[match.end() :].strip():
            if pattern is _GLUED:
                reason = _(
                    "The dash was glued to a word; split as term and text there."
                )
                findings.doubt(line, text, reason)
            return match.span()
    return None


def _is_term(words: str) -> bool:
    few = len(words.split()) <= 16 and len(words) <= LONGEST_TERM
    return few and len(words) > 1 and not _SENTENCE.search(words + " ")
