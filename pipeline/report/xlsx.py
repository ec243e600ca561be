"""A report as a workbook (Excel, LibreOffice): first what it says, then each table on a sheet of its own.

Each table has its own sheet, also where a section has several: one header row that stays in sight, one filter, one
sorting. `sheets.py` tells how a printed table becomes columns. No text is ever read as a formula, a number or an
address; what is too long for a cell is cut and says so; more rows than a sheet takes go on in a next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.export.names import sheet_name
from pipeline.report import legend, sheets
from pipeline.report.saying import Say, speaker
from pipeline.report.sheets import Column, Entry, Words
from pipeline.report.shown import fit
from pipeline.report.types import Report, Run, Section, Table
from pipeline.report.writing import whole
from pipeline.report.xlsx_cells import LINE, TALLEST, Formats, address, print_set_up, put
from pipeline.report.xlsx_first import First

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

MOST_ROWS = 1_048_574
"""Rows that a sheet takes below its title and its header."""
_MOST_LINKS = 60_000
"""Excel takes 65,530 on a sheet."""

_HEAD = 1
"""The header row of a table's sheet; its title stands above."""
_WIDE = 150
"""Letters beyond which a sheet is printed on A3: on A4 they could not be read."""


def write(report: Report, path: Path) -> None:
    """Write the report as a workbook, whole or not at all; equal reports give equal bytes.

    Raises UsageError, StoreError or one of its kinds as `writing.whole` does, ValueError for a table in which a row has
    more cells than there are columns.
    """
    whole(path, content(report))


def content(report: Report) -> bytes:
    """The workbook. Raises ValueError as `write` does."""
    import xlsxwriter

    out = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # On every machine, or a face of the same widths.
        "default_format_properties": {"font_name": "Arial", "font_size": 10},
    }
    workbook = xlsxwriter.Workbook(out, options)
    made = datetime.combine(report.made, datetime.min.time())
    workbook.set_properties({"title": fit(report.title)[:255], "subject": fit(report.subject)[:255], "created": made})
    _Book(workbook, report).fill()
    workbook.close()
    return out.getvalue()


class _Placed:
    """A table with the sheets it stands on, decided before anything is written, so that links know their way."""

    def __init__(self, table: Table, section: Section, words: Words) -> None:
        self.table, self.section = table, section
        self.entries = sheets.lines(table)
        self.columns = sheets.columns(table, self.entries, words)
        self.sheets: list[Worksheet] = []

    def at(self, row: int, column: int) -> str:
        """The address of a cell of the table, as links have it."""
        from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

        text = next(k for k, c in enumerate(self.columns) if c.at == column and c.part in ("text", "group"))
        number, below = divmod(row, MOST_ROWS)
        return address(self.sheets[number], str(xl_rowcol_to_cell(_HEAD + 1 + below, text)))


class _Book:
    """A workbook in the making."""

    def __init__(self, workbook: Workbook, report: Report) -> None:
        self._workbook, self._report = workbook, report
        self._say: Say = speaker(report.language)
        self._formats = Formats(workbook)
        self._names: set[str] = set()
        self._words = Words(
            group=self._say("xlsx.group"),
            status=self._say("xlsx.status"),
            source=self._say("xlsx.source"),
            more=self._say("xlsx.more"),
            statuses=legend.status_words(self._say),
        )
        self._placed: list[_Placed] = []
        self._targets: dict[str, str] = {}

    def fill(self) -> None:
        first = self._workbook.add_worksheet(sheet_name(self._say("xlsx.first"), self._names))
        for section in self._report.sections:
            self._place(section)
        for name, where in self._found_targets():
            self._targets.setdefault(name, where)
        First(first, self._formats, self._say, self._where).fill(self._report)
        for placed in self._placed:
            self._fill(placed)

    def _place(self, section: Section) -> None:
        """Sheets for the tables of a section, in their order: the first is named by the section."""
        tables = [block for block in section.blocks if isinstance(block, Table)]
        for number, table in enumerate(tables):
            placed = _Placed(table, section, self._words)
            name = section.title if number == 0 else table.caption or section.title
            for _ in range(0, max(len(placed.entries), 1), MOST_ROWS):
                placed.sheets.append(self._workbook.add_worksheet(sheet_name(fit(name), self._names)))
            self._placed.append(placed)

    def _where(self, table: Table) -> tuple[str, int]:
        placed = next(placed for placed in self._placed if placed.table is table)
        return address(placed.sheets[0]), len(placed.entries)

    def _found_targets(self) -> Iterator[tuple[str, str]]:
        """Where a source is told at length: by the identity of a cell in the section of sources, and by the first words
        of its row, which are those by which the plan is called."""
        for placed in self._placed:
            if placed.section.name != "sources":
                continue
            for row, entry in enumerate(placed.entries):
                for at, cell in enumerate(entry.cells):
                    named = [cell.identity] if cell.identity else []
                    if at == 0 and cell.lines:
                        named.append(cell.lines[0].text)
                    yield from ((name, placed.at(row, at)) for name in named)

    def _fill(self, placed: _Placed) -> None:
        from xlsxwriter.utility import xl_range

        for number, sheet in enumerate(placed.sheets):
            entries = placed.entries[number * MOST_ROWS : (number + 1) * MOST_ROWS]
            self._set_up(sheet, placed)
            links = 0
            for row, entry in enumerate(entries, _HEAD + 1):
                links += self._row(sheet, row, entry, placed, linked=links < _MOST_LINKS)
            last = len(placed.columns) - 1
            sheet.autofilter(_HEAD, 0, max(_HEAD + len(entries), _HEAD + 1), last)
            sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, _HEAD + len(entries), last)})

    def _set_up(self, sheet: Worksheet, placed: _Placed) -> None:
        columns = placed.columns
        title = Run(text=fit(placed.table.caption or placed.section.title))
        put(sheet, (0, 0), [title], self._formats, "caption")
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            put(sheet, (_HEAD, at), [Run(text=fit(column.heading))], self._formats, "head")
        heads = [column.heading for column in columns]
        tall = sheets.height(heads, [column.width - 3 for column in columns])
        sheet.set_row(_HEAD, LINE * tall + 4)
        kept = [column.width for column in columns if column.at <= 0]
        sheet.freeze_panes(_HEAD + 1, len(kept) if len(kept) < len(columns) and sum(kept) <= 64 else 0)
        total = sum(column.width for column in columns)
        print_set_up(sheet, wide=placed.section.wide or total > _WIDE)
        sheet.repeat_rows(_HEAD)

    def _row(self, sheet: Worksheet, row: int, entry: Entry, placed: _Placed, *, linked: bool) -> int:
        """Write a row; returns how many links were made."""
        links, texts = 0, []
        for at, column in enumerate(placed.columns):
            runs = sheets.runs(entry, column, self._words)
            text = "".join(run.text for run in runs)
            texts.append(text)
            target = self._target(entry, column, placed) if column.part == "source" and linked and text else None
            if target:
                sheet.write_url(row, at, target, self._formats.cell_link, text)
                links += 1
            else:
                put(sheet, (row, at), runs, self._formats, "cell")
        tall = sheets.height(texts, [column.width for column in placed.columns])
        if tall > 1:
            sheet.set_row(row, min(LINE * tall, TALLEST))
        return links

    def _target(self, entry: Entry, column: Column, placed: _Placed) -> str | None:
        if placed.section.name == "sources":
            return None
        cell = entry.cells[column.at]
        by_identity = self._targets.get(cell.identity) if cell.identity else None
        return by_identity or self._targets.get(placed.table.header[column.at])
