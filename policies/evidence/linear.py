"""A file that is nothing but words in a row: plain text, Markdown, the text of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from policies.evidence.differences import Difference, between
from policies.evidence.saved import NAMES, Label, Part, Saved, Unreadable, digests

# Words are compared one by one, in seconds for so many; a hundred pages have half.
MOST_WORDS = 100_000
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"]+")
_NO_LETTER = re.compile(r"[\W_]+")
_OPENING = re.compile(r"<!--|</?[a-z][a-z0-9]*(?=[ >/])")
_NO_BLANK = re.compile(r"[^ ]")
_HIDDEN = "\0"
_LINK_WITHIN = re.compile(r"\[([^\[\]]{1,200})\]\(#[^)\s]{1,100}\)")
_SIGNS = re.compile(r"^[#*|>=_-]+$")
_BREAKS = str.maketrans("", "", "\u00ad")
# So many words of its text tell a heading from its line in the list of contents; so
# many others may stand between, like the anchor that Markdown writes.
_BEGINNING = 4
_BETWEEN = 8
_OF_LANGUAGE = re.compile(r"://[^/\s]+/([a-z]{2})/[-a-z0-9_]+/v/\d")
Mark = tuple[int, str, Label]


def read(text: str, form: str) -> Saved:
    """All words in one part, and the version that they name."""
    words = tuple(text.translate(_BREAKS).split())
    if len(words) > MOST_WORDS:
        raise Unreadable(_("The file has more text than any policy."))
    languages = {found[1] for found in _OF_LANGUAGE.finditer(text)}
    return Saved(
        form=form,
        language=languages.pop() if len(languages) == 1 else "",
        parts=(Part("text", NAMES["text"], words),),
        # A long line may have been broken within.
        digests=tuple(dict.fromkeys([*digests(text), *digests("".join(words))])),
        addresses=tuple(dict.fromkeys(_ADDRESS.findall(text))),
    )


def differences(
    genuine: Sequence[str], saved: Sequence[str], outline: Sequence[Part]
) -> Iterator[Difference]:
    """What differs, each in the section that it stands in."""
    marks = list(_marks(genuine, [p for p in outline if p.key[:1] == "#"]))
    for found in between("text", NAMES["text"], genuine, saved, _readable):
        _at, key, where = next(
            (mark for mark in reversed(marks) if mark[0] <= found.at),
            (0, "title", NAMES["title"]),
        )
        yield replace(found, key=key, where=where)


def _marks(words: Sequence[str], sections: Sequence[Part]) -> Iterator[Mark]:
    """Where each section begins. Signs and numbers that a format adds don't count."""
    letters = [(n, b) for n, w in enumerate(_readable(words)) if (b := bare(w))]
    only = [b for _n, b in letters]
    start = 0
    for section in sections:
        heading = _bare(str(section.name).split())
        own = _bare([word for word in section.words if word[:1] != "⟨"])
        text = (
            own[len(heading) :][:_BEGINNING] if own[: len(heading)] == heading else own
        )
        found = _find(only, heading, text, start)
        if found is not None:
            start = found
            yield letters[found][0], section.key, section.name


def _readable(words: Sequence[str]) -> list[str]:
    """Each word without the comments, tags and signs that Markdown may have."""
    text, at, pieces = " ".join(words), 0, []
    while found := _OPENING.search(text, at):
        closing = "-->" if found[0] == "<!--" else ">"
        end = text.find(closing, found.end())
        if end < 0:
            break
        end += len(closing)
        hidden = _NO_BLANK.sub(_HIDDEN, text[found.start() : end])
        pieces += [text[at : found.start()], hidden]
        at = end
    shown = "".join([*pieces, text[at:]]).replace("**", "").replace(_HIDDEN, "")
    shown = _LINK_WITHIN.sub(r"\1", shown)
    return [_SIGNS.sub("", word) for word in shown.split(" ")]


def bare(word: str) -> str:
    """The letters and digits of a word."""
    return _NO_LETTER.sub("", word)


def _bare(words: Sequence[str]) -> list[str]:
    return [b for word in words if (b := bare(word))]


def _find(
    words: Sequence[str], heading: list[str], text: list[str], start: int
) -> int | None:
    """Where the heading stands with the beginning of its text close behind it."""
    size = len(heading)
    for n in range(start, len(words) - size + 1):
        if words[n : n + size] == heading:
            near = words[n + size : n + size + _BETWEEN + len(text)]
            if any(near[m : m + len(text)] == text for m in range(_BETWEEN)):
                return n
    return None
