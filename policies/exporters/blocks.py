"""A policy's text as blocks and inline parts: what plain text, Markdown and DOCX print.

Made from the page's HTML by `policies.exporters.reading`, so that these formats know
nothing of kinds and templates, only of headings, paragraphs, lists and tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Words, with white space folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line break within a block."""


@dataclass(frozen=True, slots=True)
class Border:
    """Where a field of the Document begins (``key``), or ends (``key`` is "")."""

    key: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that a link of the same policy leads to."""

    name: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Inline parts within a tag: ``strong``, ``em``, ``code``, ``a`` …

    ``href`` is for links; ``lang`` where the words are not in the page's language.
    """

    tag: str
    parts: tuple[Part, ...]
    href: str = ""
    lang: str = ""


Part = Words | Break | Border | Anchor | Styled
Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the policy's title is level 1, its sections are level 2."""

    level: int
    parts: Parts


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``role`` is ``term``, ``caption`` or ""."""

    parts: Parts
    role: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, each item with blocks of its own."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Term:
    """A term with what is said of it."""

    parts: Parts
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """A list of terms. ``short`` ones read as "term: value" on one line."""

    terms: tuple[Term, ...]
    short: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; ``label`` is the header that a reader of its row alone needs."""

    blocks: tuple[Block, ...]
    label: str = ""
    header: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of the header, then those of the body."""

    caption: Parts
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted blocks."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Text whose line ends and blanks count."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


Block = (
    Heading
    | Paragraph
    | Listing
    | Terms
    | Table
    | Quotation
    | Preformatted
    | Rule
    | Border
)


def words(parts: Parts) -> str:
    """The words of inline parts; a line break is a blank."""
    return " ".join("".join(_pieces(parts)).split())


def _pieces(parts: Parts) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Words):
            yield part.text
        elif isinstance(part, Styled):
            yield from _pieces(part.parts)
        elif isinstance(part, Break):
            yield " "
