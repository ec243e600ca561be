"""What a Word document is made of, in the order of reading: paragraphs with their labels, tables, columns of lines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its words, trimmed, and the label that the source computes (empty: none)."""

    text: str
    label: str = ""
    attached: bool = False
    """Whether its words follow the label without a space."""
    noise: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table: its paragraphs and the columns and rows that it covers."""

    paragraphs: tuple[Paragraph, ...]
    column: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of rows of cells; `heading_rows` as the file marks them."""

    rows: tuple[tuple[GridCell, ...], ...]
    heading_rows: int = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """Paragraphs that are the lines of one block: a column of the header or of the closing."""

    paragraphs: tuple[Paragraph, ...]
    header: bool = False
    """Whether it is a column of the header of the document."""


Block = Paragraph | Lines | Grid
