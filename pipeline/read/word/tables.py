"""Tables of a Word document: their grid with merged cells once, or the two columns of the form where they are that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml.etree import _Element

from models.errors import TooLarge, Unsafe
from pipeline.read.form_tables import columns_of, form_of
from pipeline.read.word.borders import is_ruled
from pipeline.read.word.inline import Found
from pipeline.read.word.names import VAL, is_on, number, w
from pipeline.read.word.shapes import Block, Grid, GridCell, Lines, Paragraph
from pipeline.read.word.styles import Styles

ReadBlocks = Callable[[_Element], list[Block]]
"""Reads what a cell holds."""

_ROW, _CELL = w("tr"), w("tc")
_ROW_PROPERTIES, _CELL_PROPERTIES = w("trPr"), w("tcPr")
_SPAN, _MERGED = w("gridSpan"), w("vMerge")
_MOST_COLUMNS = 63  # Word's own bound
_MOST_CELLS = 500_000


@dataclass(frozen=True, slots=True)
class _Seen:
    """A cell as it is written: its blocks (none where it goes on a cell above) and its place."""

    blocks: tuple[Block, ...]
    column: int
    columns: int
    goes_on: bool


@dataclass(frozen=True, slots=True)
class _SeenRow:
    cells: tuple[_Seen, ...]
    heading: bool


def read_table(table: _Element, read: ReadBlocks, styles: Styles, found: Found) -> Iterator[Block]:
    """The blocks of a table: a grid, or the paragraphs of the columns that it only lays out.

    Raises Unsafe where a row has more columns than Word can show, TooLarge beyond 500,000 cells in the document."""
    rows = [seen for row in _elements(table, _ROW) if (seen := _row(row, read, found)) is not None and seen.cells]
    if not rows:
        return
    cells = _spread(rows)
    lines = [[_lines(cell.blocks) if cell else [] for cell in row] for row in cells]
    form = form_of(lines, ruled=is_ruled(table, styles))
    if form is None:
        yield _grid(rows)
        return
    for column in columns_of(lines):
        inside = [block for r, c in column if (cell := cells[r][c]) for block in cell.blocks]
        # A cell over the whole width is no column of the form: a page set as a table has its text there.
        if form == "layout" or all(len(lines[r]) == 1 for r, _ in column):
            yield from inside
        else:
            yield from _as_lines(inside, header=form == "header")


def _row(row: _Element, read: ReadBlocks, found: Found) -> _SeenRow | None:
    """A row; None where a tracked change deletes it."""
    properties = row.find(_ROW_PROPERTIES)
    if properties is not None and properties.find(w("del")) is not None:
        found.counts["deleted"] += 1
        return None
    before = number(properties, w("gridBefore")) or 0
    cells, column = [], min(max(before, 0), _MOST_COLUMNS)
    for cell in _elements(row, _CELL):
        seen = _cell(cell, column, read)
        column += seen.columns
        if column > 4 * _MOST_COLUMNS:
            raise Unsafe("a table of it has more columns than Word can show")
        cells.append(seen)
    found.counts["cells"] += len(cells)
    if found.counts["cells"] > _MOST_CELLS:
        raise TooLarge(f"its tables have more than {_MOST_CELLS:,} cells; split it")
    return _SeenRow(tuple(cells), properties is not None and bool(is_on(properties, w("tblHeader"))))


def _cell(cell: _Element, column: int, read: ReadBlocks) -> _Seen:
    properties = cell.find(_CELL_PROPERTIES)
    columns = min(max(number(properties, _SPAN) or 1, 1), _MOST_COLUMNS)
    merged = properties.find(_MERGED) if properties is not None else None
    goes_on = merged is not None and merged.get(VAL, "continue") != "restart"
    # What a covered cell holds is not shown.
    return _Seen(() if goes_on else tuple(read(cell)), column, columns, goes_on)


def _elements(parent: _Element, tag: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, those within content controls and custom markup too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _elements(child, tag)


_WRAPPERS = frozenset({w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("moveTo")})


def _spread(rows: list[_SeenRow]) -> list[list[_Seen | None]]:
    """The cells at their columns: None where another covers the place. A cell over the whole width stands alone."""
    width = max(cell.column + cell.columns for row in rows for cell in row.cells)
    out: list[list[_Seen | None]] = []
    for row in rows:
        if len(row.cells) == 1 and row.cells[0].columns >= width > 1:
            out.append([row.cells[0]])
            continue
        places: list[_Seen | None] = [None] * width
        for cell in row.cells:
            places[cell.column] = None if cell.goes_on else cell
        out.append(places)
    return out


def _lines(blocks: tuple[Block, ...]) -> list[str]:
    return [line for p in flat(blocks) for line in _shown(p).split("\n")]


def _shown(paragraph: Paragraph) -> str:
    return f"{paragraph.label} {paragraph.text}".strip() if paragraph.label else paragraph.text


def flat(blocks: tuple[Block, ...] | list[Block]) -> Iterator[Paragraph]:
    """The paragraphs of blocks; of a table within a cell each row is a line, its cells parted by tabs."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Lines):
            yield from block.paragraphs
        else:
            for row in block.rows:
                words = [" ".join(_shown(p).replace("\n", " ") for p in cell.paragraphs) for cell in row]
                if any(words):
                    yield Paragraph("\t".join(words).strip())


def _as_lines(blocks: list[Block], *, header: bool) -> Iterator[Block]:
    """Paragraphs as the lines of one block; a table among them stands on its own."""
    waiting: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Grid):
            if waiting:
                yield Lines(tuple(waiting), header)
            waiting = []
            yield block
        else:
            waiting += flat([block])
    if waiting:
        yield Lines(tuple(waiting), header)


def _grid(rows: list[_SeenRow]) -> Grid:
    """The grid of a table; a cell merged over rows stands in the first of them."""
    open_cells: dict[int, tuple[int, int]] = {}
    out: list[list[GridCell]] = []
    for r, row in enumerate(rows):
        out.append([])
        still_open: dict[int, tuple[int, int]] = {}
        for cell in row.cells:
            above = open_cells.get(cell.column) if cell.goes_on else None
            if above is not None:
                first, k = above
                out[first][k] = replace(out[first][k], rows=r - first + 1)
                still_open[cell.column] = above
                continue
            out[r].append(GridCell(tuple(flat(cell.blocks)), cell.column, cell.columns))
            still_open[cell.column] = (r, len(out[r]) - 1)
        open_cells = still_open
    headings = next((k for k, row in enumerate(rows) if not row.heading), len(rows))
    return Grid(tuple(map(tuple, out)), headings)
