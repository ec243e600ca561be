"""Ruled tables: drawn lines to a grid of cells, words to the cells they stand in.

One way for both sources: the lines of a PDF's drawing and those found in a scan's picture are edges alike, and
pdfplumber's functions make the cells of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.read.form_tables import form_of
from pipeline.read.paged.lines import SeenLine, rows_of, runs_of
from pipeline.read.paged.page import Ruling, SeenWord
from pipeline.read.paged.paragraphs import LABEL

_TOLERANCE = 3.0  # points; a pen's width and what a scan leaves of straightness
_MOST_CROSSINGS = 4_000  # of a page: 100 rows of 40 columns; pdfplumber's way from them to the cells is quadratic
_MOST_HEADINGS = 3  # rows: a heading, one below it that parts it, the numbers of the columns
_CellBox = tuple[float, float, float, float]


@dataclass(slots=True)
class SeenCell:
    """A cell: the place of its upper left corner in the grid, how far it reaches, its lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: list[SeenLine] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class SeenTable:
    """A table on a page: its edges in points and its rows, each the cells that begin in it, from left to right."""

    page: int
    box: _CellBox
    edges: tuple[float, ...]
    """Where its columns begin and end, from left to right."""
    rows: list[list[SeenCell]]
    repeated: list[list[SeenCell]] = field(default_factory=list)
    """Heading rows that only say again what the table's beginning on the page before says."""
    opening: list[list[SeenCell]] = field(default_factory=list)
    """The first rows of the whole table, where it began on a page before: its headings are among them."""
    goes_on: bool = False
    """Whether it is the rest of the last table of the page before."""


def tables_on(
    rulings: Sequence[Ruling], words: Sequence[SeenWord], page: int
) -> tuple[list[SeenTable], Sequence[SeenWord]]:
    """The tables that lines rule on a page, from its top, and the words outside of them.

    What has not two columns and two rows of cells with words is no table, nor is a header, a closing or a frame.
    """
    grids = _grids(rulings) if len(rulings) >= 4 else []
    if not grids:
        return [], words
    tables, taken = [], set()
    for boxes in grids:
        table, inside = _table(boxes, words, page)
        if table is not None:
            tables.append(table)
            taken |= inside
    return sorted(tables, key=lambda t: t.box[1]), [w for k, w in enumerate(words) if k not in taken]


def _grids(rulings: Sequence[Ruling]) -> list[list[_CellBox]]:
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    merged = merge_edges([_edge(r) for r in rulings], _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    orientations = [e["orientation"] for e in merged]
    upright, level = orientations.count("v"), orientations.count("h")
    if min(upright, level) < 2 or upright * level > _MOST_CROSSINGS:
        return []
    crossings = edges_to_intersections(merged, _TOLERANCE, _TOLERANCE)
    return [grid for grid in cells_to_tables(intersections_to_cells(crossings)) if len(grid) >= 3]


def _edge(ruling: Ruling) -> dict[str, object]:
    level = ruling.x1 - ruling.x0 >= ruling.bottom - ruling.top
    x, y = (ruling.x0 + ruling.x1) / 2, (ruling.top + ruling.bottom) / 2
    x0, x1 = (ruling.x0, ruling.x1) if level else (x, x)
    top, bottom = (y, y) if level else (ruling.top, ruling.bottom)
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "h" if level else "v",
        "object_type": "line",
    }


def _table(boxes: list[_CellBox], words: Sequence[SeenWord], page: int) -> tuple[SeenTable | None, set[int]]:
    xs = _steps([b[0] for b in boxes] + [b[2] for b in boxes])
    ys = _steps([b[1] for b in boxes] + [b[3] for b in boxes])
    cells: dict[int, SeenCell] = {}
    for k, (x0, top, x1, bottom) in enumerate(boxes):
        column, row = _step_at(xs, x0), _step_at(ys, top)
        columns, rows = _step_at(xs, x1) - column, _step_at(ys, bottom) - row
        if columns > 0 and rows > 0:
            cells[k] = SeenCell(row, column, rows, columns)
    held, inside = _put(cells, boxes, words, page)
    filled = [c for c in cells.values() if c.lines]
    rows_of_cells = [
        sorted((c for c in cells.values() if c.row == r), key=lambda c: c.column) for r in range(len(ys) - 1)
    ]
    if len({c.row for c in filled}) < 2 or len({c.column for c in filled}) < 2 or not held:
        return None, set()
    if form_of(_printed(rows_of_cells, len(xs) - 1), ruled=True) is not None:
        return None, set()
    return SeenTable(page, (xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), _numbered(rows_of_cells)), inside


