"""What a person should look at: what was read without being sure, not read, or is in doubt between two plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, or_, select

from models.base import Frozen
from models.document import ReadProblem
from models.metadata import Absent
from models.plan import Plan
from pipeline.read.saying import named, summarised
from pipeline.store.corrections import FIELDS, corrected, in_force
from pipeline.store.filters import within
from pipeline.store.packing import unpacked_head
from pipeline.store.tables import LinkTable, PlanTable, RecordTable, VersionTable

if TYPE_CHECKING:
    from pipeline.store.store import Store

Kind = Literal["pages", "field", "record", "problem", "same identity", "same text"]
_ORDER: tuple[Kind, ...] = ("pages", "field", "problem", "same identity", "same text", "record")

_EVEN = 0.5
"""How sure it is that two plans with one text or one identity are two: nobody can tell from the outside."""
_AT_ONCE = 200
"""Plans whose texts are in memory together."""


class Doubt(Frozen):
    """One thing to look at.

    `sure` (0 to 1) is the confidence of what was found, 0 for what was not. `name` is the field, the kind of record or
    the stage that failed; `reason` why a field is null, or what went wrong; `said` the value or words that were read;
    `other` the plan with which one is confused.
    """

    kind: Kind
    plan_id: str
    symbol: str | None
    sure: float
    name: str | None = None
    said: str | None = None
    reason: str | None = None
    record: str | None = None
    path: str | None = None
    other: str | None = None


def review(
    store: Store, plan_ids: Sequence[str], *, below: float = 0.8, on_plans: Callable[[int], None] | None = None
) -> list[Doubt]:
    """What is in doubt in these plans, the worst first; `on_plans` is told of plans done. Raises StoreError."""
    found: list[Doubt] = []
    for first in range(0, len(plan_ids), _AT_ONCE):
        some = plan_ids[first : first + _AT_ONCE]
        with store.reading() as connection:
            found += _of(connection, some, below)
        if on_plans:
            on_plans(len(some))
    # Two plans that are confused with each other may both be among those asked for, at different times.
    told = {(d.kind, *sorted((d.plan_id, d.other))) if d.other else d: d for d in reversed(found)}
    return sorted(told.values(), key=lambda d: (d.sure, _ORDER.index(d.kind), d.plan_id, d.name or "", d.record or ""))


def _of(connection: Connection, plan_ids: Sequence[str], below: float) -> Iterator[Doubt]:
    columns = select(PlanTable.no, PlanTable.id, PlanTable.symbol, PlanTable.identity)
    plans = {row.no: row for row in connection.execute(columns.where(PlanTable.id.in_(plan_ids)))}
    yield from _of_versions(connection, plans, below)
    yield from _of_records(connection, plans, below)
    yield from _same_text(connection, plans)
    yield from _same_identity(connection, plans)


def _of_versions(connection: Connection, plans: dict[int, Any], below: float) -> Iterator[Doubt]:
    latest = (PlanTable.no == VersionTable.plan_no) & (PlanTable.latest == VersionTable.ordinal)
    query = select(PlanTable.no, VersionTable.json).join(PlanTable, latest)
    for row in connection.execute(query.where(within(connection, PlanTable.no, plans))):
        plan, of = unpacked_head(row.json), {"plan_id": plans[row.no].id, "symbol": plans[row.no].symbol}
        metadata = corrected(plan.metadata, in_force(connection, row.no))
        yield from _fields(plan.model_copy(update={"metadata": metadata}), of, below)
        yield from _pages(plan, of)
        for p in plan.problems:
            if p.stage != "read":
                path = str(p.clause) if p.clause else None
                yield Doubt(kind="problem", sure=0.0, name=p.stage, reason=p.reason, path=path, **of)


def _fields(plan: Plan, of: dict[str, Any], below: float) -> Iterator[Doubt]:
    for name in FIELDS:
        field = getattr(plan.metadata, name)
        if isinstance(field, Absent):
            if field.reason != "not printed":
                yield Doubt(kind="field", sure=0.0, name=name, reason=field.reason, **of)
        elif field.confidence < below:
            said = plan.document.flow(field.evidence).text if field.evidence else str(field.value)
            yield Doubt(kind="field", sure=field.confidence, name=name, said=" ".join(said.split()), **of)


def _pages(plan: Plan, of: dict[str, Any]) -> Iterator[Doubt]:
    """Pages of which nothing was read, then what else went wrong in reading."""
    document = plan.document
    empty = {p.number for p in document.pages if not p.span.of(document.text).strip()}
    lost = [p for p in document.problems if p.page in empty]
    for reason in summarised(ReadProblem(reason=p.reason, page=p.page) for p in lost):
        yield Doubt(kind="pages", sure=0.0, name=named(sorted({p.page for p in lost if p.page})), reason=reason, **of)
    confidence = {p.number: p.confidence for p in document.pages}
    paged = [p for p in document.problems if p.page in confidence and p.page not in empty]
    whole = [p for p in document.problems if p.page not in confidence]
    sure = min((confidence[p.page] for p in paged if p.page), default=0.0)
    for problems, sureness in ((paged, sure), (whole, 0.0)):
        for reason in summarised(problems):
            yield Doubt(kind="problem", sure=sureness, name="read", reason=reason, **of)


def _of_records(connection: Connection, plans: dict[int, Any], below: float) -> Iterator[Doubt]:
    for table in RecordTable.__subclasses__():
        columns = (table.plan_no, table.id, table.path, table.text, table.confidence)
        doubtful = (table.confidence < below, within(connection, table.plan_no, plans))
        for row in connection.execute(select(*columns).where(*doubtful)):
            yield Doubt(
                kind="record",
                plan_id=plans[row.plan_no].id,
                symbol=plans[row.plan_no].symbol,
                sure=row.confidence,
                name=KIND_OF[table.__tablename__],
                said=row.text,
                record=row.id,
                path=row.path,
            )


KIND_OF = {
    "criterion": "criteria",
    "quantity": "quantities",
    "milestone": "milestones",
    "award": "awards",
    "reference": "references",
    "assignment": "assignments",
}
"""The kind of the records of each table."""


def _same_text(connection: Connection, plans: dict[int, Any]) -> Iterator[Doubt]:
    """Told once for the two plans."""
    mine = or_(within(connection, LinkTable.plan_no, plans), within(connection, LinkTable.other_no, plans))
    links = select(LinkTable.plan_no, LinkTable.other_no).where(LinkTable.kind == "same text", mine)
    pairs = sorted({(max(row), min(row)) for row in connection.execute(links).tuples()})
    others = {number for pair in pairs for number in pair if number not in plans}
    rows = select(PlanTable.no, PlanTable.id, PlanTable.symbol).where(within(connection, PlanTable.no, others))
    known = {**plans, **{row.no: row for row in connection.execute(rows)}}
    for pair in pairs:
        of, other = pair if pair[0] in plans else pair[::-1]
        if pair[0] in plans or pair[1] in plans:
            one = known[of]
            yield Doubt(kind="same text", plan_id=one.id, symbol=one.symbol, sure=_EVEN, other=known[other].id)


def _same_identity(connection: Connection, plans: dict[int, Any]) -> Iterator[Doubt]:
    said = {row.identity for row in plans.values() if row.identity}
    if not said:
        return
    rows = select(PlanTable.no, PlanTable.id, PlanTable.identity).where(PlanTable.identity.in_(said))
    alike: dict[str, list[Any]] = {}
    for row in connection.execute(rows.order_by(PlanTable.no)):
        alike.setdefault(row.identity, []).append(row)
    for group in alike.values():
        yield from _others(group[0], group[1:], plans)


def _others(first: Any, later: Iterable[Any], plans: dict[int, Any]) -> Iterator[Doubt]:
    for row in later:
        of, other = (row, first) if row.no in plans else (first, row)
        if of.no in plans:
            symbol = plans[of.no].symbol
            yield Doubt(kind="same identity", plan_id=of.id, symbol=symbol, sure=_EVEN, other=other.id)
