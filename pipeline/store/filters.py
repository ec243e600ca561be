"""The conditions of a question in SQL. Values are bound, never written into it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Text,
    and_,
    any_,
    bindparam,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from extractors.units import covering, named
from models.records import Audience
from pipeline.folding import Query, fold
from pipeline.store import acting
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


_LISTED = 500
"""Values that are written into a question one by one, which the planners know best; databases bound their number."""


def among(connection: Connection, column: Any, said: Collection[str]) -> Condition:
    """Whether a column is one of some texts, however many they are."""
    condition: Condition
    if len(said) <= _LISTED:
        condition = column.in_(sorted(said))
    elif connection.dialect.name == "sqlite":
        condition = column.in_(select(func.json_each(json_text(sorted(said))).table_valued("value").c.value))
    else:
        condition = column == any_(bindparam(None, sorted(said), type_=ARRAY(Text)))
    return condition


def of_plans(connection: Connection, question: Question) -> list[Condition]:
    """The conditions on the plan of an answer."""
    table, out = PlanTable, []
    if question.unit is not None:
        out.append(_issued_by(connection, question.unit, question.as_of))
    if question.movement is not None:
        out.append(worded(connection, table.movement, question.movement))
    if question.cites is not None:
        cited = ReferenceTable.folded_symbol == folded_symbol(question.cites)
        out.append(table.no.in_(select(ReferenceTable.plan_no).where(cited)))
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


def worded(connection: Connection, column: Column, typed: str) -> Condition:
    """All words of what was typed in a column that an index begins with: its values are few beside its rows, and each
    is asked whether it has the words."""
    query = Query.of(typed)
    return among(connection, column, [value for value in values(connection, column) if query.accepts(value)])


def values(connection: Connection, column: Column) -> list[str]:
    """The different values of a column that an index begins with, in one step of that index each: DISTINCT would read
    every row."""
    found = select(func.min(column).label("value")).cte("found", recursive=True)
    after = select(func.min(column)).where(column > found.c.value).scalar_subquery()
    found = found.union_all(select(after).where(found.c.value.is_not(None)))
    return list(connection.execute(select(found.c.value).where(found.c.value.is_not(None))).scalars())


def _issued_by(connection: Connection, words: str, as_of: date | None) -> Condition:
    """The units that the words name with all below them; and plans whose unit is not in the lexicon, by its name."""
    codes = sorted({code for unit in named(words, as_of=as_of) for code in covering(unit.code, as_of=as_of)})
    by_name = _unit_worded(connection, words)
    of_codes = among(connection, PlanTable.unit_code, codes)
    return or_(of_codes, by_name) if as_of is None else or_(of_codes, and_(PlanTable.unit_code.is_(None), by_name))


def _unit_worded(connection: Connection, words: str) -> Condition:
    """The unit of a plan as printed, or where none is, its place."""
    query, said = Query.of(words), func.coalesce(PlanTable.issuer_unit, PlanTable.place)
    like = and_(*(PlanTable.folded_unit.like(p, escape="\\") for p in query.patterns()))
    names = connection.execute(select(PlanTable.folded_unit, said.label("said")).where(like).distinct())
    accepted = [row for row in names if row.said and query.accepts(row.said)]
    folded = among(connection, PlanTable.folded_unit, {row.folded_unit for row in accepted})
    return folded if query.is_plain else and_(folded, among(connection, said, {row.said for row in accepted}))


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
            # With an actor, the role is asked of those who act: there the index has both.
            by_role = [] if question.actor else _equal(AssignmentTable.role, question.role)
            return [*by_role, *_acted(connection, AssignmentTable, question)]
    return []


def _amounts(connection: Connection, question: Question) -> list[Condition]:
    table = QuantityTable
    out = [
        *_equal(table.comparator, question.comparator),
        *between(table.value, question.value_from, question.value_to),
    ]
    if question.counted_in is not None:
        wanted = fold(question.counted_in)
        out.append(among(connection, table.unit, [u for u in values(connection, table.unit) if fold(u) == wanted]))
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
        out.append(worded(connection, table.form, question.form))
    if question.authority is not None:
        out.append(worded(connection, table.authority, as_authority(question.authority)))
    return out


def _references(question: Question) -> list[Condition]:
    out = _equal(ReferenceTable.role, question.reference_role)
    if question.symbol is not None:
        out.append(ReferenceTable.folded_symbol == folded_symbol(question.symbol))
    return out


_COMMITTEE = re.compile(r"(?:ủy|uỷ|uy) ban (?:nhân|nhan) (?:dân|dan)", re.IGNORECASE)


def as_authority(typed: str) -> str:
    """An authority as it is kept: with "Ủy ban nhân dân" written UBND (DOMAIN.md, Award)."""
    return _COMMITTEE.sub("UBND", unicodedata.normalize("NFC", typed))


def folded_symbol(typed: str) -> str:
    """A whole symbol as the folded columns hold it, its spaces ignored. Raises UsageError where there is no word."""
    return fold(" ".join(Query.of(typed).pieces))


def _acted(connection: Connection, table: Any, question: Question) -> list[Condition]:
    if question.actor is None:
        return []
    anywhere: list[int] = []
    elsewhere: list[Condition] = []
    for group in acting.groups(connection, question.actor, own_only=question.own_only):
        if group.on_plan is None:
            anywhere += group.numbers
        else:
            acts = _acts(connection, table, group.numbers, question)
            elsewhere.append(and_(acts, table.plan_no.in_(select(PlanTable.no).where(group.on_plan))))
    return [or_(_acts(connection, table, anywhere, question) if anywhere else false(), *elsewhere)]


def _acts(connection: Connection, table: Any, numbers: Collection[int], question: Question) -> Condition:
    """Whether one of these actors acts in a row, in the role that is asked for."""
    keys = select(ActingTable.key).where(within(connection, ActingTable.actor_no, numbers))
    return cast(Condition, table.key.in_(keys.where(*_equal(ActingTable.role, question.role))))


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
