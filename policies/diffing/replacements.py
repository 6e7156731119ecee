"""A replacement without what both sides begin and end with, down to punctuation."""

from __future__ import annotations

import re

from policies.diffing.words import DELETED, EQUAL, INSERTED, Piece, Run

_CORE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


def trimmed(run: Run, following: Run | None) -> list[tuple[str, Piece]]:
    """Both runs as marked pieces that stand together; none when they share no end.

    "7 years." that became "7 years, unless …" is the same word with more behind it.
    """
    if run.mark != DELETED or following is None or following.mark != INSERTED:
        return []
    if not _plain(run, following):
        return []
    gone, come = (" ".join(w.text for w in r.words) for r in (run, following))
    head = _common_head(run.words[0].text, following.words[0].text)
    tail = _common_tail(run.words[-1].text, following.words[-1].text)
    if len(head) + len(tail) > min(len(gone), len(come)):
        tail = ""
    rests = [text[len(head) : len(text) - len(tail)] for text in (gone, come)]
    if not head + tail or any(rest.isspace() for rest in rests):
        return []
    tags = run.words[0].pieces[0].tags
    spelled = ((EQUAL, head), (DELETED, rests[0]), (INSERTED, rests[1]), (EQUAL, tail))
    return [(mark, Piece(text, tags)) for mark, text in spelled if text]


def _plain(run: Run, following: Run) -> bool:
    """Whether all words are in the same markup, without entities that a cut breaks."""
    tags = run.words[0].pieces[0].tags
    return all(
        len(word.pieces) == 1
        and word.pieces[0].tags == tags
        and word.gap == " "
        and not word.ends_line
        and "&" not in word.text
        for word in (*run.words, *following.words)
    )


def _common_head(one: str, other: str) -> str:
    (lead, core, _), (lead_too, core_too, _) = _core(one), _core(other)
    if lead != lead_too:
        return ""
    return lead + core if core == core_too else lead


def _common_tail(one: str, other: str) -> str:
    (_, core, trail), (_, core_too, trail_too) = _core(one), _core(other)
    if trail != trail_too:
        return ""
    return core + trail if core == core_too else trail


def _core(word: str) -> tuple[str, str, str]:
    """A word's punctuation before, itself, its punctuation behind."""
    found = _CORE.match(word)
    return (found[1], found[2], found[3]) if found else ("", word, "")
