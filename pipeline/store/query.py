"""Questions to the latest version of each plan. Values are bound, never written into SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, func, select, true
from sqlalchemy.orm import InstrumentedAttribute

from models.errors import UsageError
from models.records import Audience
from pipeline.store.folding import Query, fold
from pipeline.store.rows import PLAN_SEARCHED, PlanRow, RecordRow, said
from pipeline.store.tables import AssignmentActorTable, AssignmentTable, PlanTable, RecordTable, VersionTable

R = TypeVar("R", bound=RecordRow)

_LATEST = and_(VersionTable.plan_id == PlanTable.id, VersionTable.ordinal == PlanTable.latest)
_PLAN_COLUMNS = (
    PlanTable.id.label("plan_id"),
    VersionTable.ordinal.label("version"),
    PlanTable.symbol.label("plan_symbol"),
    PlanTable.issuer_unit.label("plan_unit"),
    PlanTable.issued.label("plan_issued"),
    func.coalesce(PlanTable.issuer_unit, PlanTable.place, "").label("unit_said"),
)
_OF_PLAN = frozenset({"plan_id", "version", "plan_symbol", "plan_unit", "plan_issued"})
_RENAMED = {"group": "group_path"}


class Filter(NamedTuple):
    """A condition in SQL, and what SQL cannot say (accents), asked of each row that meets it."""

    condition: ColumnElement[bool]
    accepts: Callable[[RowMapping], bool] = lambda _row: True


Column = InstrumentedAttribute[Any]


def equal(column: Column, value: object) -> list[Filter]:
    """No filter where the value is None."""
    return [] if value is None else [Filter(column == value)]


def symbol(column: Column, typed: str | None) -> list[Filter]:
    """The whole symbol of a document, its spaces and marks ignored. Raises UsageError where there is no word in it."""
    return [] if typed is None else [Filter(column == fold(" ".join(Query.of(typed).pieces)))]


def chosen(column: Column, kind: type[Enum], value: str | None) -> list[Filter]:
    """One of the words of an enumeration. Raises UsageError for another word."""
    return [] if value is None else [Filter(column == _member(kind, value))]


def listed(column: Column, kind: type[Enum], value: str | None) -> list[Filter]:
    """One of the words, among those in a JSON list."""
    if value is None:
        return []
    items = func.json_each(column).table_valued("value")
    return [Filter(select(items.c.value).where(items.c.value == _member(kind, value).value).exists())]


def for_audience(column: Column, value: str | None) -> list[Filter]:
    """What is said for collectives or individuals is also what is said for both."""
    if value is None:
        return []
    audience = _member(Audience, value)
    wanted = {audience, Audience.BOTH} if audience != Audience.UNSPECIFIED else {audience}
    return [Filter(column.in_(sorted(wanted)))]


def worded(column: Column, typed: str | None, read: Callable[[RowMapping], str]) -> list[Filter]:
    """All words of a search. `column` holds the folded words, `read` gives the text itself."""
    if typed is None:
        return []
    query = Query.of(typed)
    condition = and_(true(), *(column.like(p, escape="\\") for p in query.patterns()))
    return [Filter(condition, lambda row: query.accepts(read(row)))]


def acted(typed: str | None) -> list[Filter]:
    """All words in the name of one actor of an assignment."""
    if typed is None:
        return []
    query, actor = Query.of(typed), AssignmentActorTable
    same = and_(actor.version_id == AssignmentTable.version_id, actor.ordinal == AssignmentTable.ordinal)
    words = (actor.folded.like(p, escape="\\") for p in query.patterns())
    condition = select(actor.position).where(same, *words).exists()
    return [Filter(condition, lambda row: any(query.accepts(name) for name in row["actors"]))]


def of_plan(unit: str | None, year: int | None, plan_id: str | None = None) -> list[Filter]:
    """The plan's issuing unit, its year of issue, its id."""
    return [
        *worded(PlanTable.folded_unit, unit, lambda row: str(row["unit_said"])),
        *equal(PlanTable.year, year),
        *equal(PlanTable.id, plan_id),
    ]


def plans(connection: Connection, filters: Sequence[Filter]) -> list[PlanRow]:
    """The plans by date of issue, those without a date last."""
    columns = [getattr(PlanTable, name) for name in _PLAN_FIELDS]
    versions = (VersionTable.ordinal, VersionTable.source, VersionTable.counts, VersionTable.problems)
    query = select(*columns, *versions, _PLAN_COLUMNS[-1]).join(VersionTable, _LATEST)
    query = query.order_by(PlanTable.issued.nulls_last(), PlanTable.id)
    return [
        PlanRow(version=row["ordinal"], **{name: row[name] for name in PlanRow.model_fields if name != "version"})
        for row in _rows(connection, query, filters)
    ]


_PLAN_FIELDS = (
    "id",
    "symbol",
    "issued",
    "year",
    "issuer_unit",
    "issuer_level",
    "subject",
    "document_type",
)


def plan_worded(typed: str | None) -> list[Filter]:
    return worded(PlanTable.folded, typed, lambda row: said({**row, "year": str(row["year"] or "")}, PLAN_SEARCHED))


def records(
    connection: Connection,
    table: type[RecordTable],
    row_type: type[R],
    filters: Sequence[Filter],
    order: Sequence[ColumnElement[Any]] = (),
) -> list[R]:
    """The records that meet the filters, by plan and in document order where no other order is given."""
    names = [name for name in row_type.model_fields if name not in _OF_PLAN]
    columns = [getattr(table, _RENAMED.get(name, name)).label(name) for name in names]
    query = (
        select(*_PLAN_COLUMNS, *columns)
        .join_from(PlanTable, VersionTable, _LATEST)
        .join(table, table.version_id == VersionTable.id)
        .order_by(*order, PlanTable.issued.nulls_last(), PlanTable.id, table.ordinal)
    )
    return [
        row_type(**{name: row[name] for name in row_type.model_fields}) for row in _rows(connection, query, filters)
    ]


def of_id(connection: Connection, beginning: str) -> list[tuple[str, int, str]]:
    """Plan, version and whole id of the records of the latest versions whose id begins so."""
    found: list[tuple[str, int, str]] = []
    for table in RecordTable.__subclasses__():
        query = (
            select(PlanTable.id, VersionTable.ordinal, table.id)
            .join_from(PlanTable, VersionTable, _LATEST)
            .join(table, table.version_id == VersionTable.id)
            .where(table.id.startswith(beginning, autoescape=True))
        )
        found += [row._tuple() for row in connection.execute(query)]
    return found


def searched(table: type[RecordTable], row_type: type[RecordRow], typed: str | None) -> list[Filter]:
    return worded(table.folded, typed, lambda row: said(row, row_type.searched))


def _rows(connection: Connection, query: Select[Any], filters: Sequence[Filter]) -> Iterator[RowMapping]:
    query = query.where(*(f.condition for f in filters))
    for row in connection.execute(query).mappings():
        if all(f.accepts(row) for f in filters):
            yield row


def _member(kind: type[Enum], value: str) -> Enum:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(str(m.value) for m in kind)
        raise UsageError(f"{value!r} is none of: {known}") from None
