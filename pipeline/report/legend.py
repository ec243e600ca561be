"""What statuses and marks are called, and which sign stands beside the word so that no colour is needed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.report.saying import Say
from pipeline.report.types import Block, Bullets, Cell, Chart, Line, Mark, Paragraph, Report, Status, Table

SYMBOLS: dict[Status, str] = {
    Status.FIRST: "•",
    Status.SAME: "=",
    Status.REWORDED: "≈",
    Status.CHANGED: "≠",
    Status.SILENT: "∅",
    Status.NOT_READ: "?",
}

_STATUS_KEYS: dict[Status, str] = {
    Status.FIRST: "html.status_first",
    Status.SAME: "html.status_same",
    Status.REWORDED: "html.status_reworded",
    Status.CHANGED: "html.status_changed",
    Status.SILENT: "html.status_silent",
    Status.NOT_READ: "html.status_not_read",
}

_MARK_KEYS: dict[Mark, str] = {
    Mark.ADDED: "html.mark_added",
    Mark.DROPPED: "html.mark_dropped",
    Mark.FOLLOWS: "html.mark_follows",
}

EXPLAINED: tuple[Mark, ...] = tuple(_MARK_KEYS)
"""The marks that say something of a difference; the others are only set in another weight."""


def status_words(say: Say) -> dict[Status, str]:
    return {status: say(key) for status, key in _STATUS_KEYS.items()}


def mark_words(say: Say) -> dict[Mark, str]:
    return {mark: say(key) for mark, key in _MARK_KEYS.items()}


def label(cell: Cell, words: dict[Status, str]) -> str:
    """What is said before a cell's words: its status in words, then its note unless that says the same.

    >>> label(Cell(status=Status.CHANGED, note="chặt hơn"), {Status.CHANGED: "khác"})
    'khác · chặt hơn'
    """
    word = words[cell.status] if cell.status else ""
    note = cell.note or ""
    if word and word.casefold() in note.casefold():
        return note
    return " · ".join(part for part in (word, note) if part)


def used_statuses(report: Report) -> list[Status]:
    """Those that a cell of the report bears, in their own order."""
    found = {c.status for table in _tables(report) for row in table.rows for c in row.cells if c.status}
    return [status for status in Status if status in found]


def used_marks(report: Report) -> list[Mark]:
    """Those of EXPLAINED that a run of the report bears."""
    found = {run.mark for line in _lines(report) for run in line.runs}
    return [mark for mark in EXPLAINED if mark in found]


def _blocks(report: Report) -> Iterator[Block]:
    return (block for section in report.sections for block in section.blocks)


def _tables(report: Report) -> Iterator[Table]:
    return (block for block in _blocks(report) if isinstance(block, Table))


def _lines(report: Report) -> Iterator[Line]:
    yield from report.scope
    for block in _blocks(report):
        match block:
            case Paragraph(line=line):
                yield line
            case Bullets(items=items):
                for item in items:
                    yield item.line
                    yield from item.details
            case Table(rows=rows):
                yield from (line for row in rows for cell in row.cells for line in cell.lines)
            case Chart():
                pass
