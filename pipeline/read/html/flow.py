"""What a page is made of once its elements are read: blocks of lines, and tables of such blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Line:
    """A line: the label that the source computes (with the space behind it; often empty), and its own words."""

    label: str = ""
    text: str = ""
    cites: tuple[str, ...] = ()
    """The ids of the notes that are cited in it."""

    @property
    def whole(self) -> str:
        return self.label + self.text


@dataclass(slots=True)
class Block:
    """A paragraph: lines that only a `<br>` parts. `noise` where the page shows that it is no part of the text."""

    lines: list[Line]
    noise: bool = False


@dataclass(slots=True)
class GridCell:
    """A cell of a real table: its lines, and the columns and rows it covers."""

    lines: list[Line]
    column: int
    columns: int
    rows: int


@dataclass(slots=True)
class Grid:
    """A real table, merged cells once."""

    rows: list[list[GridCell]]
    heading_rows: int = 0


Piece = Block | Grid


@dataclass(slots=True)
class Flow:
    """The pieces of a page, or of a cell, in order."""

    pieces: list[Piece] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """Every line of text in order; a row of a table within is one line."""
        for piece in self.pieces:
            if isinstance(piece, Block):
                yield from piece.lines
            else:
                for row in piece.rows:
                    yield Line("", " ".join(line.whole for cell in row for line in cell.lines))

    def own_lines(self) -> Iterator[Line]:
        """Every line, those of the cells of its tables one by one."""
        for piece in self.pieces:
            if isinstance(piece, Block):
                yield from piece.lines
            else:
                yield from (line for row in piece.rows for cell in row for line in cell.lines)
