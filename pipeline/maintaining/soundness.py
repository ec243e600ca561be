"""Whether the database is whole: its pages, its references, each plan with its versions, renditions and records."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import DatabaseError

from models import interchange
from pipeline.maintaining.findings import LISTED, Finding, found
from pipeline.store import corrections, filters
from pipeline.store.arriving_tables import FileTable
from pipeline.store.tables import LabelTable, PlanTable, RenditionTable, VersionTable

Step = Callable[[], None]

_LATEST = (PlanTable.no == VersionTable.plan_no) & (PlanTable.latest == VersionTable.ordinal)
_COUNTED: dict[str, Table] = {kind: table.__table__ for kind, table in filters.TABLES.items()}  # type: ignore[misc]
_SAID = ("id", "path", "text", "evidence", "rule", "confidence", "label", "heading", "topics")
"""What a clause or record has in the tables just as in the JSON of its plan."""


def pages(connection: Connection) -> Iterator[Finding]:
    """What SQLite finds wrong in its file; PostgreSQL keeps watch over its own."""
    if connection.dialect.name != "sqlite":
        return
    try:
        told = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({LISTED})")]
    except DatabaseError as error:
        told = [str(error.orig)]
    if told != ["ok"]:
        yield found("store", "pages", told)
        return
    loose = [f"{row[0]} {row[1]} → {row[2]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    if loose:
        yield found("store", "references", loose)


def plans(connection: Connection) -> Iterator[Finding]:
    """Plans without their latest version, and versions without just one leading rendition."""
    newest = select(VersionTable.plan_no, func.max(VersionTable.ordinal).label("ordinal")).group_by(
        VersionTable.plan_no
    )
    last = newest.subquery()
    wrong = (
        select(PlanTable.id)
        .outerjoin(last, last.c.plan_no == PlanTable.no)
        .where((last.c.ordinal.is_(None)) | (last.c.ordinal != PlanTable.latest))
    )
    if names := list(connection.execute(wrong.order_by(PlanTable.id)).scalars()):
        yield found("store", "latest", names)
    leading = (RenditionTable.version_no == VersionTable.no) & RenditionTable.leading
    led = (
        select(PlanTable.id, VersionTable.ordinal)
        .join(PlanTable, PlanTable.no == VersionTable.plan_no)
        .outerjoin(RenditionTable, leading)
        .group_by(VersionTable.no, PlanTable.id, VersionTable.ordinal)
        .having(func.count(RenditionTable.no) != 1)
        .order_by(PlanTable.id, VersionTable.ordinal)
    )
    if versions := [f"{row.id} ({row.ordinal})" for row in connection.execute(led)]:
        yield found("store", "leading", versions)


def arrivals(connection: Connection) -> Iterator[Finding]:
    """Files of sources that are said to have become a plan that is none."""
    there = select(PlanTable.no).where(PlanTable.id == FileTable.plan_id).exists()
    wrong = select(FileTable.plan_id).where(FileTable.plan_id.is_not(None), ~there).distinct()
    if names := sorted(str(name) for name in connection.execute(wrong).scalars()):
        yield found("store", "arrivals", names)


def counts(connection: Connection) -> Iterator[Finding]:
    """Plans whose clauses and records are not as many as their latest version had; rows and labels of no plan."""
    there = {kind: _numbers(connection, table) for kind, table in _COUNTED.items()}
    wrong = []
    known = set()
    said = select(PlanTable.id, PlanTable.no, VersionTable.counts).join(VersionTable, _LATEST).order_by(PlanTable.id)
    for row in connection.execute(said):
        known.add(row.no)
        if any(there[kind].get(row.no, 0) != row.counts.get(kind, 0) for kind in _COUNTED):
            wrong.append(row.id)
    lost = {str(no) for numbers in there.values() for no in numbers if no not in known}
    if wrong or lost:
        yield found("store", "counts", wrong + sorted(lost))
    if labels := _labels_of_nothing(connection):
        yield found("store", "labels", labels)


def _numbers(connection: Connection, table: Table) -> dict[int, int]:
    counted = select(table.c.plan_no, func.count()).group_by(table.c.plan_no)
    return {row[0]: row[1] for row in connection.execute(counted)}


def _labels_of_nothing(connection: Connection) -> list[str]:
    wanted = select(LabelTable.key)
    for table in _COUNTED.values():
        wanted = wanted.where(~select(table.c.key).where(table.c.key == LabelTable.key).exists())
    return [str(key) for key in connection.execute(wanted.limit(LISTED)).scalars()]


def contents(connection: Connection, step: Step) -> Iterator[Finding]:
    """Every version read from its JSON; of the latest, each clause and record held to its row."""
    wrong = []
    columns = select(PlanTable, VersionTable.ordinal, VersionTable.text, VersionTable.json)
    query = columns.join(VersionTable, PlanTable.no == VersionTable.plan_no)
    streamed = connection.execution_options(yield_per=20)
    for row in streamed.execute(query.order_by(VersionTable.no)):
        if not _agrees(connection, row):
            wrong.append(f"{row.id} ({row.ordinal})")
        step()
    if wrong:
        yield found("store", "contents", wrong)


def _agrees(connection: Connection, row: Any) -> bool:
    try:
        data = from_json(zlib.decompress(row.json))
        plan = interchange.load(data)
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
        return False
    if data["text"] != row.text:
        return False
    if row.ordinal != row.latest:
        return True
    made = corrections.in_force(connection, row.no)
    values = {name: field.value for name, field in corrections.corrected(plan.metadata, made).fields()}
    if any(getattr(row, name) != value for name, value in values.items() if name in PlanTable.__table__.c):
        return False
    return all(_same_rows(connection, table, row.no, data, kind) for kind, table in _COUNTED.items())


def _same_rows(connection: Connection, table: Table, plan_no: int, data: dict[str, Any], kind: str) -> bool:
    names = [name for name in _SAID if name in table.c]
    stored = connection.execute(
        select(*(table.c[name] for name in names)).where(table.c.plan_no == plan_no).order_by(table.c.ordinal)
    ).mappings()
    dumped = data["outline" if kind == "clauses" else kind]
    rows = list(islice(stored, len(dumped) + 1))
    return len(rows) == len(dumped) and all(
        all(row[name] == said.get(name) for name in names) for row, said in zip(rows, dumped, strict=True)
    )
