"""The clauses and records of a plan as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import DeclarativeBase

from extractors.agency_names import identify
from extractors.scope import scopes
from models import interchange
from models.path import ClausePath
from models.plan import Plan
from models.records import KINDS, Assignment, Award, Criterion, Milestone, Quantity, Record, Reference
from pipeline.search.words import segmented
from pipeline.store import keys
from pipeline.store.folding import fold
from pipeline.store.rows import (
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
    ActingTable,
    ActorTable,
    AssignmentTable,
    AwardTable,
    ClauseTable,
    CriterionTable,
    LabelTable,
    MilestoneTable,
    QuantityTable,
    RecordTable,
    ReferenceTable,
)

Row = dict[str, Any]


def rows(connection: Connection, plan_no: int, plan: Plan) -> Iterator[tuple[type[DeclarativeBase], list[Row]]]:
    """The rows of each table. Names of actors that the store has not met are written at once."""
    data = interchange.dump(plan)
    clauses = [_clause_row(plan_no, k, dumped) for k, dumped in enumerate(data["outline"], 1)]
    places = {clause.path: row for clause, row in zip(plan.outline.clauses, clauses, strict=True)}
    yield ClauseTable, clauses
    for kind in KINDS:
        pairs = zip(getattr(plan, kind.kind_name), data[kind.kind_name], strict=True)
        table = _SPECIAL[kind][0]
        yield table, [_record_row(plan_no, k, r, dumped, plan, places) for k, (r, dumped) in enumerate(pairs, 1)]
    yield LabelTable, list(_labels(plan_no, plan))
    yield ActingTable, _acting(connection, plan_no, plan)


def _clause_row(plan_no: int, ordinal: int, dumped: Row) -> Row:
    columns = ("path", "label", "heading", "topics", "text", "evidence")
    return {
        "key": keys.key(plan_no, "clauses", ordinal),
        "plan_no": plan_no,
        "ordinal": ordinal,
        "page": _page(dumped),
        "words": segmented(dumped["text"]),
        **{name: dumped[name] for name in columns},
    }


def _record_row(
    plan_no: int, ordinal: int, record: Record, dumped: Row, plan: Plan, places: dict[ClausePath, Row]
) -> Row:
    table, row_type, special = _SPECIAL[type(record)]
    values = dict(record)
    words = segmented(said(values, row_type.searched))
    clause = places.get(record.path) if record.path else None
    return {
        **{name: values[name] for name in _columns(table) if name in values},
        "key": keys.key(plan_no, _kind(record), ordinal),
        "plan_no": plan_no,
        "ordinal": ordinal,
        "clause_key": clause["key"] if clause else None,
        "alone": clause is None or not _syllables(words) <= _syllables(clause["words"]),
        "path": dumped["path"],
        "page": _page(dumped),
        "quote": "\n".join(span.of(plan.document.text) for span in record.evidence[0].spans),
        "evidence": dumped["evidence"],
        "words": words,
        **special(record),
    }


def _kind(record: Record) -> keys.Kind:
    name = type(record).kind_name
    return next(kind for kind in keys.KINDS if kind == name)


def _syllables(words: str) -> set[str]:
    return set(words.replace("_", " ").split())


@cache
def _columns(table: type[RecordTable]) -> tuple[str, ...]:
    return tuple(table.__table__.columns.keys())


def _page(dumped: Row) -> int | None:
    pieces = dumped["evidence"]
    page: int | None = pieces[0]["page"] if pieces else None
    return page


def _labels(plan_no: int, plan: Plan) -> Iterator[Row]:
    """The topics in force at each clause and record, the levels and rounds of criteria, the rounds of awards."""
    topics = {path: scope.topics for path, scope in scopes(plan.outline).items()}
    for k, clause in enumerate(plan.outline.clauses, 1):
        yield from _label(keys.key(plan_no, "clauses", k), "topic", topics[clause.path])
    for kind in KINDS:
        for k, record in enumerate(getattr(plan, kind.kind_name), 1):
            key = keys.key(plan_no, _kind(record), k)
            yield from _label(key, "topic", topics.get(record.path, ()) if record.path else ())
            if isinstance(record, Criterion):
                yield from _label(key, "level", record.levels)
                yield from _label(key, "round", record.rounds)
            elif isinstance(record, Award) and record.round:
                yield from _label(key, "round", (record.round,))


def _label(key: int, name: str, values: Sequence[str]) -> Iterator[Row]:
    return ({"key": key, "name": name, "value": str(value)} for value in dict.fromkeys(values))


def _acting(connection: Connection, plan_no: int, plan: Plan) -> list[Row]:
    named = [
        (keys.key(plan_no, "assignments", k), n, actor)
        for k, assignment in enumerate(plan.assignments, 1)
        for n, actor in enumerate(assignment.actors, 1)
    ] + [
        (keys.key(plan_no, "milestones", k), 1, milestone.actor)
        for k, milestone in enumerate(plan.milestones, 1)
        if milestone.actor
    ]
    numbers = _actor_numbers(connection, list(dict.fromkeys(actor for _, _, actor in named)))
    return [{"key": key, "position": n, "actor_no": numbers[actor]} for key, n, actor in named]


_ASKED = 500
"""Names asked for at once: databases bound the number of values in a question."""


def _actor_numbers(connection: Connection, names: list[str]) -> dict[str, int]:
    """The number of each name, which is written where it is new."""
    known: dict[str, int] = {}
    for first in range(0, len(names), _ASKED):
        asked = select(ActorTable.name, ActorTable.no).where(ActorTable.name.in_(names[first : first + _ASKED]))
        known |= dict(connection.execute(asked).all())
    if new := [name for name in names if name not in known]:
        rows = [{"name": name, "folded": fold(name), "agency": _agency(name)} for name in new]
        connection.execute(insert(ActorTable), rows)
        return _actor_numbers(connection, names)
    return known


def _agency(name: str) -> str | None:
    found = identify(name)
    return found.id if found else None


def _criterion(record: Criterion) -> Row:
    return {
        "levels": [level.value for level in record.levels],
        "rounds": [occasion.value for occasion in record.rounds],
        "quantities": list(record.quantities),
        "group_path": record.group and str(record.group),
    }


def _award(record: Award) -> Row:
    return {"folded_form": fold(record.form), "folded_authority": fold(record.authority or "")}


def _reference(record: Reference) -> Row:
    return {"folded_symbol": fold(record.symbol or "")}


def _assignment(record: Assignment) -> Row:
    return {"actors": list(record.actors)}


def _nothing(_record: Record) -> Row:
    return {}


_SPECIAL: dict[type[Record], tuple[type[RecordTable], type[RecordRow], Callable[[Any], Row]]] = {
    Criterion: (CriterionTable, CriterionRow, _criterion),
    Quantity: (QuantityTable, QuantityRow, _nothing),
    Milestone: (MilestoneTable, MilestoneRow, _nothing),
    Award: (AwardTable, AwardRow, _award),
    Reference: (ReferenceTable, ReferenceRow, _reference),
    Assignment: (AssignmentTable, AssignmentRow, _assignment),
}
"""Of each kind its table, its row, and the columns that are not the record's fields as they are."""

TABLES: tuple[type[ClauseTable | RecordTable], ...] = (ClauseTable, *(special[0] for special in _SPECIAL.values()))
