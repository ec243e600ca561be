"""Blocks to the stored text and what stands where in it: generated labels, tables, noise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from models.errors import TooLarge
from models.span import Span
from models.table import Cell, Row, Table
from pipeline.read.characters import MAX_CHARACTERS
from pipeline.read.word.shapes import Block, Grid, GridCell, Lines, Paragraph

_BLANK_LINES = re.compile(r"\n\s*\n")


class Writer:
    """Builds the text of a document block by block; every offset is into the text so far."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.generated: list[Span] = []
        self.tables: list[Table] = []
        self.noise: list[Span] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def write(self, blocks: Iterable[Block]) -> None:
        """Write blocks, an empty line between them. Raises TooLarge beyond 20 million characters."""
        for block in blocks:
            if self._length:
                self._add("\n\n")
            if isinstance(block, Grid):
                self._table(block)
            else:
                self._lines(block.paragraphs if isinstance(block, Lines) else (block,))
            if self._length > MAX_CHARACTERS:
                raise TooLarge(f"it has more than {MAX_CHARACTERS:,} characters; split it")

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _lines(self, paragraphs: Sequence[Paragraph], *, compact: bool = False) -> None:
        for k, paragraph in enumerate(paragraphs):
            if k:
                self._add("\n")
            start = self._length
            if paragraph.label:
                self._add(paragraph.label)
                self.generated.append(Span(start, self._length))
                if paragraph.text and not paragraph.attached:
                    self._add(" ")
            self._add(_BLANK_LINES.sub("\n", paragraph.text) if compact else paragraph.text)
            if paragraph.noise:
                self.noise.append(Span(start, self._length))

    def _table(self, grid: Grid) -> None:
        rows = []
        for k, cells in enumerate(grid.rows):
            if k:
                self._add("\n")
            rows.append(self._row(cells))
        self.tables.append(Table(rows=tuple(rows), heading_rows=grid.heading_rows))

    def _row(self, cells: Sequence[GridCell]) -> Row:
        start, written = self._length, []
        self._add("|")
        for cell in cells:
            self._add(" ")
            at = self._length
            self._lines([p for p in cell.paragraphs if p.text or p.label], compact=True)
            written.append(Cell(span=Span(at, self._length), column=cell.column, columns=cell.columns, rows=cell.rows))
            self._add(" |" if self._length > at else "|")
        return Row(span=Span(start, self._length), cells=tuple(written))
