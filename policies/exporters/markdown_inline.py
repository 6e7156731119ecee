"""Inline parts as Markdown; what is no mark is escaped only where it would be one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from policies.exporters.blocks import Anchor, Border, Break, Part, Parts, Styled, Words

_MARKS = {"strong": "**", "em": "*", "del": "~~"}
# An underscore within a word is no mark, and an ampersand only where a name follows.
_SPECIAL = re.compile(r"[\\`*\[\]<]|~(?=~)|(?<=~)~|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+>=](?=\s|$|[-=>])|~~~)")
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")


def inline(parts: Parts) -> str:
    """The parts in one line; a line break of their own is a backslash at its end."""
    return "".join(_pieces(parts))


def comment(border: Border) -> str:
    """An invisible comment that says which text begins here, or that it ends."""
    # Two hyphens would end a comment.
    name = border.key.replace("--", "-~").replace("--", "-~")
    return f"<!-- text {name} -->" if name else "<!-- /text -->"


def escaped_start(line: str) -> str:
    """A line whose first signs begin no heading, list or quotation."""
    line = _NUMBER.sub(r"\1\\\2", line)
    return _START.sub(r"\1\\\2", line)


def _pieces(parts: Parts) -> Iterator[str]:
    before = " "
    for at, part in enumerate(parts):
        after = _first(parts[at + 1]) if at + 1 < len(parts) else " "
        piece = _piece(part, before, after)
        before = piece[-1:] or before
        yield piece


def _piece(part: Part, before: str, after: str) -> str:
    match part:
        case Words(text):
            return _SPECIAL.sub(lambda sign: f"\\{sign[0]}", text)
        case Break():
            return "\\\n"
        case Border():
            return comment(part)
        case Anchor(name):
            return f'<a id="{html.escape(name)}"></a>'
        case Styled():
            return _styled(part, before, after)


def _styled(part: Styled, before: str, after: str) -> str:
    text = inline(part.parts)
    if part.tag == "a":
        return f"[{text}]({_destination(part.href)})"
    if part.tag == "code":
        return _code(part)
    mark = _MARKS.get(part.tag, "") if not part.lang else ""
    if mark and _is_mark(text[:1], before) and _is_mark(text[-1:], after):
        return f"{mark}{text}{mark}"
    lang = f' lang="{html.escape(part.lang)}"' if part.lang else ""
    return f"<{part.tag}{lang}>{text}</{part.tag}>"


def _is_mark(inner: str, outer: str) -> bool:
    """Whether asterisks between these signs are marks (CommonMark: flanking runs)."""
    return inner.isalnum() or (not inner.isspace() and not outer.isalnum())


def _first(part: Part) -> str:
    """The sign with which a part begins, as far as it matters to a mark before it."""
    if isinstance(part, Words):
        return part.text[:1]
    return "x" if isinstance(part, Styled) else "<"


def _code(part: Styled) -> str:
    """Code; other marks within it, like the borders of a field, stand around it."""
    if not all(isinstance(inner, Words) for inner in part.parts):
        return f"<code>{inline(part.parts)}</code>"
    text = "".join(inner.text for inner in part.parts if isinstance(inner, Words))
    ticks = "`"
    while ticks in text:
        ticks += "`"
    blank = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{ticks}{blank}{text}{blank}{ticks}"


def _destination(href: str) -> str:
    href = href.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
    href = re.sub(r"&(?=#?\w+;)", "&amp;", href)
    return f"<{href}>" if re.search(r"[\s()]", href) or not href else href
