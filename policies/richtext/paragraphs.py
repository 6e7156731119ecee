"""Sorting a cleaned fragment into blocks: no text outside one, none within a line.

What a browser makes of ``<i><p>x</p></i>`` or a lone ``<li>`` differs from what is
written, so such a fragment would change each time it is read. Here inline marks go
inside the blocks, text between blocks gets a paragraph, blocks without their parent
and other containers (``div``, ``section`` …) dissolve, and empty paragraphs go.
"""

from __future__ import annotations

import re

PARENTS = {
    "li": {"ol", "ul"},
    "dt": {"dl"},
    "dd": {"dl"},
    "caption": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "thead": {"table"},
    "tr": {"tbody", "tfoot", "thead"},
    "td": {"tr"},
    "th": {"tr"},
}
RENAMED = {"h1": "h3", "h2": "h3"}  # the page's own headings are h1 and h2
_EMPTY = {"p", "h3", "h4", "h5", "h6"}
# Hold a line of text, never another block.
_LINES = {"caption", "h3", "h4", "h5", "h6", "p", "pre"}
# What text that stands directly within gets around it.
_WRAPPERS = {"": "p", "dl": "dd", "ol": "li", "ul": "li"}
_ROWS = {"table", "tbody", "tfoot", "thead", "tr"}


# What nh3 writes: names in small letters, values in double quotes, every "<" a tag.
_PIECES = re.compile(r'<(/?)([a-z0-9]+)((?:[^">]|"[^"]*")*)>|[^<]+')


class Sorter:
    """Reads one fragment that nh3 has written (so it is well-formed) and sorts it."""

    def __init__(self, inline: set[str], blocks: set[str]) -> None:
        self._inline = inline
        self._known = blocks
        self._out: list[str] = []
        self._blocks: list[str] = []  # open blocks; "" for one that dissolves
        self._marks: list[tuple[str, str]] = []  # open inline tags, as written
        self._shown = 0  # how many of those stand in the output
        self._wrapper = ""  # the tag of our own that is open, if any

    def sort(self, html: str) -> str:
        """The fragment in blocks."""
        for piece in _PIECES.finditer(html):
            end, tag, attributes = piece.groups()
            if tag is None:
                self._text(piece[0])
            elif end:
                self._end(tag)
            else:
                self._start(tag, piece[0], attributes)
        self._end_line()
        return "".join(self._out).strip()

    def _start(self, tag: str, written: str, attributes: str) -> None:
        """Begin a block, or remember an inline tag until it has text."""
        if tag == "br":
            if self._wrapper or self._current() not in _WRAPPERS:
                self._out.append(written)
        elif tag == "hr":
            self._end_line()
            self._out.append(written)
        elif tag in self._inline:
            # A link whose address was refused is a link no more.
            link_lost = tag == "a" and " href=" not in attributes
            self._marks.append((tag, "" if link_lost else written))
        else:
            self._begin(RENAMED.get(tag, tag), written)

    def _end(self, tag: str) -> None:
        if tag in self._inline:
            self._hide(len(self._marks) - 1)
            self._marks.pop()
        else:
            self._end_line()
            self._finish(self._blocks.pop())

    def _text(self, data: str) -> None:
        """Text, in a wrapper when no block holds it. Blanks alone begin nothing."""
        if not data.isspace():
            data = data.lstrip() if self._begin_line() else data
        elif not self._wrapper and self._current() in _WRAPPERS:
            return
        self._out.append(data)

    def _current(self) -> str:
        return next((block for block in reversed(self._blocks) if block), "")

    def _begin(self, tag: str, written: str) -> None:
        self._end_line()
        parent = self._current()
        kept = tag in self._known and parent in PARENTS.get(tag, {parent} - _LINES)
        self._blocks.append(tag if kept else "")
        if kept:
            renamed = not written.startswith(f"<{tag}")
            self._out.append(f"<{tag}>" if renamed else written)
        elif parent in _LINES and not self._out[-1].endswith((" ", ">")):
            self._out.append(" ")

    def _finish(self, tag: str) -> None:
        if tag in _EMPTY and self._out[-1].startswith(f"<{tag}"):
            self._out.pop()
        elif tag:
            self._out.append(f"</{tag}>")

    def _begin_line(self) -> bool:
        """Open what text needs around it; whether a wrapper began."""
        block = self._current()
        wrapper = _WRAPPERS.get(block, "") if not self._wrapper else ""
        if wrapper:
            self._out.append(f"<{wrapper}>")
            self._wrapper = wrapper
        if block not in _ROWS:
            self._out += [written for _tag, written in self._marks[self._shown :]]
            self._shown = len(self._marks)
        return bool(wrapper)

    def _end_line(self) -> None:
        self._hide(0)
        if self._wrapper:
            self._out[-1] = self._out[-1].rstrip()
            self._out.append(f"</{self._wrapper}>")
            self._wrapper = ""

    def _hide(self, keep: int) -> None:
        """Close the inline tags in the output beyond the first ``keep``."""
        for tag, written in reversed(self._marks[keep : self._shown]):
            if written:
                self._out.append(f"</{tag}>")
        self._shown = min(self._shown, keep)
