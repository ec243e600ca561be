"""Tables that a text draws with bars: one line a row, at least two bars in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.span import Span
from models.table import Cell, Row, Table

_RULE = re.compile(r"[\W_]*")
_BARE_BAR = re.compile(r"(?<!\\)\|")


def tables_in(text: str) -> tuple[Table, ...]:
    """The tables of a text, in order; a rule (`|---|`) between rows is no row.

    >>> [table] = tables_in("a\\n| x | y |\\n|---|---|\\n| 1 | 2 |\\n")
    >>> [[cell.span.of("a\\n| x | y |\\n|---|---|\\n| 1 | 2 |\\n") for cell in row.cells] for row in table.rows]
    [['x', 'y'], ['1', '2']]
    """
    if "|" not in text:
        return ()
    tables: list[Table] = []
    rows: list[Row] = []
    heading = at = 0
    for line in [*text.split("\n"), ""]:
        start, at = at, at + len(line) + 1
        stripped = line.strip()
        if stripped and _RULE.fullmatch(stripped):
            if not heading and "-" in stripped:
                heading = len(rows)
        elif stripped.count("|") >= 2:
            rows.append(_row(line, start))
        elif rows:
            tables.append(Table(rows=tuple(rows), heading_rows=heading))
            rows, heading = [], 0
    return tuple(tables)


def _row(line: str, start: int) -> Row:
    begin = start + len(line) - len(line.lstrip())
    end = start + len(line.rstrip())
    return Row(span=Span(begin, end), cells=tuple(_cells(line, start)))


def _cells(line: str, start: int) -> Iterator[Cell]:
    cuts = [m.start() for m in _BARE_BAR.finditer(line)]
    edges = [-1, *cuts, len(line)]
    pieces = list(zip([e + 1 for e in edges[:-1]], edges[1:], strict=True))
    # A bar at either end frames the row; it parts no cells.
    first = 1 if not line[slice(*pieces[0])].strip() else 0
    last = len(pieces) - 1 if not line[slice(*pieces[-1])].strip() else len(pieces)
    for column, (begin, end) in enumerate(pieces[first:last]):
        inner = line[begin:end]
        at = start + begin + len(inner) - len(inner.lstrip())
        yield Cell(span=Span(at, at + len(inner.strip())), column=column)
