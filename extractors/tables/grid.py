"""The places of a table: which cell covers each, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from models.table import Cell, Table

# No table of the genre has more columns; what stands further right is read as text only.
MOST_COLUMNS = 64

Places = dict[int, Cell]


def swept(table: Table) -> Iterator[Places]:
    """For each row the cell that covers each column, those merged with the rows above included. Linear in the rows,
    which `Table.at` is not."""
    carried: dict[int, tuple[Cell, int]] = {}
    for k, row in enumerate(table.rows):
        carried = {column: (cell, stop) for column, (cell, stop) in carried.items() if stop > k}
        for cell in row.cells:
            for column in range(cell.column, min(cell.column + cell.columns, MOST_COLUMNS)):
                carried[column] = (cell, k + cell.rows)
        yield {column: carried[column][0] for column in sorted(carried)}


def filled(places: Places, text: str) -> list[Cell]:
    """The cells of a row that have words, each once, from left to right."""
    out: list[Cell] = []
    for cell in places.values():
        if (not out or cell is not out[-1]) and any(c.isalnum() for c in cell.span.of(text)):
            out.append(cell)
    return out
