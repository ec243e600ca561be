"""Lines of pages that wait until all are read, as columns: a tenth of the memory that their objects take."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice, repeat
from typing import Any

from pipeline.read.paged.lines import SeenLine
from pipeline.read.paged.page import SeenWord
from pipeline.read.paged.tables import SeenTable

_Column = Iterable[Any]  # an array, a tuple, or one value again and again

_made = partial(tuple.__new__, SeenWord)  # half the time of SeenWord(…)


class PackedLines:
    """Lines of one page."""

    __slots__ = ("_columns", "_lengths", "_page", "_texts")

    def __init__(self, lines: Sequence[SeenLine], page: int) -> None:
        self._page = page
        self._lengths = array("I", [len(line.words) for line in lines])
        texts, *columns = zip(*[w for line in lines for w in line.words], strict=True) if lines else ((),)
        self._texts = "\n".join(texts)  # no word has a line end in it
        self._columns: list[_Column] = [_packed(column) for column in columns]

    def lines(self) -> list[SeenLine]:
        """The lines as they were."""
        words = map(_made, zip(self._texts.split("\n"), *self._columns, strict=False))
        return [SeenLine(list(islice(words, length)), self._page) for length in self._lengths]


def _packed(column: tuple[Any, ...]) -> _Column:
    first = column[0]
    if column.count(first) == len(column):
        return repeat(first)
    return array("d", column) if {*map(type, column)} == {float} else column


class PackedTable:
    """A table of one page."""

    __slots__ = ("_lengths", "_lines", "_table")

    def __init__(self, table: SeenTable) -> None:
        cells = [cell for row in table.rows for cell in row]
        self._lengths = array("I", [len(cell.lines) for cell in cells])
        self._lines = PackedLines([line for cell in cells for line in cell.lines], table.page)
        self._table = table
        for cell in cells:
            cell.lines = []

    def table(self) -> SeenTable:
        """The table as it was."""
        lines = iter(self._lines.lines())
        for cell, length in zip((c for row in self._table.rows for c in row), self._lengths, strict=True):
            cell.lines = list(islice(lines, length))
        return self._table
