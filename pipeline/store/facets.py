"""Answers counted by a facet: by unit, year, topic, audience and so on, the most frequent first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select

from models.base import Frozen
from models.errors import UsageError
from pipeline.store.filters import Condition
from pipeline.store.question import Facet
from pipeline.store.tables import (
    ActingTable,
    ActorTable,
    AssignmentTable,
    AwardTable,
    ClauseTable,
    CriterionTable,
    LabelTable,
    MilestoneTable,
    PlanTable,
    QuantityTable,
    RecordTable,
    ReferenceTable,
)


class Count(Frozen):
    """A value of a facet (None where it is not known) and how many answers have it."""

    value: str | None
    count: int


_OF_PLAN: dict[str, Any] = {
    "unit": PlanTable.issuer_unit,
    "unit_level": PlanTable.issuer_level,
    "year": PlanTable.year,
    "movement": PlanTable.movement,
}
_LABELS: dict[str, tuple[type[Any], ...]] = {
    "topic": (ClauseTable, RecordTable),
    "level": (CriterionTable,),
    "round": (CriterionTable, AwardTable),
}
_OWN: dict[tuple[str, type[Any]], Any] = {
    ("audience", CriterionTable): CriterionTable.audience,
    ("audience", AwardTable): AwardTable.audience,
    ("form", AwardTable): AwardTable.form,
    ("authority", AwardTable): AwardTable.authority,
    ("comparator", QuantityTable): QuantityTable.comparator,
    ("event", MilestoneTable): MilestoneTable.kind,
    ("role", AssignmentTable): AssignmentTable.role,
    ("type", ReferenceTable): ReferenceTable.type,
    ("type", PlanTable): PlanTable.document_type,
}


def counted(connection: Connection, facet: Facet, table: type[Any], conditions: list[Condition]) -> tuple[Count, ...]:
    """The counts of one facet among the rows of a table that meet the conditions. What has several values counts for
    each. Raises UsageError where the rows have no such facet."""
    query = _query(facet, table).where(*conditions)
    found = [(_word(value), n) for value, n in connection.execute(query)]
    return tuple(Count(value=v, count=n) for v, n in sorted(found, key=lambda pair: (-pair[1], pair[0] or "")))


def _query(facet: Facet, table: type[Any]) -> Select[Any]:
    if facet in _OF_PLAN:
        column = _OF_PLAN[facet]
        query = select(column, func.count()).select_from(table)
        if table is not PlanTable:
            query = query.join(PlanTable, PlanTable.no == table.plan_no)
        return query.group_by(column)
    if (column := _OWN.get((facet, table))) is not None:
        return select(column, func.count()).group_by(column)
    if table is PlanTable or (facet == "actor" and table not in (AssignmentTable, MilestoneTable)):
        raise UsageError(f"these answers have no {facet} to count by")
    if issubclass(table, _LABELS.get(facet, ())):
        joined = (LabelTable.key == table.key) & (LabelTable.name == facet)
        return select(LabelTable.value, func.count()).join(table, joined).group_by(LabelTable.value)
    if facet == "actor":
        query = select(ActorTable.name, func.count()).join(ActingTable, ActingTable.actor_no == ActorTable.no)
        return query.join(table, table.key == ActingTable.key).group_by(ActorTable.name)
    raise UsageError(f"these answers have no {facet} to count by")


def _word(value: Any) -> str | None:
    return None if value is None else str(value.value if hasattr(value, "value") else value)
