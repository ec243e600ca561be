"""A plan as rows. Everything of one version is written by one call, inside the caller's transaction."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Insert, insert, update
from sqlalchemy.orm import DeclarativeBase

from models import interchange
from models.document import RawFile
from models.plan import Plan
from models.records import KINDS, Assignment, Award, Criterion, Milestone, Quantity, Record, Reference
from pipeline.store.folding import fold
from pipeline.store.rows import (
    PLAN_SEARCHED,
    AssignmentRow,
    AwardRow,
    CriterionRow,
    MilestoneRow,
    QuantityRow,
    RecordRow,
    ReferenceRow,
    said,
)
from pipeline.store.tables import (
    AssignmentActorTable,
    AssignmentTable,
    AwardTable,
    ClauseTable,
    CriterionTable,
    MilestoneTable,
    PlanTable,
    QuantityTable,
    RecordTable,
    ReferenceTable,
    VersionTable,
)

Row = dict[str, Any]

_FAST = 1
"""zlib's level: JSON shrinks to a quarter at once, and hardly more for three times the time."""


def write(connection: Connection, plan_id: str, ordinal: int, raw: RawFile, plan: Plan) -> None:
    """Write a version and make it the plan's latest. Raises what SQLAlchemy raises."""
    data = interchange.dump(plan)
    _write_plan(connection, {"id": plan_id, "latest": ordinal, **_plan_row(plan_id, plan)})
    version_row = {"plan_id": plan_id, "ordinal": ordinal, **_version_row(raw, plan, data)}
    version_id = connection.execute(insert(VersionTable).values(version_row).returning(VersionTable.id)).scalar_one()
    for table, rows in _parts(plan, data):
        if rows:
            connection.execute(_insert(table), [{"version_id": version_id, **row} for row in rows])


def counts(plan: Plan) -> dict[str, int]:
    """How many clauses and records of each kind the plan has."""
    return {"clauses": len(plan.outline.clauses)} | {
        kind.kind_name: len(getattr(plan, kind.kind_name)) for kind in KINDS
    }


def packed(data: Row) -> bytes:
    return zlib.compress(to_json(data), _FAST)


def unpacked(content: bytes) -> Plan:
    return interchange.load(from_json(zlib.decompress(content)))


def _write_plan(connection: Connection, row: Row) -> None:
    if row["latest"] == 1:
        connection.execute(insert(PlanTable).values(row))
    else:
        connection.execute(update(PlanTable).where(PlanTable.id == row["id"]).values(row))


def _plan_row(plan_id: str, plan: Plan) -> Row:
    values = {name: field.value for name, field in plan.metadata.fields()}
    period, issued = values.pop("period"), values["issued"]
    year = issued and issued.year
    words = {**values, "id": plan_id, "year": year and str(year)}
    return {
        **values,
        "year": year,
        "period_start": period and period.start,
        "period_end": period and period.end,
        "folded_symbol": fold(values["symbol"] or ""),
        "folded_unit": fold(values["issuer_unit"] or values["place"] or ""),
        "folded": fold(said(words, PLAN_SEARCHED)),
    }


def _version_row(raw: RawFile, plan: Plan, data: Row) -> Row:
    return {
        "sha256": raw.sha256,
        "media_type": raw.media_type,
        "source": raw.source,
        "stored_at": datetime.now(UTC).replace(tzinfo=None),
        "rules_version": _rules_version(),
        "counts": counts(plan),
        "problems": len(plan.problems),
        "text": plan.document.text,
        "json": packed(data),
    }


@cache
def _rules_version() -> str:
    try:
        return version("kehoach")
    except PackageNotFoundError:
        return "unknown"  # Run from files that were never installed.


def _parts(plan: Plan, data: Row) -> Iterator[tuple[type[DeclarativeBase], list[Row]]]:
    yield ClauseTable, [_clause_row(k, clause) for k, clause in enumerate(data["outline"], 1)]
    for kind in KINDS:
        pairs = zip(getattr(plan, kind.kind_name), data[kind.kind_name], strict=True)
        yield _TABLES[kind][0], [_record_row(k, record, dumped, plan) for k, (record, dumped) in enumerate(pairs, 1)]
    yield (
        AssignmentActorTable,
        [
            {"ordinal": k, "position": n, "actor": actor, "folded": fold(actor)}
            for k, assignment in enumerate(plan.assignments, 1)
            for n, actor in enumerate(assignment.actors, 1)
        ],
    )


def _clause_row(ordinal: int, dumped: Row) -> Row:
    columns = ("path", "label", "heading", "topics", "text", "evidence")
    return {"ordinal": ordinal, "page": _page(dumped), **{name: dumped[name] for name in columns}}


def _record_row(ordinal: int, record: Record, dumped: Row, plan: Plan) -> Row:
    table, row_type, special = _TABLES[type(record)]
    values = dict(record)
    return {
        **{name: values[name] for name in _columns(table) if name in values},
        "ordinal": ordinal,
        "path": dumped["path"],
        "page": _page(dumped),
        "quote": "\n".join(span.of(plan.document.text) for span in record.evidence[0].spans),
        "evidence": dumped["evidence"],
        "folded": fold(said(values, row_type.searched)),
        **special(record),
    }


@cache
def _insert(table: type[DeclarativeBase]) -> Insert:
    return insert(table)


@cache
def _columns(table: type[RecordTable]) -> tuple[str, ...]:
    return tuple(table.__table__.columns.keys())


def _page(dumped: Row) -> int | None:
    pieces = dumped["evidence"]
    page: int | None = pieces[0]["page"] if pieces else None
    return page


def _criterion(record: Criterion) -> Row:
    return {
        "levels": [level.value for level in record.levels],
        "rounds": [occasion.value for occasion in record.rounds],
        "quantities": list(record.quantities),
        "group_path": record.group and str(record.group),
    }


def _milestone(record: Milestone) -> Row:
    return {"folded_actor": fold(record.actor or "")}


def _award(record: Award) -> Row:
    return {"folded_form": fold(record.form), "folded_authority": fold(record.authority or "")}


def _reference(record: Reference) -> Row:
    return {"folded_symbol": fold(record.symbol or "")}


def _assignment(record: Assignment) -> Row:
    return {"actors": list(record.actors)}


def _nothing(_record: Record) -> Row:
    return {}


_TABLES: dict[type[Record], tuple[type[RecordTable], type[RecordRow], Callable[[Any], Row]]] = {
    Criterion: (CriterionTable, CriterionRow, _criterion),
    Quantity: (QuantityTable, QuantityRow, _nothing),
    Milestone: (MilestoneTable, MilestoneRow, _milestone),
    Award: (AwardTable, AwardRow, _award),
    Reference: (ReferenceTable, ReferenceRow, _reference),
    Assignment: (AssignmentTable, AssignmentRow, _assignment),
}
"""Of each kind its table, its row, and the columns that are not the record's fields as they are."""
