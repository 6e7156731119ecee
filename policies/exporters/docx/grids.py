"""Tables of a DOCX file: merged cells, header rows that come back on each page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from policies.exporters.blocks import Block, Cell, Table, words
from policies.exporters.docx.dress import TEXT_WIDTH
from policies.exporters.tables import grid, text_of, width


def filled_in(holder: Any, table: Table) -> Iterator[tuple[Any, tuple[Block, ...]]]:
    """Make the table; give each of its cells with what has to stand in it."""
    rows = grid([*table.head, *table.body])
    columns = width(table)
    made = _made(holder, len(rows), columns)
    _describe(made, words(table.caption))
    for number in range(len(table.head)):
        _repeat(made.rows[number])
    places = [made.row_cells(number) for number in range(len(rows))]
    widths = _widths(rows, columns)
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = wide
    done: set[int] = set()
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if column < columns:
                places[at][column].width = widths[column]
            if cell is None or id(cell) in done:
                continue
            done.add(id(cell))
            place = places[at][column]
            if cell.columns > 1 or cell.rows > 1:
                bottom = min(at + cell.rows, len(rows)) - 1
                right = min(column + cell.columns, columns) - 1
                place = place.merge(places[bottom][right])
            yield _Filled(place, cell), cell.blocks
            _tidy(place, cell)


class _Filled:
    """A cell whose first, empty paragraph is used before new ones are added."""

    def __init__(self, place: Any, cell: Cell) -> None:
        self._place = place
        self._first = True
        self._header = cell.header

    def add_paragraph(self) -> Any:
        """The next paragraph of the cell."""
        paragraph = (
            self._place.paragraphs[0] if self._first else self._place.add_paragraph()
        )
        self._first = False
        paragraph._p.style = "TableHeading" if self._header else "TableText"
        return paragraph

    def add_table(self, rows: int, columns: int) -> Any:
        """A table within the cell."""
        return self._place.add_table(rows, columns)


def _widths(rows: list[list[Cell | None]], columns: int) -> list[int]:
    """Each column as wide as its longest word wants, long texts a little wider."""
    wants = [1.0] * columns
    for row in rows:
        for column, cell in enumerate(row):
            if cell is not None and cell.columns == 1:
                said = text_of(cell)
                longest = max(map(len, said.split()), default=1)
                wants[column] = max(wants[column], longest + 1, 3 * len(said) ** 0.5)
    return [int(TEXT_WIDTH * want / sum(wants)) for want in wants]


def _made(holder: Any, rows: int, columns: int) -> Any:
    if isinstance(holder, _Filled):
        return holder.add_table(rows, columns)
    return holder.add_table(rows, columns, style="Table Grid")


def _repeat(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))


def _describe(table: Any, caption: str) -> None:
    """The caption once more for those who hear the file."""
    if caption:
        element = OxmlElement("w:tblCaption")
        element.set(qn("w:val"), caption)
        table._tbl.tblPr.append(element)


def _tidy(place: Any, cell: Cell) -> None:
    for paragraph in place.paragraphs:
        paragraph.paragraph_format.space_after = Pt(2)
    if cell.header:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F2F2F2")):
            shade.set(qn(f"w:{name}"), value)
        place._tc.get_or_add_tcPr().append(shade)
