"""The rows of the tables as records need them: what stands in each role's cells, in which group, under which title."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from extractors.fold import fold
from extractors.lexicon.entries import ColumnRole
from extractors.tables.columns import ACTORS, CONTENT, Column, columns_of
from extractors.tables.grid import Places, filled, swept
from extractors.tables.headings import heading_rows
from extractors.tables.ordinals import ROMAN, is_ordinal, rank
from models.document import Document
from models.outline import Clause, Outline
from models.path import ClausePath
from models.span import Span
from models.table import Table


class RowKind(StrEnum):
    ITEM = "item"
    GROUP = "group"
    """A title over the rows below: `I | Công tác tuyên truyền | | |`."""
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell with words that stands in a column, or is in force there."""

    column: Column
    span: Span
    shared: bool = False
    """Whether its column gathers rows under one cell, or it covers other rows too."""


@dataclass(frozen=True)
class TableRow:
    """A row: its cells by column, those merged with rows above included; the groups it stands in, the nearest first."""

    columns: tuple[Column, ...]
    cells: tuple[Filled, ...]
    kind: RowKind
    own: tuple[Span, ...]
    """Its own cells from left to right."""
    about: str
    """The title over the table, folded."""
    introduces: bool = False
    """Whether the rows below it are its parts: `1` before `1.1`."""
    groups: tuple[TableRow, ...] = field(default=(), repr=False)

    @property
    def told(self) -> bool:
        """Whether it is known what its columns hold, so that they and not the rules of prose give the records."""
        return any(c.role in _TELLS for c in self.columns) and self.has(*CONTENT)

    def has(self, *roles: ColumnRole) -> bool:
        """Whether the table has a column of one of the roles."""
        return any(c.role in roles for c in self.columns)

    def of(self, *roles: ColumnRole) -> list[Filled]:
        """The row's cells in columns of the roles, from left to right, each cell once."""
        out: list[Filled] = []
        for cell in self.cells:
            if cell.column.role in roles and (not out or out[-1].span != cell.span):
                out.append(cell)
        return out

    def in_force(self, *roles: ColumnRole) -> list[Filled]:
        """The row's cells of the roles, else those of the nearest group that has them."""
        return next((found for row in (self, *self.groups) if (found := row.of(*roles))), [])

    @property
    def content(self) -> list[Span]:
        """The cells that say what the row is about: those of the likeliest of the roles that it has; a cell that it
        shares with other rows only where it has none of its own."""
        found = [found for role in CONTENT if (found := self.of(role))]
        own = [kept for cells in found if (kept := [c for c in cells if not c.shared])]
        return [c.span for c in next(iter([*own, *found]), [])]

    @property
    def duty(self) -> list[Span]:
        """The first of the cells that say what the row is about."""
        return self.content[:1]


_TELLS = {*ACTORS, ColumnRole.TIME, ColumnRole.START, ColumnRole.POINTS, ColumnRole.VALUE, ColumnRole.PERSON}


def table_rows(document: Document, outline: Outline) -> dict[ClausePath, TableRow]:
    """The row of each clause that is one."""
    clauses = [c for c in outline.clauses if c.spans and c.path.steps[-1].startswith("row")]
    if not clauses:
        return {}
    titles = _titles(outline)
    starts = [c.spans[0].start for c in clauses]
    out: dict[ClausePath, TableRow] = {}
    before: tuple[Table, list[Places]] | None = None
    for table in document.tables:
        rows, headings = list(swept(table)), heading_rows(document.text, table)
        told = [rows[k] for k in sorted(headings)]
        if not headings and before and _continues(document, before[0], table):
            told = before[1]
        before = table, told
        here = _clauses_of(table, clauses, starts)
        if not here:
            continue
        about = titles.get(here[min(here)].path, "")
        for k, row in _read(document.text, table, rows, headings, told, about):
            if k in here:
                out[here[k].path] = row
    return out


def _continues(document: Document, before: Table, table: Table) -> bool:
    """Whether a table without headings goes on with the one before it: as wide, and nothing but noise between."""
    if before.width != table.width:
        return False
    start, end = before.span.end, table.span.start
    between = document.text[start:end]
    for noise in document.noise:
        if start <= noise.start and noise.end <= end:
            between = between[: noise.start - start] + " " * (noise.end - noise.start) + between[noise.end - start :]
    return not any(c.isalnum() for c in between)


def _clauses_of(table: Table, clauses: list[Clause], starts: list[int]) -> dict[int, Clause]:
    """The clauses of a table's rows by the rows' indexes."""
    out = {}
    for k, row in enumerate(table.rows):
        at = bisect_right(starts, row.span.end - 1) - 1
        if at >= 0 and row.span.start <= starts[at]:
            out[k] = clauses[at]
    return out


# So many paragraphs before a table may be its title.
_MOST_TITLES = 3


