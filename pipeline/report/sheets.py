"""A table of a report as an analyst filters and sorts it: a sheet's columns and its cells, apart from any library.

What a printed table puts into one cell stands in columns of its own here: the status in words, the words of the plan,
the place that they stand in. A heading over a group of rows becomes a column that each of the rows has, for a heading
between rows is lost as soon as somebody sorts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from models.base import Frozen
from pipeline.report.legend import label
from pipeline.report.shown import bounded, cells_of, fit, runs_of
from pipeline.report.types import Cell, Line, Row, Run, Status, Table

Part = Literal["group", "status", "text", "source"]

LONGEST = 32_767
"""UTF-16 units that a cell of a workbook takes."""
_ROOM = 60
"""Units kept for the words that say how much is left out."""


class Column(Frozen):
    """A column of the sheet: which part of which column of the table (-1 for the group), and how wide, in letters."""

    at: int
    part: Part
    heading: str
    width: float


class Words(Frozen):
    """What the sheets themselves say, in the language of the report; `more` has a place `{count}`."""

    group: str
    status: str
    source: str
    more: str
    statuses: dict[Status, str]


class Entry(Frozen):
    """A row of the sheet: the cells of the table's row, and the group that it stands in."""

    group: Cell
    cells: tuple[Cell, ...]


def lines(table: Table) -> tuple[Entry, ...]:
    """The rows without their headings, each with its group. A group without rows is a row of its own."""
    found: list[Entry] = []
    group, used = Cell(), True
    for row in table.rows:
        if row.is_group:
            if not used:
                found.append(Entry(group=group, cells=_empty(table)))
            group, used = (row.cells[0] if row.cells else Cell()), False
        else:
            found.append(Entry(group=group, cells=tuple(cells_of(table, row))))
            used = True
    if not used:
        found.append(Entry(group=group, cells=_empty(table)))
    return tuple(found)


def _empty(table: Table) -> tuple[Cell, ...]:
    return tuple(cells_of(table, Row(cells=())))


def columns(table: Table, rows: Sequence[Entry], words: Words) -> tuple[Column, ...]:
    """The columns of the sheet, those left out in which nothing would stand."""
    found = []
    if any(row.group.lines for row in rows):
        found.append(Column(at=-1, part="group", heading=words.group, width=24))
    for at, heading in enumerate(table.header):
        cells = [row.cells[at] for row in rows]
        if any(cell.status or cell.note for cell in cells):
            head = words.status.format(column=heading)
            found.append(Column(at=at, part="status", heading=head, width=18))
        width = _width(heading, cells, 46)
        found.append(Column(at=at, part="text", heading=heading, width=width))
        if any(cell.source for cell in cells):
            head = words.source.format(column=heading)
            longest = max(len(cell.source or "") for cell in cells)
            found.append(Column(at=at, part="source", heading=head, width=min(max(longest + 2, 14), 30)))
    return tuple(found)


def _width(heading: str, cells: Sequence[Cell], most: float) -> float:
    """Room for the longest line up to a bound, for the heading's longest word and its arrow in any case."""
    word = max(map(len, heading.split()), default=0) + 3
    longest = max((len(line.text) for cell in cells for line in cell.lines), default=0)
    return max(8, word, min(most, longest + 2))


def runs(row: Entry, column: Column, words: Words) -> list[Run]:
    """The words of a cell with their marks; its paragraphs are parted by line ends. Bounded to what a cell takes."""
    cell = row.group if column.part == "group" else row.cells[column.at]
    match column.part:
        case "status":
            return _plain(label(cell, words.statuses))
        case "source":
            return _plain(cell.source or "")
        case _:
            return joined(cell.lines, words.more)


def _plain(text: str) -> list[Run]:
    return joined((Line(runs=(Run(text=text),)),), "…")


def joined(paragraphs: Sequence[Line], more: str) -> list[Run]:
    """Paragraphs as the runs of one cell."""
    text = "".join(line.text for line in paragraphs)
    # A character beyond the basic plane is two units.
    most = (LONGEST if text.isascii() or max(text, default="") <= "\uffff" else LONGEST // 2) - _ROOM - len(paragraphs)
    found: list[Run] = []
    for line in bounded(paragraphs, more, max(most, 0)):
        if found:
            found.append(Run(text="\n"))
        found += runs_of(line)
    return list(_merged(found))


def _merged(found: Sequence[Run]) -> Iterator[Run]:
    """Neighbours of one look as one run; a line end takes the look of what stands before it."""
    held: Run | None = None
    for run in found:
        text = fit(run.text)
        if held and (run.mark is held.mark or not text.strip()):
            held = Run(text=held.text + text, mark=held.mark)
            continue
        if held:
            yield held
        held = Run(text=text, mark=run.mark)
    if held and held.text:
        yield held


def height(texts: Sequence[str], widths: Sequence[float]) -> int:
    """Lines that the tallest of wrapped texts takes in columns so many letters wide: nearly, since letters differ."""
    return max((_wrapped(text, width) for text, width in zip(texts, widths, strict=True)), default=1)


def _wrapped(text: str, width: float) -> int:
    return sum(1 + int(len(line) / (width * 1.12)) for line in text[:6_000].split("\n"))
