"""A workbook for people: headings in their language, frozen and with filters, texts wrapped, dates as dates.

No text is ever read as a formula, an address or a number: each is written as a text, whatever it begins with. What a
workbook cannot hold as it is, and what becomes of it:

- a text of more than 32,767 characters: its cell ends in a mark that names the sheet of what is left over, and that
  sheet has the whole text, in parts;
- more than 1,048,575 rows: a next sheet, with headings of its own;
- control characters: as `_x000B_`, the escape of the format, which Excel and LibreOffice turn back;
- whole numbers of more than fifteen digits, numbers of 1e308 and above, `nan`, and days before March 1900: as texts;
- a list of texts: one a line (JSON where one of them has a line break, is empty, or begins with `[`);
- moments: on the clock of Việt Nam, to the millisecond; other numbers: to sixteen digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.base import Frozen
from pipeline.export import cells
from pipeline.export.headings import sheet_word
from pipeline.export.names import sheet_name
from pipeline.export.options import Options
from pipeline.export.table import Column, ColumnType, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

LONGEST_TEXT = 32_767
"""UTF-16 units that a cell takes."""
MOST_ROWS = 1_048_575
"""Rows that a sheet takes below its headings."""

_DIGITS_KEPT = 10**15
_TOO_LARGE = 1e308
_FIRST_DAY = date(1900, 3, 1)
"""Before it the count of days has a day that never was."""
_VIETNAM = timezone(timedelta(hours=7))

_NARROWEST, _WIDEST = 8, 60
"""Widths of a column, in characters."""
_SEEN = 200
"""Rows of a sheet whose cells decide the widths."""
_LOOKED_AT = 3_000
"""Characters of a text that decide on width and height: more than the tallest row shows."""
_LINE, _TALLEST = 15, 409
"""Heights in points: of a line, and of the tallest row there may be."""


def write(table: Table, rows: Iterable[Frozen], to: Path, options: Options, *, most_rows: int = MOST_ROWS) -> int:
    """The number of rows written, headings not counted. Temporary files stand beside `to`."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(str(to), {"constant_memory": True, "tmpdir": str(to.parent)})
    try:
        count = _Book(workbook, table, options).fill(rows, most_rows)
        workbook.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise error.args[0] from error  # The failure of the disk that it wraps.
    except BaseException:
        with suppress(Exception):
            workbook.close()  # For its open files; what it leaves is thrown away.
        raise
    return count


class _Book:
    """A workbook in the making."""

    def __init__(self, workbook: Workbook, table: Table, options: Options) -> None:
        self._workbook, self._table, self._options = workbook, table, options
        self._lang = options.lang
        top = {"valign": "top"}
        self._head = workbook.add_format({"bold": True, "text_wrap": True, "bg_color": "#D9E2F3", "bottom": 1, **top})
        self._text = workbook.add_format({"text_wrap": True, **top})
        self._number = workbook.add_format({"align": "center", **top})
        self._day = workbook.add_format({"num_format": "dd/mm/yyyy", "align": "center", **top})
        self._moment = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm:ss", "align": "center", **top})
        self._names: set[str] = set()
        self._rest: _Rest | None = None

    def fill(self, rows: Iterable[Frozen], most_rows: int) -> int:
        count = 0
        for sheet_rows in _parted(rows, most_rows):
            count += self._sheet(sheet_rows)
        if self._rest:
            self._rest.end()
        return count

    def _sheet(self, rows: Iterable[Frozen]) -> int:
        headings = [c.heading(self._lang) for c in self._table.columns]
        sheet = self._new_sheet(self._table.title(self._lang), headings)
        left = map(self._fitted, rows)
        first = list(islice(left, _SEEN))
        widths = [_width(heading, of) for heading, of in zip(headings, _turned(first, len(headings)), strict=True)]
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        count = 0
        for count, cells_of_row in enumerate(chain(first, left), 1):
            self._row(sheet, count, cells_of_row, widths)
        sheet.autofilter(0, 0, count, len(widths) - 1)
        return count

    def _fitted(self, row: Frozen) -> list[Any]:
        pairs = zip(self._table.columns, self._table.values(row), strict=True)
        return [_fitting(column, self._options.said(column.name, value)) for column, value in pairs]

    def _row(self, sheet: Worksheet, row: int, fitted: list[Any], widths: list[int]) -> None:
        """Its height is told, since not every program finds the height of wrapped texts by itself."""
        lines = max(map(_lines, fitted, widths))
        if lines > 1:
            sheet.set_row(row, min(_LINE * lines, _TALLEST))
        for at, value in enumerate(fitted):
            self._put(sheet, row, at, value)

    def _new_sheet(self, title: str, headings: list[str]) -> Worksheet:
        sheet = self._workbook.add_worksheet(sheet_name(title, self._names))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3: seventeen columns on A4 cannot be read.
        sheet.fit_to_pages(1, 0)
        sheet.set_row(0, 2 * _LINE + 4)
        for at, heading in enumerate(headings):
            sheet.write_string(0, at, heading, self._head)
        return sheet

    def _put(self, sheet: Worksheet, row: int, at: int, value: Any) -> None:
        match value:
            case None:
                pass
            case bool():
                sheet.write_boolean(row, at, value, self._number)
            case int() | float():
                sheet.write_number(row, at, value, self._number)
            case datetime():
                sheet.write_datetime(row, at, value, self._moment)
            case date():
                sheet.write_datetime(row, at, value, self._day)
            case _:
                self._put_text(sheet, row, at, value)

    def _put_text(self, sheet: Worksheet, row: int, at: int, text: str) -> None:
        if _units(text) > LONGEST_TEXT:
            text = self._shortened(sheet.get_name(), row, at, text)
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library takes such a text for its own markup and would copy it into the file as it is.
            sheet.write_rich_string(row, at, "<", "r", text[2:], self._text)
        else:
            sheet.write_string(row, at, text, self._text)

    def _shortened(self, sheet: str, row: int, at: int, text: str) -> str:
        from xlsxwriter import utility

        if self._rest is None:
            words = [sheet_word(f"rest_{key}", self._lang) for key in ("sheet", "cell", "part", "text")]
            self._rest = _Rest(self._new_sheet(sheet_word("rest", self._lang), words), self._text)
        first = self._rest.keep(sheet, utility.xl_rowcol_to_cell(row, at), text)
        mark = f" … [→ {self._rest.name}, {first}]"
        return _pieces(text, LONGEST_TEXT - _units(mark))[0] + mark


