"""What may be shown of a text that a stranger wrote: characters that would harm a page, and lengths beyond reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.report.types import Cell, Line, Mark, Row, Run, Table

MOST = 8_000
"""Characters of one cell or paragraph that are shown: about three printed pages, far beyond what any clause says."""

UNSHOWN = "\N{REPLACEMENT CHARACTER}"

# Control characters (XML 1.0 and HTML forbid nearly all of them), single surrogates, noncharacters, and the characters
# that reverse the text after them: with those a cell could print other words than it holds ("Trojan Source").
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_NEW_LINE = re.compile("\r\n?|\x85|\u2028|\u2029")


def fit(text: str) -> str:
    """The text with a visible mark in the place of each character that cannot be shown, and one kind of line end.

    >>> fit("a\\x00b\\u202ec\\r\\nd")
    'a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c\\nd'
    """
    return _UNFIT.sub(UNSHOWN, _NEW_LINE.sub("\n", text))


def runs_of(line: Line) -> list[Run]:
    """The runs of a line: fit to be shown, none of them empty, neighbours of one mark joined."""
    joined: list[Run] = []
    for run in line.runs:
        if joined and joined[-1].mark is run.mark:
            joined[-1] = Run(text=joined[-1].text + fit(run.text), mark=run.mark)
        elif run.text:
            joined.append(Run(text=fit(run.text), mark=run.mark))
    return joined


def bounded(lines: Iterable[Line], more: str, most: int = MOST) -> tuple[Line, ...]:
    """The lines, cut after `most` characters; `more`, with a place `{count}`, then says how many are left out."""
    kept: list[Line] = []
    room, left_out = most, 0
    for line in lines:
        runs = []
        for run in line.runs:
            taken = run.text[:room]
            room -= len(taken)
            left_out += len(run.text) - len(taken)
            if taken:
                runs.append(Run(text=taken, mark=run.mark))
        if runs or not left_out:
            kept.append(Line(runs=tuple(runs)))
    if left_out:
        kept.append(Line(runs=(Run(text=more.format(count=left_out), mark=Mark.MUTED),)))
    return tuple(kept)


def cells_of(table: Table, row: Row) -> Sequence[Cell]:
    """The cells of a row that is no group: as many as the table has columns, empty ones for those that lack.

    Raises ValueError for a row of more cells than columns, whose last words no reader could place.
    """
    lacking = len(table.header) - len(row.cells)
    if lacking < 0:
        raise ValueError(f"{table.caption}: a row of {len(row.cells)} cells in a table of {len(table.header)} columns")
    return (*row.cells, *(Cell() for _ in range(lacking)))
