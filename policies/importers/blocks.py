"""What every format is read into: a flat list of headings, paragraphs, lists, tables.

Each block knows the line of the source at which it starts. ``html`` holds inline
markup only, already escaped; it is sanitised when it enters the Document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Run(NamedTuple):
    """A stretch of inline text: as HTML, and the same words as plain text."""

    html: str
    text: str


class Unsure(NamedTuple):
    """A line that may have been understood wrongly, with the reason."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. ``level`` is 0 where the format knows none; ``mark`` says how it was
    recognised: ``level``, ``pipe``, ``line``, ``question``, ``label`` or ``number``.
    """

    line: int
    text: str
    level: int = 0
    mark: str = "level"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; more than one row where the line breaks mean something."""

    line: int
    rows: tuple[Run, ...]

    @property
    def html(self) -> str:
        """The rows with line breaks between them."""
        return "<br>".join(row.html for row in self.rows)

    @property
    def text(self) -> str:
        """The words."""
        return " ".join(row.text for row in self.rows)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; ``term`` only where the format itself has one."""

    line: int
    blocks: tuple[Block, ...]
    term: Run | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, bulleted or numbered."""

    line: int
    items: tuple[Item, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of inline cells; ``sure`` is whether its columns were certain."""

    line: int
    rows: tuple[tuple[Run, ...], ...]
    header: tuple[Run, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Markup:
    """A block that is kept as HTML, like a quotation."""

    line: int
    html: str


Block = Heading | Paragraph | Listing | Table | Markup


@dataclass(slots=True)
class Findings:
    """What an import has to say about itself; filled on the way."""

    unsure: list[Unsure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def doubt(self, line: int, text: str, reason: str) -> None:
        """Name a line that may have been understood wrongly."""
        if len(self.unsure) < 1000:
            self.unsure.append(Unsure(line, " ".join(text.split())[:160], reason))

    def note(self, note: str) -> None:
        """Tell something about the file as a whole, once."""
        if note not in self.notes:
            self.notes.append(note)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's blocks, its own name for itself, and its lines for the coverage."""

    blocks: tuple[Block, ...]
    lines: tuple[tuple[int, str], ...]
    title: str = ""