class _Rest:
    """The sheet that has whole what is too long for a cell."""

    def __init__(self, sheet: Worksheet, text: Any) -> None:
        self._sheet, self._text, self._row = sheet, text, 0
        self.name: str = sheet.get_name()

    def keep(self, sheet: str, cell: str, text: str) -> int:
        """Keep a text; returns the number of the row that it begins in, as a spreadsheet counts."""
        first = self._row + 2
        for part, piece in enumerate(_pieces(text, LONGEST_TEXT), 1):
            self._row += 1
            self._sheet.write_string(self._row, 0, sheet, self._text)
            self._sheet.write_string(self._row, 1, cell, self._text)
            self._sheet.write_number(self._row, 2, part, self._text)
            self._sheet.write_string(self._row, 3, piece, self._text)
        return first

    def end(self) -> None:
        self._sheet.set_column(0, 2, 16)
        self._sheet.set_column(3, 3, 100)
        self._sheet.autofilter(0, 0, self._row, 3)


def _fitting(column: Column, value: Any) -> Any:
    """The value as a cell can have it: a boolean, number, day, moment or text, None for nothing."""
    if value is None:
        return None
    if column.many or column.type is ColumnType.OBJECT:
        return _list(column, value)
    match column.type:
        case ColumnType.INTEGER:
            return value if abs(value) < _DIGITS_KEPT else str(value)
        case ColumnType.NUMBER:
            return value if abs(value) < _TOO_LARGE else str(value)  # Nor is what is no number.
        case ColumnType.DATE:
            return value if value >= _FIRST_DAY else f"{value:%d/%m/}{value.year:04}"
        case ColumnType.DATETIME:
            return _on_the_clock(value)
    return value


def _list(column: Column, value: Any) -> str | None:
    plain = column.many and column.type is ColumnType.TEXT
    if plain and value and all(item and not item.startswith("[") and "\n" not in item for item in value):
        return "\n".join(value)
    return None if plain and not value and not column.nullable else cells.cell(column, value)


def _on_the_clock(moment: datetime) -> Any:
    local = moment.astimezone(_VIETNAM).replace(tzinfo=None) if moment.tzinfo else moment
    return local if local.date() >= _FIRST_DAY else moment.isoformat()


def _units(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text) if len(text) > LONGEST_TEXT // 2 else len(text)


def _pieces(text: str, longest: int) -> list[str]:
    """The text in pieces of at most so many UTF-16 units (two or more), no character cut."""
    pieces = []
    while text:
        units = text[:longest].encode("utf-16-le")[: 2 * longest]
        pieces.append(units.decode("utf-16-le", errors="ignore"))
        text = text[len(pieces[-1]) :]
    return pieces


def _parted(rows: Iterable[Frozen], most: int) -> Iterator[Iterable[Frozen]]:
    """The rows of each sheet; of one sheet, without rows, where there are none. Each must be read to its end."""
    left = iter(rows)
    yield islice(left, most)
    for first in left:
        yield chain([first], islice(left, most - 1))


def _turned(rows: list[list[Any]], columns: int) -> list[list[Any]]:
    return [[row[at] for row in rows] for at in range(columns)]


def _width(heading: str, values: list[Any]) -> int:
    """Room for what is seen of the column, within bounds; at least for the heading's longest word and its arrow."""
    word = max(map(len, heading.split()), default=0) + 3
    return max([_NARROWEST, word, min(len(heading) + 3, 18), *map(_text_width, values)])


def _text_width(value: Any) -> int:
    if value is None:
        return 0
    shown = value[:_LOOKED_AT] if isinstance(value, str) else f"{value}"  # A day is as long in either form.
    return min(_WIDEST, max(map(len, shown.split("\n"))) + 2)


def _lines(value: Any, width: int) -> int:
    """Lines that a text takes when wrapped: nearly, since letters differ in width."""
    if not isinstance(value, str) or (len(value) < width and "\n" not in value):
        return 1
    return sum(1 + int(len(line) / (width * 0.9)) for line in value[:_LOOKED_AT].split("\n"))
