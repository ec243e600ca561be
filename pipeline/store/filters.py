"""The conditions of a question in SQL. Values are bound, never written into it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, and_, any_, bindparam, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from extractors.units import covering, named
from models.records import Audience
from pipeline.folding import Query, fold
from pipeline.store import acting
from pipeline.store.acting import Group
from pipeline.store.keys import Kind
from pipeline.store.packing import json_text
from pipeline.store.question import Question
from pipeline.store.tables import (
    ActingTable,
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

Column = InstrumentedAttribute[Any]
Condition = ColumnElement[bool]
Lookup = Callable[[str, Kind], Sequence[int]]
"""The keys of what has the words of a search, among one kind."""

TABLES: dict[Kind, type[ClauseTable | RecordTable]] = {
    "clauses": ClauseTable,
    "criteria": CriterionTable,
    "quantities": QuantityTable,
    "milestones": MilestoneTable,
    "awards": AwardTable,
    "references": ReferenceTable,
    "assignments": AssignmentTable,
}


def within(connection: Connection, column: Column, numbers: Collection[int]) -> Condition:
    """Whether a column is one of many numbers: one bound value, however many they are."""
    if connection.dialect.name == "sqlite":
        listed = func.json_each(json_text(sorted(numbers))).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(bindparam(None, sorted(numbers), type_=ARRAY(BigInteger)))


def of_plans(connection: Connection, question: Question) -> list[Condition]:
    """The conditions on the plan of an answer."""
    table, out = PlanTable, []
    if question.unit is not None:
        out.append(_issued_by(connection, question.unit, question.as_of))
    if question.movement is not None:
        out.append(worded(connection, table.movement, table.folded_movement, question.movement))
    if question.unit_level is not None:
        out.append(table.issuer_level == question.unit_level)
    if question.year is not None:
        out.append(table.year == question.year)
    return out


def of_parts(connection: Connection, question: Question, lookup: Lookup) -> list[Condition]:
    """The conditions on a clause or record itself; `lookup` knows what has the words."""
    table = TABLES[question.kind]
    out = [*_labelled(table, question), *_special(connection, question)]
    if issubclass(table, RecordTable):
        out += between(table.confidence, question.confidence_from, question.confidence_to)
    if question.words is not None:
        out.append(within(connection, table.key, lookup(question.words, question.kind)))
    return out


def worded(connection: Connection, column: Column, folded: Column, typed: str) -> Condition:
    """All words of what was typed in a column whose folded words are in another. Accents that are typed must be there:
    since SQL cannot tell, the values that the column has are asked one by one."""
    query = Query.of(typed)
    like = and_(*(folded.like(p, escape="\\") for p in query.patterns()))
    if query.is_plain:
        return like
    values = connection.execute(select(column).where(like, column.is_not(None)).distinct()).scalars()
    return column.in_([value for value in values if query.accepts(value)])


def _issued_by(connection: Connection, words: str, as_of: date | None) -> Condition:
    """The units that the words name with all below them; and plans whose unit is not in the lexicon, by its name."""
    codes = sorted({code for unit in named(words, as_of=as_of) for code in covering(unit.code, as_of=as_of)})
    by_name = worded(connection, _UNIT_SAID, PlanTable.folded_unit, words)
    of_codes = PlanTable.unit_code.in_(codes)
    return or_(of_codes, by_name) if as_of is None else or_(of_codes, and_(PlanTable.unit_code.is_(None), by_name))


_UNIT_SAID: Any = func.coalesce(PlanTable.issuer_unit, PlanTable.place)


def _labelled(table: type[ClauseTable | RecordTable], question: Question) -> Iterator[Condition]:
    for name, value in (("topic", question.topic), ("level", question.level), ("round", question.round)):
        if value is not None:
            keys = select(LabelTable.key).where(LabelTable.name == name, LabelTable.value == value.value)
            yield table.key.in_(keys)


def _special(connection: Connection, question: Question) -> list[Condition]:
    """The conditions that one kind alone has."""
    match question.kind:
        case "criteria":
            return _for_audience(CriterionTable.audience, question.audience)
        case "quantities":
            return _amounts(connection, question)
        case "milestones":
            return [*_deadlines(question), *_acted(connection, MilestoneTable, question)]
        case "awards":
            return _awards(connection, question)
        case "references":
            return _references(question)
        case "assignments":
            return [
                *_equal(AssignmentTable.role, question.role),
                *_acted(connection, AssignmentTable, question),
            ]
    return []


def _amounts(connection: Connection, question: Question) -> list[Condition]:
    table = QuantityTable
    out = [
        *_equal(table.comparator, question.comparator),
        *between(table.value, question.value_from, question.value_to),
    ]
    if question.counted_in is not None:
        units = connection.execute(select(table.unit).distinct()).scalars()
        out.append(table.unit.in_([u for u in units if fold(u) == fold(question.counted_in)]))
    return out


def _deadlines(question: Question) -> list[Condition]:
    table = MilestoneTable
    out = _equal(table.kind, question.event)
    dated = question.deadline_from, question.deadline_to
    if any(dated):
        no_end = and_(table.end.is_(None), *between(table.start, *dated))
        out.append(or_(and_(table.end.is_not(None), *between(table.end, *dated)), no_end))
    return out


def _awards(connection: Connection, question: Question) -> list[Condition]:
    table, out = AwardTable, _for_audience(AwardTable.audience, question.audience)
    if question.form is not None:
        out.append(worded(connection, table.form, table.folded_form, question.form))
    if question.authority is not None:
        out.append(worded(connection, table.authority, table.folded_authority, question.authority))
    return out


def _references(question: Question) -> list[Condition]:
    out = _equal(ReferenceTable.role, question.reference_role)
    if question.symbol is not None:
        out.append(ReferenceTable.folded_symbol == folded_symbol(question.symbol))
    return out


def folded_symbol(typed: str) -> str:
    """A whole symbol as the folded columns hold it, its spaces ignored. Raises UsageError where there is no word."""
    return fold(" ".join(Query.of(typed).pieces))


def _acted(connection: Connection, table: Any, question: Question) -> list[Condition]:
    if question.actor is None:
        return []
    made = acting.groups(connection, question.actor, own_only=question.own_only)
    return [or_(false(), *(of_group(connection, table, group) for group in made))]


def of_group(connection: Connection, table: Any, group: Group) -> Condition:
    """Whether one of a group of actors acts in a row, in a plan where its name answers."""
    keys = select(ActingTable.key).where(within(connection, ActingTable.actor_no, group.numbers))
    acts = table.key.in_(keys)
    if group.on_plan is None:
        return cast(Condition, acts)
    return and_(acts, table.plan_no.in_(select(PlanTable.no).where(group.on_plan)))


def _for_audience(column: Column, audience: Audience | None) -> list[Condition]:
    """What is said for collectives or individuals is also what is said for both."""
    if audience is None:
        return []
    wanted = {audience, Audience.BOTH} if audience != Audience.UNSPECIFIED else {audience}
    return [column.in_(sorted(wanted))]


def _equal(column: Column, value: object) -> list[Condition]:
    return [] if value is None else [column == value]


def between(column: Column, lowest: object, highest: object) -> list[Condition]:
    """Both ends included; an end that is None is open."""
    return [
        *([] if lowest is None else [column >= lowest]),
        *([] if highest is None else [column <= highest]),
    ]
