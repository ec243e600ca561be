"""The heading rows of a table: marked by the file, or told by what they say.

A heading names columns (`STT | Nội dung | Cơ quan chủ trì`); it may take several rows with merged cells, and a row of
column numbers closes it. It stands again after a page break.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from extractors.tables.grid import Places, filled, swept
from extractors.tables.ordinals import are_column_numbers, is_ordinal
from extractors.tables.roles import plain, role_of
from models.table import Table

# A title over the columns takes so many rows at most, and a heading so many.
_MOST_TITLES, _MOST_ROWS = 2, 4
# A heading names its column in so many words at most, and says no sentence.
_MOST_WORDS = 14
_SENTENCE = re.compile(r"[.;:!?…]\s*$|\w{2,}[.;]\s+\w")
# How alike (per cent) a heading is to the same one on the next page, as a scan reads them.
_NEAR = 85
# A heading that says no more than this (characters) is too short to be known again.
_BARE = 8


def heading_rows(text: str, table: Table) -> frozenset[int]:
    """The indexes of the rows that are headings, those repeated after a page break included."""
    rows = list(swept(table))
    count = _opening(text, table, rows)
    out = set(range(count))
    named = {s for k in out if not _numbers_columns(cells := _texts(text, rows[k])) and len(s := _said(cells)) > _BARE}
    for k in range(count, len(rows)):
        if named and _repeats(_texts(text, rows[k]), named, numbered=k - 1 in out):
            out.add(k)
    return frozenset(out)


def _opening(text: str, table: Table, rows: list[Places]) -> int:
    """How many rows at the beginning are headings."""
    first = _first_told(text, table, rows)
    if first is None:
        return 0
    count = first + 1
    while count < min(len(rows), first + _MOST_ROWS) and _goes_on(text, table, rows, count):
        count += 1
    return count


def _first_told(text: str, table: Table, rows: list[Places]) -> int | None:
    """The row at which the heading is told; a title over all columns may stand above it. A Markdown table must mark a
    heading, whether it has one or not: a mark counts for nothing on a row that begins with an ordinal or names a
    time."""
    for k in range(min(len(rows), _MOST_TITLES + 1)):
        cells = filled(rows[k], text)
        if _names_columns([c.span.of(text) for c in cells]):
            return k
        if not (len(cells) == 1 and cells[0].columns > 1):
            break
    marked = min(table.heading_rows, len(rows))
    if marked and not any(_is_data(text, rows[k]) for k in range(marked)):
        return marked - 1
    return 0 if not marked and _stands_over_ordinals(text, rows) else None


def _names_columns(cells: list[str]) -> bool:
    """Whether two cells of a row at least, and half of them, name columns that are known."""
    known = sum(role_of(c) is not None and _is_short(c) for c in cells)
    return known >= 2 and 2 * known >= len(cells) and not any(is_ordinal(c) for c in cells)


def _is_short(cell: str) -> bool:
    return len(cell.split()) <= _MOST_WORDS and not _SENTENCE.search(cell)


def _is_data(text: str, places: Places) -> bool:
    cells = [c.span.of(text) for c in filled(places, text)]
    return any(is_ordinal(c) for c in cells[:1]) or any(re.search(r"\d{1,2}/\d", c) or not _is_short(c) for c in cells)


def _stands_over_ordinals(text: str, rows: list[Places]) -> bool:
    """Whether the first row has words where those below it count `1`, `2`: a heading with names of its own."""
    firsts = [r[0].span.of(text) for r in rows[:4] if 0 in r]
    cells = _texts(text, rows[0])
    return (
        len(firsts) >= 3
        and len(cells) >= 2
        and not is_ordinal(firsts[0])
        and all(is_ordinal(x) for x in firsts[1:])
        and all(_is_short(c) for c in cells)
    )


def _goes_on(text: str, table: Table, rows: list[Places], k: int) -> bool:
    """Whether a row goes on with the heading above it."""
    above = filled(rows[k - 1], text)
    own = [t for t in (c.span.of(text) for c in table.rows[k].cells) if any(x.isalnum() for x in t)]
    if _numbers_columns(own):
        return True
    named = bool(own) and all(role_of(c) is not None and _is_short(c) for c in own)
    if not own or (is_ordinal(own[0]) and not named):
        return False
    if any(c.rows > 1 for c in above if c in rows[k].values()):
        return True
    if k < table.heading_rows and not _is_data(text, rows[k]):
        return True
    # A source without merged cells leaves their places empty: `| | | Chủ trì | Phối hợp | |`.
    return named and len(own) >= 2 and (len(own) < len(above) or any(c.columns > 1 for c in above))


def _numbers_columns(cells: list[str]) -> bool:
    return are_column_numbers(cells) and (len(cells) > 2 or cells[0].strip().startswith("("))


def _texts(text: str, places: Places) -> list[str]:
    return [c.span.of(text) for c in filled(places, text)]


def _said(cells: list[str]) -> str:
    return "|".join(map(plain, cells))


def _repeats(cells: list[str], named: set[str], *, numbered: bool) -> bool:
    """Whether a row says what a heading row said: in the same words, but for what a scan misreads."""
    if numbered and _numbers_columns(cells):
        return True
    if not cells or is_ordinal(cells[0]):
        return False
    said = _said(cells)
    return any(abs(len(said) - len(n)) <= len(n) // 5 and fuzz.ratio(said, n) >= _NEAR for n in named)
