"""CSV (RFC 4180): UTF-8, commas, lines ended by CR LF, a quote doubled inside quotes.

A plain file is the exact data under the names of the fields: nothing between two commas is null, `""` is an empty text
(as PostgreSQL and Polars write and read it); lists and objects are JSON. It guards against nothing: it is for programs.

A file for Excel (`excel`) has a byte-order mark and headings, and cells are guarded by an apostrophe before them where
a spreadsheet would take them for a formula, as OWASP advises against CSV injection: those that begin, be it after
blanks, with `=`, `+`, `-`, `@` or their full-width forms, or that begin with a tab, CR or LF. So are texts that it
would turn into something else (the clause `1/2` into a day, `007` into 7) and whole numbers of more digits than it
keeps. So that the guard can be taken off again, cells that begin with an apostrophe get one more: `unguarded` takes
off one from whatever begins with one, and the data are exact again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from models.base import Frozen
from pipeline.export import cells
from pipeline.export.options import Options
from pipeline.export.table import Column, ColumnType, Table

GUARD = "'"
_GUARDED = re.compile(r"'|\s*[=+\-@＝＋－＠]|[\t\r\n]|\s*\d[\d\s/.,:%e+\-]*\Z|(?:true|false)\Z", re.IGNORECASE)
_QUOTED = re.compile(r'[",\r\n]|^\s|\s\Z|\A\Z')
_DIGITS_KEPT = 15
"""Digits of a number that a spreadsheet keeps; it writes noughts for the rest."""


def write(table: Table, rows: Iterable[Frozen], to: Path, options: Options) -> int:
    """The number of rows written, the line of headings not counted."""
    count, plain = 0, not options.excel
    with to.open("w", encoding="utf-8-sig" if options.excel else "utf-8", newline="") as file:
        file.write(_line(c.heading(options.lang) if options.excel else c.name for c in table.columns))
        for count, row in enumerate(rows, 1):  # noqa: B007  (the last is the answer)
            values = table.values(row)
            file.write(_line(map(cells.cell, table.columns, values) if plain else _for_people(table, values, options)))
    return count


def _for_people(table: Table, values: list[Any], options: Options) -> Iterator[str | None]:
    for column, value in zip(table.columns, values, strict=True):
        yield guarded(column, cells.cell(column, options.said(column.name, value)))


def read(lines: Iterable[str]) -> Iterator[list[str | None]]:
    """The cells of each row of a plain file, the names of the fields first; the inverse of `write`.

    `lines` are the file's, each with its end. Raises ValueError for what is no CSV, or is none that `write` makes.
    """
    record: list[str] = []
    length, quotes = 0, 0
    for line in lines:
        record.append(line)
        length, quotes = length + len(line), quotes + line.count('"')
        if quotes % 2 == 0:
            yield _cells("".join(record))
            record, length, quotes = [], 0, 0
        elif length > _LONGEST:
            raise ValueError("a row is too long")
    if record:
        raise ValueError("it ends within a quote")


_LONGEST = 64 << 20
"""Characters of a row with line breaks in it."""
_CELL = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n\Z)')


def _cells(record: str) -> list[str | None]:
    cells: list[str | None] = []
    at, end = 0, ","
    while end == ",":
        found = _CELL.match(record, at)
        if found is None:
            raise ValueError("a row is no CSV")
        quoted, bare, end = found.groups()
        cells.append(quoted.replace('""', '"') if quoted is not None else bare or None)
        at = found.end()
    return cells


def guarded(column: Column, text: str | None) -> str | None:
    """The cell as a spreadsheet may have it."""
    if text is None or column.type not in (ColumnType.TEXT, ColumnType.INTEGER):
        return text
    if column.type is ColumnType.INTEGER:
        return GUARD + text if len(text) > _DIGITS_KEPT else text
    return GUARD + text if _GUARDED.match(text) else text


def unguarded(text: str | None) -> str | None:
    """The cell as it was before `guarded`."""
    return text.removeprefix(GUARD) if text else text


def _line(texts: Iterable[str | None]) -> str:
    return ",".join(map(_field, texts)) + "\r\n"


def _field(text: str | None) -> str:
    if text is None:
        return ""
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
