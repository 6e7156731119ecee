"""Tables of two columns whose rows are the entries of a typed section."""

from __future__ import annotations

from policies.importers.blocks import Block, Paragraph, Run, Table
from policies.importers.outline import Node
from policies.importers.recognise.headings import kind_of
from policies.importers.recognise.shapes import Shape, Workbench, labelled
from policies.importers.recognise.terms import Row

_COMPANIES = frozenset(
    {
        "bedrijf", "verwerker", "subverwerker", "leverancier", "company", "processor",
        "subprocessor", "vendor",
    }
)  # fmt: skip
_COOKIES = frozenset(("cookie", "cookienaam", "cookie naam", "cookie name"))


def read(node: Node, bench: Workbench) -> Shape | None:
    """The section when its only table is one of processors or cookies."""
    places = [at for at, b in enumerate(node.blocks) if isinstance(b, Table)]
    if len(places) != 1:
        return None
    at = places[0]
    table = node.blocks[at]
    assert isinstance(table, Table)  # noqa: S101 chosen by its type
    kind = _kind(node.title, table)
    if not kind or not _fits(table) or not bench.affords(len(table.rows)):
        return None
    if table.header and not labelled(kind):
        return None  # the page would not print the source's own column headings
    labels = ("term_label", "description_label")
    attributes = {
        name: bench.text(cell.text)
        for name, cell in zip(labels, table.header, strict=False)
    }
    rows = tuple(_row(table.line, cells) for cells in table.rows)
    before, after = tuple(node.blocks[:at]), tuple(node.blocks[at + 1 :])
    return Shape(kind, before, rows, after, attributes)


def _kind(title: str, table: Table) -> str:
    first = table.header[0].text.casefold() if table.header else ""
    if first in _COOKIES:
        return "cookie_table"
    return "processors" if first in _COMPANIES or _is_about(title) else ""


def _is_about(title: str) -> bool:
    return kind_of(title) == "processors"


def _fits(table: Table) -> bool:
    return all(len(row) == 2 for row in table.rows) and not any(
        "<a " in row[0].html for row in table.rows
    )


def _row(line: int, cells: tuple[Run, ...]) -> Row:
    description: tuple[Block, ...] = (Paragraph(line, (cells[1],)),)
    return Row(line, cells[0].text, description if cells[1].text else ())
