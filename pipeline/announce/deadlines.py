"""What is due within thirty days: milestones of the plans that meet a question, each told once.

The day is that which stands for a milestone in calendars (pipeline.timeline.days). What recurs counts on the days that
the plan prints for it, until its period ends; a frequency without a printed day names no deadline.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from models.metadata import Period
from pipeline.announce.quoting import passage, plan_rows, told
from pipeline.announce.types import Deadline
from pipeline.folding import fold
from pipeline.store import filters, query
from pipeline.store.filters import Lookup, within
from pipeline.store.question import Question
from pipeline.store.rows import PlanRow
from pipeline.store.tables import MilestoneTable, PlanTable

DAYS = 30
MOST = 60
"""Deadlines of one digest, the nearest first; what is beyond is told by the next."""
_WIDEST = 366
"""Days by which the printed end may lie after the day that is due (`before` a year: the last day before it)."""
_IN_FORCE = 5
"""Years for which a plan without a stated period is taken to go on: the medium term of public plans (Luật Đầu tư công
2019, Điều 47)."""


@dataclass(frozen=True)
class _Due:
    """A milestone by its key in the store, and the plan's words for the day where it recurs."""

    name: str
    key: int
    plan_no: int
    day: date
    printed: str | None


def due_soon(
    connection: Connection,
    question: Question,
    lookup: Lookup,
    plans: Collection[int],
    today: date,
    known: Collection[str] = (),
) -> tuple[list[tuple[str, Deadline]], int]:
    """The deadlines from `today` to thirty days later, the nearest first, each with the name that it is remembered by;
    and how many are left out. `known` ones are passed over. Where the question is for milestones, only its answers."""
    conditions = filters.of_parts(connection, question, lookup) if question.kind == "milestones" else []
    found: dict[str, _Due] = {}
    for one in _found(connection, [*conditions, within(connection, MilestoneTable.plan_no, plans)], today):
        if one.name not in known:
            found.setdefault(one.name, one)
    ordered = sorted(found.values(), key=lambda one: (one.day, one.key))
    told_now = ordered[:MOST]
    plan_of = plan_rows(connection, {one.plan_no: None for one in told_now})
    rows = query.by_key(connection, [one.key for one in told_now])
    said = [(one.name, _told(one, rows[one.key], plan_of[one.plan_no])) for one in told_now]
    return said, len(ordered) - len(told_now)


def _found(connection: Connection, conditions: list[Any], today: date) -> Iterator[_Due]:
    """Only what tells the time is read of the many that may be due: a store may hold very many."""
    last = today + timedelta(DAYS)
    for row in connection.execute(_candidates(conditions, today)):
        for day, printed in _days(row, today, last):
            said = f"{row.id}|{row.kind}|{day}|{fold(row.text)}"
            yield _Due(sha256(said.encode()).hexdigest()[:16], row.key, row.no, day, printed or None)


def _candidates(conditions: list[Any], today: date) -> Select[Any]:
    """Milestones that may be due, and of the plan of each what bounds it."""
    table, plan, at = MilestoneTable, PlanTable, func.coalesce(MilestoneTable.end, MilestoneTable.start)
    time = (table.text, table.kind, table.start, table.end, table.granularity, table.relation, table.recurrence)
    dated = at.between(today, today + timedelta(DAYS + _WIDEST))
    goes_on = or_(plan.period_end >= today, plan.period_end.is_(None))
    return (
        select(table.key, plan.no, plan.id, plan.issued, plan.period_start, plan.period_end, *time)
        .join(plan, plan.no == table.plan_no)
        .where(*conditions, or_(dated, table.recurrence.is_not(None) & goes_on))
    )


def _days(row: Any, today: date, last: date) -> Iterator[tuple[date, str | None]]:
    """The days within the span on which a milestone is due, and the plan's words for those that recur."""
    from pipeline.timeline.days import due
    from pipeline.timeline.recurring import repeats

    if row.recurrence is None:
        own = due(row)
        if own and today <= own <= last:
            yield own, None
        return
    period = Period(start=row.period_start, end=row.period_end) if row.period_start or row.period_end else None
    if (period is None or period.end is None) and not _goes_on(row.issued, today):
        return
    for repeat in repeats(row, row.issued, period):
        if not repeat.inferred:
            within_time = takewhile(lambda day: day <= last, repeat.occurrences())
            yield from ((day, repeat.printed) for day in within_time if day >= today)


def _goes_on(issued: date | None, today: date) -> bool:
    return issued is not None and today <= issued + timedelta(days=365 * _IN_FORCE + 1)


def _told(one: _Due, row: Any, plan: PlanRow) -> Deadline:
    names = ("kind", "start", "end", "granularity", "relation", "recurrence", "action", "actor", "text")
    said = {name: getattr(row, name) for name in names}
    return Deadline(plan=told(plan), passage=passage(row, "milestones"), due=one.day, printed=one.printed, **said)
