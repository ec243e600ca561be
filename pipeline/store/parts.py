"""The clauses and records of a plan as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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
from pipeline.folding import fold
from pipeline.search.words import segmented
from pipeline.store import keys
from pipeline.store.acting import meanings
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
    MeaningTable,
    MilestoneTable,
    QuantityTable,
    RecordTable,
    ReferenceTable,
)

Row = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """The rows of a plan, numbered as those of plan 0: worked out before the store is held, where words take long."""

    tables: tuple[tuple[type[DeclarativeBase], list[Row]], ...]
    acting: tuple[tuple[int, int, str], ...]
    """Who acts: key, position and name."""


_NOBODY = 0
"""The plan of a draft; those of a store count from 1."""


def draft(plan: Plan) -> Draft:
    """All that can be told of the rows before their plan has its number."""
    data = interchange.dump(plan)
    words = cache(segmented)  # A record mostly says what its clause says.
    clauses = [_clause_row(k, dumped, words) for k, dumped in enumerate(data["outline"], 1)]
    places = {clause.path: row for clause, row in zip(plan.outline.clauses, clauses, strict=True)}
    tables: list[tuple[type[DeclarativeBase], list[Row]]] = [(ClauseTable, clauses)]
    for kind in KINDS:
        pairs = zip(getattr(plan, kind.kind_name), data[kind.kind_name], strict=True)
        records = [_record_row(k, r, dumped, plan, places, words) for k, (r, dumped) in enumerate(pairs, 1)]
        tables.append((_SPECIAL[kind][0], records))
    tables.append((LabelTable, list(_labels(_NOBODY, plan))))
    acting = tuple(_named(plan))
    for _, _, name in acting:
        meant(name)  # Remembered: what a name means takes long to find out.
    return Draft(tuple(tables), acting)


def rows(connection: Connection, plan_no: int, made: Draft) -> Iterator[tuple[type[DeclarativeBase], list[Row]]]:
    """The rows of each table. Names of actors that the store has not met are written at once."""
    for table, drafted in made.tables:
        yield table, [_of_plan(plan_no, row) for row in drafted]
    roles = {row["key"]: row["role"] for table, drafted in made.tables if table is AssignmentTable for row in drafted}
    for row in (acting := _acting(connection, made.acting)):
        row["role"] = roles.get(row["key"])
    yield ActingTable, [_of_plan(plan_no, row) for row in acting]


def _of_plan(plan_no: int, row: Row) -> Row:
    """A row of the draft as one of the plan."""
    shift, _ = keys.span(plan_no)
    numbered = {"key": row["key"] + shift}
    if "plan_no" in row:
        numbered["plan_no"] = plan_no
    if row.get("clause_key") is not None:
        numbered["clause_key"] = row["clause_key"] + shift
    return row | numbered


def _clause_row(ordinal: int, dumped: Row, words: Callable[[str], str]) -> Row:
    columns = ("path", "label", "heading", "topics", "text", "evidence")
    return {
        "key": keys.key(_NOBODY, "clauses", ordinal),
        "plan_no": _NOBODY,
        "ordinal": ordinal,
        "page": _page(dumped),
        "words": words(dumped["text"]),
        **{name: dumped[name] for name in columns},
    }


def _record_row(
    ordinal: int,
    record: Record,
    dumped: Row,
    plan: Plan,
    places: dict[ClausePath, Row],
    segment: Callable[[str], str],
) -> Row:
    table, row_type, special = _SPECIAL[type(record)]
    values = dict(record)
    words = segment(said(values, row_type.searched))
    clause = places.get(record.path) if record.path else None
    return {
        **{name: values[name] for name in _columns(table) if name in values},
        "key": keys.key(_NOBODY, _kind(record), ordinal),
        "plan_no": _NOBODY,
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


def _named(plan: Plan) -> Iterator[tuple[int, int, str]]:
    for k, assignment in enumerate(plan.assignments, 1):
        for n, actor in enumerate(assignment.actors, 1):
            yield keys.key(_NOBODY, "assignments", k), n, actor
    for k, milestone in enumerate(plan.milestones, 1):
        if milestone.actor:
            yield keys.key(_NOBODY, "milestones", k), 1, milestone.actor


def _acting(connection: Connection, named: Sequence[tuple[int, int, str]]) -> list[Row]:
    numbers = _actor_numbers(connection, list(dict.fromkeys(actor for _, _, actor in named)))
    return [{"key": key, "position": n, "actor_no": numbers[actor]} for key, n, actor in named]


_ASKED = 500
"""Names asked for at once: databases bound the number of values in a question."""


def _actor_numbers(connection: Connection, names: list[str]) -> dict[str, int]:
    """The number of each name, which is written where it is new."""
    known: dict[str, int] = {}
    for first in range(0, len(names), _ASKED):
        asked = select(ActorTable.name, ActorTable.no).where(ActorTable.name.in_(names[first : first + _ASKED]))
        known |= {row.name: row.no for row in connection.execute(asked)}
    if new := [name for name in names if name not in known]:
        _write_actors(connection, new)
        return _actor_numbers(connection, names)
    return known


def _write_actors(connection: Connection, names: list[str]) -> None:
    made = insert(ActorTable).returning(ActorTable.no)
    for name in names:
        agency, found = meant(name)
        row = {"name": name, "folded": fold(name), "agency": agency}
        number = connection.execute(made, row).scalar_one()
        if found:
            connection.execute(insert(MeaningTable), [{"meaning": m, "actor_no": number} for m in sorted(found)])


def meant(name: str) -> tuple[str | None, frozenset[str]]:
    """The agency or collective that the lexicon has for a name, and all that the name is found by."""
    found = identify(name)
    return (found.id if found else None), meanings(name)


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
