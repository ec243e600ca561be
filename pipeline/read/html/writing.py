"""A flow to the stored text: paragraphs parted by an empty line, rows of tables on lines, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from models.span import Span
from models.table import Cell, Row, Table
from pipeline.read.html.flow import Block, Flow, Grid, GridCell, Line


@dataclass(slots=True)
class Written:
    """The text, and the spans of what is in it."""

    text: str
    tables: tuple[Table, ...]
    noise: tuple[Span, ...]
    generated: tuple[Span, ...]


@dataclass(slots=True)
class _Writer:
    parts: list[str] = field(default_factory=list)
    at: int = 0
    tables: list[Table] = field(default_factory=list)
    noise: list[Span] = field(default_factory=list)
    generated: list[Span] = field(default_factory=list)

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)

    def lines(self, lines: Iterable[Line]) -> Span:
        start = end = self.at
        for k, line in enumerate(lines):
            if k:
                self.put("\n")
            if label := line.label.rstrip():
                self.generated.append(Span(self.at, self.at + len(label)))
            self.put(line.whole)
            end = self.at
        return Span(start, end)

    def block(self, block: Block) -> None:
        span = self.lines(block.lines)
        if block.noise:
            self.noise.append(span)

    def grid(self, grid: Grid) -> None:
        rows = []
        for k, cells in enumerate(grid.rows):
            if k:
                self.put("\n")
            rows.append(self.row(cells))
        self.tables.append(Table(rows=tuple(rows), heading_rows=grid.heading_rows))

    def row(self, cells: list[GridCell]) -> Row:
        start = self.at
        self.put("|")
        placed = []
        for cell in cells:
            self.put(" ")
            span = self.lines(cell.lines)
            self.put(" |" if span.end > span.start else "|")
            placed.append(Cell(span=span, column=cell.column, columns=cell.columns, rows=cell.rows))
        return Row(span=Span(start, self.at), cells=tuple(placed))


def write(flow: Flow) -> Written:
    """The stored text of a flow whose lines are clean."""
    writer = _Writer()
    for k, piece in enumerate(flow.pieces):
        if k:
            writer.put("\n\n")
        if isinstance(piece, Block):
            writer.block(piece)
        else:
            writer.grid(piece)
    return Written("".join(writer.parts), tuple(writer.tables), tuple(writer.noise), tuple(writer.generated))