def _steps(values: list[float]) -> list[float]:
    """Values with those nearly alike taken as one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _TOLERANCE:
            out.append(value)
    return out


def _step_at(steps: list[float], value: float) -> int:
    return max(bisect_left(steps, value + 0.01) - 1, 0)


def _put(
    cells: dict[int, SeenCell], boxes: list[_CellBox], words: Sequence[SeenWord], page: int
) -> tuple[int, set[int]]:
    """Put each word into the cell that holds its middle; how many were put, and which."""
    held: dict[int, list[SeenWord]] = {}
    inside: set[int] = set()
    x0, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
    ordered = sorted(cells, key=lambda k: (boxes[k][1], boxes[k][0]))
    for n, word in enumerate(words):
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        if not (x0 <= x <= x1 and top <= y <= bottom) or not word.upright:
            continue
        for k in ordered:
            box = boxes[k]
            if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                held.setdefault(k, []).append(word)
                inside.add(n)
                break
    for k, found in held.items():
        cells[k].lines = rows_of(runs_of(found, page))
    return len(inside), inside


def _printed(rows: list[list[SeenCell]], width: int) -> list[list[list[str]]]:
    """The rows as their printed lines, a place that a merged cell covers as an empty cell."""
    out = []
    for row in rows:
        if len(row) == 1 and row[0].columns == width:
            out.append([[line.text for line in row[0].lines]])
            continue
        places: list[list[str]] = [[] for _ in range(width)]
        for cell in row:
            places[cell.column] = [line.text for line in cell.lines]
        out.append(places)
    return out


def _numbered(rows: list[list[SeenCell]]) -> list[list[SeenCell]]:
    """Rows without those in which no cell begins; what reaches over such a row reaches one row less."""
    kept = [r for r, row in enumerate(rows) if row]
    for row in rows:
        for cell in row:
            first, last = cell.row, cell.row + cell.rows
            cell.row = bisect_left(kept, first)
            cell.rows = max(bisect_left(kept, last) - cell.row, 1)
    return [rows[r] for r in kept]


def wraps(table: SeenTable, cell: SeenCell) -> list[bool]:
    """For each line of a cell but the first, whether it only goes on with the one above: its first word had no room
    there. Else whoever wrote the cell ended the line above."""
    left, right = table.edges[cell.column], table.edges[cell.column + cell.columns]
    out = []
    for above, line in pairwise(cell.lines):
        word, em = line.words[0], line.size
        # A cell keeps as much free at its right as at its left; lines that are centred or indented do not tell it.
        free = min(max(min(x.x0 for x in cell.lines) - left, 0.0), 0.6 * em)
        needed = 0.25 * em + word.x1 - word.x0 + free
        begins_item = bool(LABEL.match(word.text)) and len(line.words) > 1
        out.append(above.x1 - above.x0 + needed > right - left - free - 0.15 * em and not begins_item)
    return out


def join(above: SeenTable, below: SeenTable) -> bool:
    """Take a table at the top of a page as the rest of that which the page before ended with, if it is that.

    The columns must be the same. Heading rows that are printed again are set aside, and a row that the page break
    cut is put together in the table above.
    """
    shift = below.edges[0] - above.edges[0]
    if len(above.edges) != len(below.edges):
        return False
    if any(abs(b - a - shift) > 2 * _TOLERANCE for a, b in zip(above.edges, below.edges, strict=True)):
        return False
    below.goes_on = True
    below.opening = above.opening or above.rows[:_MOST_HEADINGS]
    again = 0
    while again < min(len(below.opening), len(below.rows)) and _same(below.opening[again], below.rows[again]):
        again += 1
    below.repeated, below.rows = below.rows[:again], below.rows[again:]
    if below.rows and _is_cut(above.rows[-1], below.rows[0]):
        _mend(above.rows[-1], below.rows.pop(0))
    return True


def _same(a: list[SeenCell], b: list[SeenCell]) -> bool:
    texts = [c.text for c in a]
    return texts == [c.text for c in b] and any(texts)


def _is_cut(above: list[SeenCell], below: list[SeenCell]) -> bool:
    """Whether a row only goes on with the one above: no ordinal of its own, and words in the middle of a sentence."""
    if not below or [c.column for c in above] != [c.column for c in below] or below[0].lines or not above[0].lines:
        return False
    opening = [c.text[:1] for c in below if c.lines]
    return bool(opening) and any(c.islower() or c in ",;.)" for c in opening)


def _mend(above: list[SeenCell], below: list[SeenCell]) -> None:
    for cell, rest in zip(above, below, strict=True):
        cell.lines += rest.lines
