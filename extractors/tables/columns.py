"""The columns of a table and what each holds: told by its heading, else by its cells where those leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extractors.actors import actors_at
from extractors.fold import fold
from extractors.lexicon.entries import ColumnRole
from extractors.tables.grid import Places, filled
from extractors.tables.numbers import is_numeric
from extractors.tables.ordinals import is_ordinal
from extractors.tables.roles import role_of, words
from extractors.tables.times import is_time
from models.table import Cell

ACTORS = (ColumnRole.LEAD, ColumnRole.COORDINATE, ColumnRole.ACTORS, ColumnRole.RESPONSIBLE)
# What a row is about, the likeliest first.
CONTENT = (ColumnRole.CRITERION, ColumnRole.TARGET, ColumnRole.DUTY)
# So many rows are looked at to tell what a column holds, and so many at least must be there.
_SAMPLE, _LEAST = 200, 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading folded, what it holds, and whether the heading tells that."""

    index: int
    heading: str
    role: ColumnRole | None
    told: bool


def columns_of(text: str, headings: list[Places], rows: list[Places]) -> tuple[Column, ...]:
    """The columns of a table from its heading rows and the others, in order."""
    indexes = sorted({j for places in (*headings, *rows[:_SAMPLE]) for j in places})
    cells = {j: _cells(text, rows[:_SAMPLE], j) for j in indexes}
    said = [_told(text, headings, j, cells[j]) for j in indexes]
    return _with_content(tuple(_from_content(said, cells)), cells)


def _cells(text: str, rows: list[Places], column: int) -> list[str]:
    """The words of a column's cells, each cell once; those that run over the whole row are none of them."""
    out, last = list[str](), None
    for places in rows:
        cell = places.get(column)
        if cell is not None and cell is not last and not (len(filled(places, text)) == 1 and cell.columns > 1):
            said = cell.span.of(text).strip()
            if said:
                out.append(said)
        last = cell
    return out


def _told(text: str, headings: list[Places], column: int, cells: list[str]) -> Column:
    """The column as its heading tells it: the lowest cell that names a role, else all of them together."""
    over = _headings_over(text, headings, column)
    joined = words(" ".join(over))
    said = [role_of(cell) for cell in reversed(over)]
    role = next((r for r in said if r is not None), None)
    if len(over) > 1 and role in (None, ColumnRole.VALUE):
        role = role_of(" ".join(over)) or role
    return Column(column, joined, _by_cells(role, joined, cells), told=True)


def _headings_over(text: str, headings: list[Places], column: int) -> list[str]:
    """The heading cells above a column from the top down, without titles over all columns."""
    out: list[Cell] = []
    for places in headings:
        cell = places.get(column)
        title = cell is not None and cell.columns > 1 and len(filled(places, text)) == 1
        if cell is not None and not title and (not out or cell is not out[-1]):
            out.append(cell)
    said = [cell.span.of(text) for cell in out]
    return [s for s in said if any(c.isalpha() for c in s) or re.search(r"(?:19|20)\d\d", s)]


def _by_cells(role: ColumnRole | None, heading: str, cells: list[str]) -> ColumnRole | None:
    """A role that a heading leaves open, as its cells close it: `Chỉ tiêu` names targets or gives their numbers,
    `Đơn vị` is an office or a unit."""
    numbers = _share(cells, is_numeric)
    if role is ColumnRole.TARGET and cells and numbers > _MOST:
        return ColumnRole.VALUE
    if role is ColumnRole.VALUE and numbers < 1 - _MOST:
        return ColumnRole.TARGET if "muc tieu" in heading or "chi tieu" in heading else None
    if role is ColumnRole.POINTS and cells and numbers < 1 - _MOST:
        return None
    if role is ColumnRole.RESPONSIBLE and numbers > _MOST:
        return ColumnRole.BASELINE  # `Kế hoạch | Thực hiện` over numbers
    if role is ColumnRole.RESPONSIBLE and heading.strip(" .") == "don vi" and _share(cells, _is_institution) < _MOST:
        return ColumnRole.UNIT
    return role


_MOST = 0.6


def _share(cells: list[str], says: Callable[[str], bool]) -> float:
    return sum(map(says, cells)) / len(cells) if cells else 0.0


def _is_institution(cell: str) -> bool:
    """Whether a cell names institutions and says nothing else."""
    flat = " ".join(cell.split())
    found = actors_at(flat, fold(flat), 0)
    return found is not None and len(flat) - found.end <= 1


def _is_person(cell: str) -> bool:
    return bool(_PERSON.match(cell))


_PERSON = re.compile(r"\W*(?:Ông|Bà|Ông/Bà|Ông \(Bà\)|Đồng chí|Đ/c|ĐC)[\s.:]")


def _from_content(columns: list[Column], cells: dict[int, list[str]]) -> list[Column]:
    """The columns with the roles that their cells give to those without. Two columns of institutions without headings
    do not tell who leads and who helps."""
    has = {c.role for c in columns}
    persons = ColumnRole.PERSON in has or any(_share(cells[c.index], _is_person) > _MOST for c in columns)
    guessed = {c.index: _guess(c, cells[c.index]) for c in columns if c.role is None}
    offices = [j for j, role in guessed.items() if role is ColumnRole.RESPONSIBLE]
    if persons or len(offices) > 1 or has & set(ACTORS):
        guessed = {j: None if j in offices else role for j, role in guessed.items()}
    if has & {ColumnRole.TIME, ColumnRole.START, ColumnRole.END} or list(guessed.values()).count(ColumnRole.TIME) > 1:
        guessed = {j: None if role is ColumnRole.TIME else role for j, role in guessed.items()}
    return [Column(c.index, c.heading, role, told=False) if (role := guessed.get(c.index)) else c for c in columns]


def _guess(column: Column, cells: list[str]) -> ColumnRole | None:
    if len(cells) < _LEAST:
        return None
    if column.index == 0 and _share(cells, is_ordinal) > _NEARLY_ALL:
        return ColumnRole.ORDINAL
    if _share(cells, is_time) > _NEARLY_ALL:
        return ColumnRole.TIME
    return ColumnRole.RESPONSIBLE if _share(cells, _is_institution) > _NEARLY_ALL else None


_NEARLY_ALL = 0.8


def _with_content(columns: tuple[Column, ...], cells: dict[int, list[str]]) -> tuple[Column, ...]:
    """The columns, the one with the longest texts being what the rows are about where no heading says so."""
    if any(c.role in CONTENT for c in columns):
        return columns
    free = [c for c in columns if c.role in (None, ColumnRole.PRODUCT) and cells[c.index]]
    longest = max(free, key=lambda c: sum(map(len, cells[c.index])), default=None)
    if longest is None or len(cells[longest.index]) < _LEAST or _mean_words(cells[longest.index]) < _FEWEST_WORDS:
        return columns
    return tuple(Column(c.index, c.heading, ColumnRole.DUTY, told=False) if c is longest else c for c in columns)


# What a row is about takes so many words on average.
_FEWEST_WORDS = 3.0


def _mean_words(cells: list[str]) -> float:
    return sum(len(c.split()) for c in cells) / len(cells)
