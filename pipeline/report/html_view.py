"""A report's blocks as a page sets them: anchors that are given once, tables in groups, pictures made fit."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.report import svg
from pipeline.report.anchors import Anchors
from pipeline.report.shown import cells_of
from pipeline.report.types import Block, Bullets, Cell, Chart, Paragraph, Report, Row, Section, Status, Table

_AGREE = frozenset({Status.FIRST, Status.SAME, Status.REWORDED, None})
"""Of a row in which every cell is one of these, no plan differs from another in substance."""

_NARROW = 6.0
"""Rem; a column that needs no more, such as one of numbers, gets just that."""


@dataclass(frozen=True)
class Placed:
    """A cell, and the anchor that no other element has."""

    cell: Cell
    anchor: str | None


@dataclass(frozen=True)
class Lined:
    """A row of a table; by `kind`, classes of CSS, the filters know it."""

    cells: tuple[Placed, ...]
    kind: str


@dataclass(frozen=True)
class Group:
    """The rows below one heading; those before the first heading have none."""

    heading: Placed | None
    rows: tuple[Lined, ...]

    @property
    def kind(self) -> str:
        """The classes that all its rows have: a heading over nothing that is shown is not shown either."""
        kinds = [set(row.kind.split()) for row in self.rows]
        return " ".join(sorted(set.intersection(*kinds))) if kinds else ""


@dataclass(frozen=True)
class Matrix:
    """A table. `widths` are lengths of CSS; below `least`, in rem, it scrolls instead of shrinking."""

    anchor: str
    caption: str
    header: tuple[str, ...]
    widths: tuple[str, ...]
    least: float
    groups: tuple[Group, ...]
    block: Literal["table"] = "table"

    @property
    def rows(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def differing(self) -> int:
        return self.rows - self._of("agrees")

    @property
    def silent(self) -> int:
        return self.rows - self._of("spoken")

    @property
    def is_filtered(self) -> bool:
        """Whether a filter would leave some rows and not all."""
        return any(0 < count < self.rows for count in (self.differing, self.silent))

    def _of(self, kind: str) -> int:
        return sum(kind in row.kind.split() for group in self.groups for row in group.rows)


@dataclass(frozen=True)
class Picture:
    """A chart: `drawn` is safe SVG; where there is none, `data` is the address of a PNG that holds it, or nothing."""

    anchor: str
    caption: str
    text: str
    drawn: str | None
    data: str | None
    block: Literal["chart"] = "chart"


View = Paragraph | Bullets | Matrix | Picture


@dataclass(frozen=True)
class Part:
    """A section. `named` are its blocks that a table of contents lists."""

    anchor: str
    title: str
    wide: bool
    blocks: tuple[View, ...]

    @property
    def named(self) -> tuple[Matrix | Picture, ...]:
        found = tuple(block for block in self.blocks if isinstance(block, (Matrix, Picture)))
        return found if len(found) > 1 else ()


def parts(report: Report, taken: frozenset[str]) -> list[Part]:
    """The sections of a report; no anchor is one of `taken`, nor given twice.

    Raises ValueError for a table in which a row has more cells than there are columns.
    """
    anchors = Anchors(taken)
    # First those that links from elsewhere rely on, so that no caption takes the name of a section.
    places = [anchors.new(section.name) for section in report.sections]
    return [_part(section, place, anchors) for section, place in zip(report.sections, places, strict=True)]


def _part(section: Section, anchor: str, anchors: Anchors) -> Part:
    blocks = tuple(_block(block, section.name, anchors) for block in section.blocks)
    return Part(anchor=anchor, title=section.title, wide=section.wide, blocks=blocks)


def _block(block: Block, name: str, anchors: Anchors) -> View:
    match block:
        case Table():
            return _matrix(block, anchors.new(f"{name}-table"), anchors)
        case Chart():
            return _picture(block, anchors.new(f"{name}-chart"))
    return block


def _picture(chart: Chart, anchor: str) -> Picture:
    drawn = svg.inline(chart.svg, anchor, chart.caption, chart.text)
    is_png = chart.png.startswith(b"\x89PNG\r\n\x1a\n")
    data = "data:image/png;base64," + b64encode(chart.png).decode() if is_png and not drawn else None
    return Picture(anchor=anchor, caption=chart.caption, text=chart.text, drawn=drawn, data=data)


def _matrix(table: Table, anchor: str, anchors: Anchors) -> Matrix:
    least = [_least(table, column) for column in range(len(table.header))]
    return Matrix(
        anchor=anchor,
        caption=table.caption,
        header=table.header,
        widths=tuple(_width(width, need, sum(table.widths)) for width, need in zip(table.widths, least, strict=True)),
        least=round(sum(least), 1),
        groups=tuple(_groups(table, anchors)),
    )


def _width(share: float, need: float, whole: float) -> str:
    """The share that the report asks for, but for a narrow column what its words need: numbers are never cut."""
    return f"{need}rem" if need <= _NARROW else f"{round(100 * share / (whole or 1), 2)}%"


def _groups(table: Table, anchors: Anchors) -> Iterator[Group]:
    heading: Placed | None = None
    rows: list[Lined] = []
    for row in table.rows:
        if row.is_group:
            if heading or rows:
                yield Group(heading=heading, rows=tuple(rows))
            heading, rows = _placed(row.cells[0] if row.cells else Cell(), anchors), []
        else:
            cells = tuple(_placed(cell, anchors) for cell in cells_of(table, row))
            rows.append(Lined(cells, _kind(row)))
    if heading or rows:
        yield Group(heading=heading, rows=tuple(rows))


def _placed(cell: Cell, anchors: Anchors) -> Placed:
    return Placed(cell=cell, anchor=anchors.exactly(cell.identity))


def _kind(row: Row) -> str:
    statuses = {cell.status for cell in row.cells}
    agrees = statuses <= _AGREE
    return " ".join(["agrees"] * agrees + ["spoken"] * (Status.SILENT not in statuses))


def _least(table: Table, column: int) -> float:
    """Rem that a column needs to be read: its header's words whole, short texts on a line, long ones on several."""
    word = max((len(word) for word in table.header[column].split()), default=0)
    text = 0
    for row in table.rows:
        if not row.is_group and column < len(row.cells):
            cell = row.cells[column]
            lines = [len(line.text) for line in cell.lines]
            text = max(text, *lines, len(cell.source or "") // 2, len(cell.note or ""), 12 if cell.status else 0)
    return round(min(12.0, max(3.0, word * 0.65 + 1.5, text * 0.5 + 1.5)), 1)
