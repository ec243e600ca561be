"""A table as it stands in the text: rows of cells, merged cells once."""

from __future__ import annotations

from pydantic import Field

from models.base import Frozen
from models.span import Span


class Cell(Frozen):
    """A cell: its text (it may run over several lines; empty where the cell is), and the columns and rows it covers.

    A cell merged over rows stands in the first of them and says so in `rows`; the rows below have no cell there.
    """

    span: Span
    column: int = Field(ge=0)
    columns: int = Field(default=1, ge=1)
    rows: int = Field(default=1, ge=1)


class Row(Frozen):
    """A row: the whole stretch of text it takes, and its own cells from left to right."""

    span: Span
    cells: tuple[Cell, ...]


class Table(Frozen):
    """A table of the document. `heading_rows` is how many rows the file itself marks as headings (0 where it does not
    say), not what they look like."""

    rows: tuple[Row, ...] = Field(min_length=1)
    heading_rows: int = Field(default=0, ge=0)

    @property
    def span(self) -> Span:
        return Span(self.rows[0].span.start, self.rows[-1].span.end)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((c.column + c.columns for row in self.rows for c in row.cells), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place, also where it is merged with others; None where there is none."""
        for above in range(row, -1, -1):
            for cell in self.rows[above].cells:
                if cell.column <= column < cell.column + cell.columns and above + cell.rows > row:
                    return cell
        return None
