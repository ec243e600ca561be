"""A table element to the place of its cells, and to the form's columns or a real table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.read.form_tables import columns_of, form_of
from pipeline.read.html.flow import Block, Flow, Grid, GridCell, Line, Piece

MOST_COLUMNS = 64  # a cell's `colspan` beyond it, which no sheet of paper has, is not believed
_PAGE_BLOCKS = 12  # blocks in one cell that make it a page, where it holds most of the table's words
_PAGE_SHARE = 0.6


@dataclass(slots=True)
class CellElement:
    """A cell as written: its content, what it spans (0 rows: to the end), whether it is a heading, and whether nothing
    at all is in it (`bare`), not even an empty paragraph."""

    flow: Flow
    columns: int = 1
    rows: int = 1
    heading: bool = False
    bare: bool = False


@dataclass(slots=True)
class TableElement:
    """A table as it is being read. `ruled` once a line is drawn in it."""

    rows: list[list[CellElement]] = field(default_factory=list)
    head_rows: int = 0
    ruled: bool = False
    bordered: bool = False
    """Whether its `border` attribute asks for lines, which each cell's style may still take away."""

    def add_row(self, *, in_head: bool) -> None:
        if in_head and self.head_rows == len(self.rows):
            self.head_rows += 1
        self.rows.append([])

    def pieces(self) -> list[Piece]:
        """What the table is: blocks where it only lays out, else one table; nothing where it has no words."""
        placed = _placed(self.rows)
        if not any(line.text for row in placed for cell in row for line in cell.flow.own_lines()):
            return []
        texts = _texts(placed)
        form = form_of(texts, ruled=self.ruled)
        if form in ("header", "closing"):
            return [_column([placed_at(placed, texts, p) for p in column]) for column in columns_of(texts)]
        if form == "layout" or self._lays_out(placed):
            return [piece for row in placed for cell in row for piece in cell.flow.pieces]
        return [_grid(placed, self._heading_rows())]

    def _heading_rows(self) -> int:
        if self.head_rows:
            return self.head_rows
        marked = 0
        for row in self.rows:
            if not row or not all(cell.heading for cell in row):
                break
            marked += 1
        return marked if marked < len(self.rows) else 0

    def _lays_out(self, placed: Sequence[Sequence[_Placed]]) -> bool:
        """Whether it sets parts of a page side by side: a real table, or most of the text in one cell, is in it."""
        if self.ruled:
            return False
        cells = [cell.flow for row in placed for cell in row]
        if any(isinstance(piece, Grid) for flow in cells for piece in flow.pieces):
            return True
        sizes = [sum(len(line.whole) for line in flow.lines()) for flow in cells]
        most = max(range(len(cells)), key=sizes.__getitem__)
        return len(cells[most].pieces) >= _PAGE_BLOCKS and sizes[most] >= _PAGE_SHARE * sum(sizes)


@dataclass(slots=True)
class _Placed:
    flow: Flow
    row: int
    column: int
    columns: int
    rows: int
    bare: bool


def _placed(rows: list[list[CellElement]]) -> list[list[_Placed]]:
    """Each cell at its column (HTML Standard, 4.9.12), rows that only set the widths of columns left out."""
    busy: list[int] = []  # for each column the first row that is free again
    out = []
    for r, row in enumerate(rows):
        cells, column = [], 0
        for cell in row:
            while column < len(busy) and busy[column] > r:
                column += 1
            columns = max(1, min(cell.columns, MOST_COLUMNS))
            end = len(rows) if cell.rows == 0 else min(r + max(1, cell.rows), len(rows))
            busy += [0] * (column + columns - len(busy))
            busy[column : column + columns] = [end] * columns
            cells.append(_Placed(cell.flow, r, column, columns, end - r, cell.bare))
            column += columns
        out.append(cells)
    return _without_bare_rows(out)


def _without_bare_rows(rows: list[list[_Placed]]) -> list[list[_Placed]]:
    kept_before = [0]
    for row in rows:
        kept_before.append(kept_before[-1] + (not all(cell.bare for cell in row)))
    out = [row for row in rows if not all(cell.bare for cell in row)]
    for cell in (c for row in out for c in row):
        end = cell.row + cell.rows
        cell.row, cell.rows = kept_before[cell.row], kept_before[end] - kept_before[cell.row]
    return out


def _texts(placed: list[list[_Placed]]) -> list[list[list[str]]]:
    """The lines of the cells at their columns; a place that a merged cell covers is empty."""
    width = max((cell.column + cell.columns for row in placed for cell in row), default=0)
    out = []
    for row in placed:
        lines = [[line.whole for line in cell.flow.lines()] for cell in row]
        if len(row) == 1 and row[0].columns == width:
            out.append(lines)
            continue
        grid: list[list[str]] = [[] for _ in range(width)]
        for cell, text in zip(row, lines, strict=True):
            grid[cell.column] = text
        out.append(grid)
    return out


def placed_at(placed: list[list[_Placed]], texts: list[list[list[str]]], place: tuple[int, int]) -> Flow:
    """The content of the cell that stands at a place of `texts`."""
    r, k = place
    if len(texts[r]) == 1:
        return placed[r][0].flow
    return next(cell.flow for cell in placed[r] if cell.column == k)


def _column(flows: list[Flow]) -> Piece:
    """A column of the form: each printed line on a line of its own, no empty line between."""
    return Block([line for flow in flows for line in flow.lines()])


def _grid(placed: list[list[_Placed]], heading_rows: int) -> Grid:
    rows = [[GridCell(_cell_lines(c.flow), c.column, c.columns, max(1, c.rows)) for c in row] for row in placed]
    return Grid(rows, min(heading_rows, len(rows)))


def _cell_lines(flow: Flow) -> list[Line]:
    return list(flow.lines())