def _titles(outline: Outline) -> dict[ClausePath, str]:
    """For each first row of a table what stands over it, folded: its paragraphs and the clause that it stands in."""
    out: dict[ClausePath, str] = {}
    recent: list[Clause] = []
    for clause in outline.clauses:
        if clause.path.steps[-1].startswith("row"):
            above = outline.by_path.get(clause.path.parent) if clause.path.parent else None
            near = [c for c in recent if c.path.parent == clause.path.parent and c.path.is_paragraph]
            out[clause.path] = " | ".join(fold(c.text) for c in ([above] if above else []) + near[-_MOST_TITLES:])
        else:
            recent = [*recent[-_MOST_TITLES:], clause]
    return out


def _read(
    text: str, table: Table, rows: list[Places], headings: frozenset[int], told: list[Places], about: str
) -> Iterator[tuple[int, TableRow]]:
    """The rows of a table that are no headings, with their indexes."""
    data = [k for k in range(len(rows)) if k not in headings]
    columns = columns_of(text, told, [rows[k] for k in data])
    ranks = {k: _rank(text, rows[k], columns) for k in data}
    below = dict(zip(data, [ranks[k] for k in data[1:]] + [None], strict=True))
    gathers = _gathering(columns, [rows[k] for k in data])
    counted = any(r is not None and r > ROMAN for r in ranks.values())
    groups: list[tuple[int, TableRow]] = []
    above: dict[int, Span] = {}
    for k in data:
        own_rank, kind = ranks[k], _kind(text, rows[k], columns, ranks[k], below[k], counted=counted)
        if own_rank is not None or kind is not RowKind.ITEM:
            groups = [g for g in groups if g[0] < (_UNRANKED if own_rank is None else own_rank)]
        row = TableRow(
            columns=columns,
            cells=(cells := tuple(_filled(text, rows[k], columns, above, gathers))),
            kind=kind,
            own=tuple(c.span for c in table.rows[k].cells if c.span.of(text).strip()),
            about=about,
            introduces=own_rank is not None and below[k] is not None and own_rank < (below[k] or 0),
            groups=tuple(g for _, g in reversed(groups)),
        )
        if kind is RowKind.GROUP:
            groups.append((_UNRANKED if own_rank is None else own_rank, row))
        above = {c.column.index: c.span for c in cells}
        yield k, row


# A group without an ordinal stands below those with Roman numerals, above those with numbers.
_UNRANKED = ROMAN


def _rank(text: str, places: Places, columns: tuple[Column, ...]) -> int | None:
    """How high the ordinal of a row stands; that of its own column, else the one that opens its words."""
    ordinal = next((c.index for c in columns if c.role is ColumnRole.ORDINAL), None)
    cell = places.get(ordinal) if ordinal is not None else None
    if cell is not None and is_ordinal(said := cell.span.of(text)):
        return rank(said)
    first = filled(places, text)[:1]
    return rank(first[0].span.of(text)) if first else None


# `Tổng cộng`, `Tổng điểm (I + II)`, `Tổng cộng: 03 nhiệm vụ`.
_TOTAL = re.compile(
    r"(?:tong(?: so| diem| so diem)?|cong(?: diem)?|diem tong)\b[\s:(),.+=ivx\d-]*(?:diem)?[\s:.]*|tong cong\b.*"
)
# `như trên`, `nt`: what stands in the row above.
_DITTO = re.compile(r"\W*(?:n/?t|nhu tren|nhu nt)\W*|\W*[\"”]\W*")


def _kind(
    text: str, places: Places, columns: tuple[Column, ...], own: int | None, below: int | None, *, counted: bool
) -> RowKind:
    cells = filled(places, text)
    words = cells[1:] if cells and is_ordinal(cells[0].span.of(text)) else cells
    if words and len(said := fold(words[0].span.of(text)).strip(" *_")) < 60 and _TOTAL.fullmatch(said):
        return RowKind.TOTAL
    if own is not None and own <= ROMAN and counted:
        return RowKind.GROUP
    if len(words) != 1 or len(columns) < 2:
        return RowKind.ITEM
    if words[0].columns > 1 and words[0].rows == 1:
        return RowKind.GROUP
    deeper = below is not None and (own is None or own < below)
    high = own is not None and own <= ROMAN
    return RowKind.GROUP if len(columns) > 2 and (high or deeper) else RowKind.ITEM


def _gathering(columns: tuple[Column, ...], rows: list[Places]) -> set[int]:
    """The columns that say what several rows together are about: `Tiêu chí` merged over its `Nội dung`."""
    content = [c.index for c in columns if c.role in CONTENT]
    merged = {j for j in content if any(places[j].rows > 1 for places in rows if j in places)}
    return merged if len(merged) < len(content) else set()


def _filled(
    text: str, places: Places, columns: tuple[Column, ...], above: dict[int, Span], gathers: set[int]
) -> Iterator[Filled]:
    """The cells with words. One that is merged over columns stands in the first of them: a title over a whole row
    says nothing of who helps and when."""
    for column in columns:
        cell = places.get(column.index)
        if cell is not None and cell.column != column.index:
            continue
        said = cell.span.of(text).strip() if cell is not None else ""
        if cell is None or not said:
            continue
        span = above.get(column.index) if _DITTO.fullmatch(fold(said)) else cell.span
        if span is not None:
            yield Filled(column, span, shared=cell.rows > 1 or column.index in gathers)
