"""Tables: which header a cell has, and the grid that spans make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from policies.exporters.blocks import Cell, Paragraph, Table, words

Row = tuple[Cell, ...]


def labelled(table: Table) -> Table:
    """The table with a label in each cell of the body that has a header above it."""
    if not table.head:
        return table
    last = grid(table.head)[-1] if table.head else []
    names = [text_of(cell) if cell else "" for cell in last]
    body = []
    for row in table.body:
        at, cells = 0, []
        for cell in row:
            spans = cell.columns > 1 and cell.columns >= len(names)
            found = names[at] if at < len(names) and not spans else ""
            cells.append(replace(cell, label=cell.label or found))
            at += cell.columns
        body.append(tuple(cells))
    return replace(table, body=tuple(body))


def grid(rows: Sequence[Row]) -> list[list[Cell | None]]:
    """The cells by row and column, each in every place that it spans."""
    found: list[list[Cell | None]] = [[] for _row in rows]
    for number, row in enumerate(rows):
        at = 0
        for cell in row:
            while at < len(found[number]) and found[number][at] is not None:
                at += 1
            for line in found[number : number + cell.rows]:
                line += [None] * (at + cell.columns - len(line))
                line[at : at + cell.columns] = [cell] * cell.columns
            at += cell.columns
    return found


def width(table: Table) -> int:
    """How many columns there are."""
    return max((len(row) for row in grid([*table.head, *table.body])), default=0)


def text_of(cell: Cell) -> str:
    """The words of a cell of plain paragraphs."""
    return " ".join(words(b.parts) for b in cell.blocks if isinstance(b, Paragraph))


def is_plain(table: Table) -> bool:
    """Whether nothing spans and each cell has one paragraph at most, without breaks."""
    rows = [*table.head, *table.body]
    return (
        all(len(a) == len(b) for a, b in pairwise(rows))
        and len(table.head) <= 1
        and all(cell.columns == cell.rows == 1 for row in rows for cell in row)
    )
