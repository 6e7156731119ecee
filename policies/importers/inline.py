"""Inline text: links found in plain words, and cutting HTML at a character."""

from __future__ import annotations

import re
from html import escape, unescape

from policies.importers.blocks import Run

# Every repetition is bounded and starts at a word's start, so that a file of two
# million letters without a blank costs no more than one with blanks.
_LINK = re.compile(
    r"(?P<url>(?<!\w)(?:https?://|www\.)[^\s<>\"“”]{3,2000})"
    r"|(?P<email>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
    r"|(?P<phone>(?<![\w+/.-])(?:\+[1-9]|0[1-9])(?:[ ()-]{0,3}\d){7,13}(?!\w))"
)
_TAG = re.compile(r"<[^<>]{0,4000}>")
_PIECE = re.compile(r"<[^<>]{0,4000}>|&[#\w]{1,12};|[^<&]|[<&]")
_EMPTY = re.compile(r"<(\w{1,10})></\1>")
_MAY_LINK = re.compile(r"[@\d]|://|www\.")


def run(text: str) -> Run:
    """Plain text as a run: escaped, its addresses turned into links."""
    return Run(linked(text), text)


def linked(text: str) -> str:
    """Plain text as inline HTML with links for URLs, e-mail and telephone."""
    if not _MAY_LINK.search(text):
        return escape(text, quote=False)
    parts, at = [], 0
    for match in _LINK.finditer(text):
        words = match.group()
        if match.lastgroup == "url":
            words = _without_tail(words)
        target = _target(str(match.lastgroup), words)
        parts.append(escape(text[at : match.start()], quote=False))
        parts.append(link(target, escape(words, quote=False)) if target else words)
        at = match.start() + len(words)
    parts.append(escape(text[at:], quote=False))
    return "".join(parts)


def link(target: str, html: str) -> str:
    """A link around inline HTML."""
    return f'<a href="{escape(target)}">{html}</a>'


def telephone(words: str) -> str:
    """A number as people write it, by E.164 (Dutch when it names no country), or ""."""
    digits = re.sub(r"\D", "", words.replace("(0)", ""))
    if words.lstrip("( ").startswith("+"):
        return f"+{digits}" if 9 <= len(digits) <= 15 else ""
    return f"+31{digits[1:]}" if len(digits) == 10 and digits[0] == "0" else ""


def _target(form: str, words: str) -> str:
    if form == "email":
        return f"mailto:{words}"
    if form == "phone":
        return f"tel:{number}" if (number := telephone(words)) else ""
    if words.startswith("www."):
        return f"https://{words}" if "." in words[4:] else ""
    return words


def _without_tail(url: str) -> str:
    url = url.rstrip(".,;:!?’'»")
    while url.endswith((")", "]")) and "(" not in url and "[" not in url:
        url = url[:-1].rstrip(".,;:!?")
    return url


def words_of(html: str) -> str:
    """The words of inline HTML that this package wrote."""
    return unescape(_TAG.sub("", html))


def cut(html: str, characters: int) -> str:
    """What follows the first characters of the text, tags opened again."""
    seen, open_tags = 0, list[str]()
    for piece in _PIECE.finditer(html):
        if seen >= characters:
            rest = html[piece.start() :]
            return _EMPTY.sub("", "".join(open_tags) + rest).strip()
        words = piece.group()
        if not words.startswith("<") or words == "<":
            seen += 1
        elif words.startswith("</"):
            if open_tags:
                open_tags.pop()
        elif not words.startswith("<br"):
            open_tags.append(words)
    return ""


def has_link(html: str, characters: int) -> bool:
    """Whether a link starts within the first characters of the text."""
    at = html.find("<a ")
    return at >= 0 and len(words_of(html[:at])) < characters


def rows_of(run: Run) -> tuple[Run, ...]:
    """The run in rows, where its line breaks stand outside all other markup."""
    parts = [part.strip() for part in run.html.split("<br>")]
    balanced = all(part.count("</") * 2 == part.count("<") for part in parts)
    if len(parts) == 1 or not balanced:
        return (run,)
    return tuple(Run(part, words_of(part)) for part in parts if part)
