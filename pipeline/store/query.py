"""Questions answered: how many there are, a page of them in a stable order, and counts by facet, all of one moment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, func, or_, select

from extractors.agency_names import Relation
from models.base import Frozen
from models.errors import UsageError
from pipeline.folding import Query
from pipeline.store import acting, facets, filters
from pipeline.store.facets import Count
from pipeline.store.filters import TABLES, Condition, Lookup, within
from pipeline.store.keys import Kind, parts
from pipeline.store.question import Question
from pipeline.store.rows import (
    PLAN_SEARCHED,
    AssignmentRow,
    AwardRow,
    ClauseRow,
    CriterionRow,
    MilestoneRow,
    PlanRow,
    QuantityRow,
    RecordRow,
    ReferenceRow,
    said,
)
from pipeline.store.tables import (
    ActingTable,
    ActorTable,
    ChangeTable,
    MilestoneTable,
    PlanTable,
    RecordTable,
    RenditionTable,
    VersionTable,
)

AnyRow = PlanRow | ClauseRow | RecordRow

ROWS: dict[Kind, type[AnyRow]] = {
    "plans": PlanRow,
    "clauses": ClauseRow,
    "criteria": CriterionRow,
    "quantities": QuantityRow,
    "milestones": MilestoneRow,
    "awards": AwardRow,
    "references": ReferenceRow,
    "assignments": AssignmentRow,
}

_LATEST = and_(VersionTable.plan_no == PlanTable.no, VersionTable.ordinal == PlanTable.latest)
_LEADING = and_(RenditionTable.version_no == VersionTable.no, RenditionTable.leading)
_OF_PLAN = {
    "plan_id": PlanTable.id,
    "version": PlanTable.latest,
    "plan_symbol": PlanTable.symbol,
    "plan_unit": PlanTable.issuer_unit,
    "plan_issued": PlanTable.issued,
}
_OF_QUESTION = frozenset({"responsibility", "through"})
"""What a row says of the question that it answers."""
_RENAMED = {"group": "group_path"}
_BY_PLAN: tuple[Any, ...] = (PlanTable.issued.nulls_last(), PlanTable.id)


class Answer(Frozen):
    """`total` counts all that meet the question, of which `rows` is the page asked for; `revision` is the number of
    the last change that the answer knows of."""

    question: Question
    total: int
    rows: tuple[AnyRow, ...]
    facets: dict[str, tuple[Count, ...]]
    revision: int


def ask(connection: Connection, question: Question, lookup: Lookup) -> Answer:
    """The answer to a question. `question.plan` is the id of a plan here. Raises UsageError for an unknown column."""
    of_plan = filters.of_plans(connection, question)
    if question.plan is not None:
        of_plan.append(PlanTable.id == question.plan)
    total, rows = (_plans if question.kind == "plans" else _parts)(connection, question, of_plan, lookup)
    return Answer(
        question=question,
        total=total,
        rows=tuple(rows),
        facets=_facets(connection, question, of_plan, lookup),
        revision=revision(connection),
    )


def revision(connection: Connection) -> int:
    """The number of the last change; 0 where nothing was written yet."""
    return int(connection.execute(select(func.coalesce(func.max(ChangeTable.no), 0))).scalar_one())


def plan_numbers(connection: Connection, question: Question, lookup: Lookup) -> set[int]:
    """The numbers of the plans of which a question answers something, whatever page of it is asked for.
    `question.plan` is the id of a plan here."""
    of_plan = filters.of_plans(connection, question)
    if question.plan is not None:
        of_plan.append(PlanTable.id == question.plan)
    if question.kind == "plans":
        found = select(PlanTable.no).where(*of_plan, *_of_plan_row(connection, question, lookup))
    else:
        conditions = filters.of_parts(connection, question, lookup)
        found = select(TABLES[question.kind].plan_no).where(*conditions, *_narrowed(connection, question, of_plan))
    return set(connection.execute(found.distinct()).scalars())


def find(connection: Connection, words: str) -> list[PlanRow]:
    """The plan with this id, or else those with this symbol, from this file, or else those with all these words."""
    words = words.replace("\0", " ")  # No text of a database holds one.
    exact = _plan_rows(connection, [PlanTable.id == words.strip()])
    if exact:
        return exact
    by_symbol = _plan_rows(connection, [PlanTable.folded_symbol == filters.folded_symbol(words)])
    return by_symbol or _plans_of_file(connection, words.strip()) or _plans_worded(connection, words)


def _plans_of_file(connection: Connection, name: str) -> list[PlanRow]:
    """The plans that were read from a file of this name or path, with its ending or without."""
    source, base = RenditionTable.source, PurePosixPath(name).name
    named = or_(
        source == base,
        source.endswith(f"/{base}", autoescape=True),
        source.contains(f"/{base}.", autoescape=True),
        source.startswith(f"{base}.", autoescape=True),
    )
    of_file = select(VersionTable.plan_no, source).join(RenditionTable, RenditionTable.version_no == VersionTable.no)
    found = connection.execute(of_file.where(named)) if base else ()
    numbers = {no for no, path in found if _is_of(path, name)}
    return _plan_rows(connection, [within(connection, PlanTable.no, numbers)]) if numbers else []


def _is_of(source: str, name: str) -> bool:
    """Whether a name is that of a file; one of the two paths may tell more folders than the other."""
    whole, given = f"/{source}", f"/{name}"
    return PurePosixPath(source).stem == name or whole.endswith(given) or given.endswith(whole)


def of_id(connection: Connection, beginning: str) -> list[tuple[str, str]]:
    """Plan and whole id of the records of the latest versions whose id begins so."""
    found: list[tuple[str, str]] = []
    for table in RecordTable.__subclasses__():
        query = select(PlanTable.id, table.id).join(PlanTable, PlanTable.no == table.plan_no)
        matching = query.where(table.id.startswith(beginning, autoescape=True))
        found += [row._tuple() for row in connection.execute(matching)]
    return found


def by_key(connection: Connection, keys: Sequence[int]) -> dict[int, AnyRow]:
    """The rows of plans, clauses and records by their keys."""
    found: dict[int, AnyRow] = {}
    for kind in ROWS:
        wanted = [k for k in keys if parts(k).kind == kind]
        if not wanted:
            continue
        if kind == "plans":
            numbers = {parts(k).plan_no: k for k in wanted}
            for number, row in _numbered_plans(connection, [within(connection, PlanTable.no, numbers)]):
                found[numbers[number]] = row
        else:
            found |= _fetched(connection, kind, [within(connection, TABLES[kind].key, wanted)])
    return found


def _plans(
    connection: Connection, question: Question, conditions: list[Condition], lookup: Lookup
) -> tuple[int, list[PlanRow]]:
    conditions = [*conditions, *_of_plan_row(connection, question, lookup)]
    total = connection.execute(select(func.count()).select_from(PlanTable).where(*conditions)).scalar_one()
    order = [*_sorted(connection, question, PlanRow, None), *_BY_PLAN]
    return total, _plan_rows(connection, conditions, order, question)


def _of_plan_row(connection: Connection, question: Question, lookup: Lookup) -> list[Condition]:
    out = filters.between(PlanTable.confidence, question.confidence_from, question.confidence_to)
    if question.words is not None:
        numbers = [parts(k).plan_no for k in lookup(question.words, "plans")]
        out.append(within(connection, PlanTable.no, numbers))
    return out


def _plan_rows(
    connection: Connection,
    conditions: Sequence[Condition],
    order: Sequence[ColumnElement[Any]] = _BY_PLAN,
    page: Question | None = None,
) -> list[PlanRow]:
    return [row for _, row in _numbered_plans(connection, conditions, order, page)]


def _numbered_plans(
    connection: Connection,
    conditions: Sequence[Condition],
    order: Sequence[ColumnElement[Any]] = _BY_PLAN,
    page: Question | None = None,
) -> list[tuple[int, PlanRow]]:
    own = [getattr(PlanTable, name) for name in PlanRow.model_fields if hasattr(PlanTable, name)]
    others = (
        PlanTable.no,
        PlanTable.latest.label("version"),
        RenditionTable.source,
        VersionTable.counts,
        VersionTable.problems,
    )
    query = select(*own, *others).join(VersionTable, _LATEST).join(RenditionTable, _LEADING)
    query = _paged(query.where(*conditions).order_by(*order), page)
    return [
        (row["no"], PlanRow(**{name: row[name] for name in PlanRow.model_fields}))
        for row in connection.execute(query).mappings()
    ]


def _plans_worded(connection: Connection, typed: str) -> list[PlanRow]:
    """The plans that have all the words in id, unit, symbol, year and subject."""
    query = Query.of(typed)
    rows = _plan_rows(connection, [PlanTable.folded.like(p, escape="\\") for p in query.patterns()])
    return [r for r in rows if query.accepts(said({**dict(r), "year": str(r.year or "")}, PLAN_SEARCHED))]


def _parts(
    connection: Connection, question: Question, of_plan: list[Condition], lookup: Lookup
) -> tuple[int, list[AnyRow]]:
    conditions = filters.of_parts(connection, question, lookup)
    conditions += _narrowed(connection, question, of_plan)
    order = _sorted(connection, question, ROWS[question.kind], TABLES[question.kind])
    if order:
        total, found = _sorted_page(connection, question, conditions, order)
    else:
        total, found = _page_by_plan(connection, question, conditions)
    return total, _through(connection, question, found)


def _narrowed(connection: Connection, question: Question, of_plan: list[Condition]) -> list[Condition]:
    """The conditions on plans as one on the answers: the numbers of the plans that meet them."""
    if not of_plan:
        return []
    numbers = connection.execute(select(PlanTable.no).where(*of_plan)).scalars().all()
    return [within(connection, TABLES[question.kind].plan_no, numbers)]


def _page_by_plan(
    connection: Connection, question: Question, conditions: list[Condition]
) -> tuple[int, dict[int, AnyRow]]:
    """In the order of plans and within them of the document: counted by plan first, so that only the plans of the page
    are read."""
    table = TABLES[question.kind]
    counted = select(table.plan_no, func.count().label("n")).where(*conditions).group_by(table.plan_no).subquery()
    until = func.sum(counted.c.n).over(order_by=_BY_PLAN).label("until")
    total_of = func.sum(counted.c.n).over().label("total")
    summed = select(counted.c.plan_no, counted.c.n, until, total_of).join(PlanTable, PlanTable.no == counted.c.plan_no)
    listed = summed.subquery()
    of_page = select(listed).where(listed.c.until > question.offset).order_by(listed.c.until)
    if question.limit is not None:
        of_page = of_page.where(listed.c.until - listed.c.n < question.offset + question.limit)
    plans = connection.execute(of_page).all()
    if not plans or question.limit == 0:
        return int(connection.execute(select(func.coalesce(func.sum(counted.c.n), 0))).scalar_one()), {}
    total, wanted = int(plans[0].total), [row.plan_no for row in plans]
    last = total if question.limit is None else question.offset + question.limit
    skipped = question.offset - int(plans[0].until - plans[0].n)
    order = {plan_no: k for k, plan_no in enumerate(wanted)}
    keys = connection.execute(select(table.key).where(*conditions, within(connection, table.plan_no, wanted))).scalars()
    page = sorted(keys, key=lambda k: (order[parts(k).plan_no], k))[skipped:][: last - question.offset]
    rows = _fetched(connection, question.kind, [within(connection, table.key, page)])
    return total, {key: rows[key] for key in page}


def _sorted_page(
    connection: Connection, question: Question, conditions: list[Condition], order: list[ColumnElement[Any]]
) -> tuple[int, dict[int, AnyRow]]:
    table = TABLES[question.kind]
    total = connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()
    query = select(table.key).join(PlanTable, PlanTable.no == table.plan_no).where(*conditions)
    query = _paged(query.order_by(*order, *_BY_PLAN, table.key), question)
    page = connection.execute(query).scalars().all()
    rows = _fetched(connection, question.kind, [within(connection, table.key, page)])
    return total, {key: rows[key] for key in page}


def _paged(query: Select[Any], page: Question | None) -> Select[Any]:
    if page is None or (page.limit is None and not page.offset):
        return query
    return query.limit(page.limit if page.limit is not None else 1 << 62).offset(page.offset)


def _fetched(connection: Connection, kind: Kind, conditions: Sequence[Condition]) -> dict[int, AnyRow]:
    table, row_type = TABLES[kind], ROWS[kind]
    names = [name for name in row_type.model_fields if name not in _OF_PLAN and name not in _OF_QUESTION]
    columns = [getattr(table, _RENAMED.get(name, name)).label(name) for name in names]
    of_plan = [column.label(name) for name, column in _OF_PLAN.items()]
    query = select(table.key.label("key"), *of_plan, *columns).join(PlanTable, PlanTable.no == table.plan_no)
    return {
        row["key"]: row_type(**{name: row[name] for name in (*_OF_PLAN, *names)})
        for row in connection.execute(query.where(*conditions)).mappings()
    }


def _through(connection: Connection, question: Question, found: dict[int, AnyRow]) -> list[AnyRow]:
    """The rows, those that do not name the actor itself marked with how they fall on it."""
    if question.actor is None or not found:
        return list(found.values())
    table = TABLES[question.kind]
    acts = (
        select(table.key, ActorTable.no, ActorTable.name, ActorTable.folded, PlanTable.issuer_level, PlanTable.issued)
        .join(ActingTable, ActingTable.key == table.key)
        .join(ActorTable, ActorTable.no == ActingTable.actor_no)
        .join(PlanTable, PlanTable.no == table.plan_no)
        .where(within(connection, table.key, list(found)))
        .order_by(ActingTable.position)
    )
    rows = connection.execute(acts).all()
    names = {(row.no, row.name, row.folded) for row in rows}
    marked: dict[int, dict[str, Any]] = {}
    groups = list(acting.in_order(acting.sorted_out(question.actor, names, own_only=question.own_only)))
    for relation in Relation:  # The closest first, and of those the first in print.
        of_relation = [group for group in groups if group.relation is relation]
        for row in rows:
            if any(row.no in group.numbers and group.answers(row.issuer_level, row.issued) for group in of_relation):
                through = None if relation is Relation.OWN else row.name
                marked.setdefault(row.key, {"responsibility": relation, "through": through})
    return [row.model_copy(update=marked.get(key, {})) for key, row in found.items()]


def _sorted(connection: Connection, question: Question, row_type: type[AnyRow], table: Any) -> list[ColumnElement[Any]]:
    """The columns asked for; milestones stand in the order of time where none is."""
    if not question.sort and question.kind == "milestones":
        return [func.coalesce(MilestoneTable.start, MilestoneTable.end).nulls_last()]
    return [_column(connection, name, row_type, table) for name in question.sort]


def _column(connection: Connection, asked: str, row_type: type[AnyRow], table: Any) -> ColumnElement[Any]:
    name = asked.removeprefix("-")
    columns = _sortable(row_type, table)
    if name not in columns:
        raise UsageError(f"answers cannot be sorted by {name!r}; there are: {', '.join(sorted(columns))}")
    column: ColumnElement[Any] = columns[name]
    if connection.dialect.name == "postgresql" and isinstance(column.type, Text):
        column = column.collate("C")  # Byte by byte as in SQLite, whatever the language of the server.
    return (column.desc() if asked.startswith("-") else column.asc()).nulls_last()


_LISTS = (
    frozenset({"counts", "corrected", "topics", "levels", "rounds", "quantities", "actors", "quote"}) | _OF_QUESTION
)
"""Fields that hold several values, or what the table has not."""


def _sortable(row_type: type[AnyRow], table: Any) -> dict[str, Any]:
    of_plan = {name.removeprefix("plan_"): column for name, column in _OF_PLAN.items()}
    of_plan |= {"year": PlanTable.year, "subject": PlanTable.subject, "unit_level": PlanTable.issuer_level}
    own: dict[str, Any] = {}
    for name in row_type.model_fields:
        column = getattr(table or PlanTable, _RENAMED.get(name, name), None)
        if name not in _LISTS and column is not None and name not in _OF_PLAN:
            own[name] = column
    # `unit` of a quantity is what it is counted in, `symbol` and `issued` of a reference are its own.
    return {**of_plan, **_OF_PLAN, **own}


def _facets(
    connection: Connection, question: Question, of_plan: list[Condition], lookup: Lookup
) -> dict[str, tuple[Count, ...]]:
    if not question.facets:
        return {}
    base: type[PlanTable] | type[Any] = PlanTable
    if question.kind == "plans":
        conditions = [*of_plan, *_of_plan_row(connection, question, lookup)]
    else:
        base = TABLES[question.kind]
        conditions = [*filters.of_parts(connection, question, lookup), *_narrowed(connection, question, of_plan)]
    return {name: facets.counted(connection, name, base, conditions) for name in question.facets}
