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

from sqlalchemy import Connection, func, or_, select

from models.metadata import Period
from pipeline.announce.quoting import passage, plan_rows, told
from pipeline.announce.types import Deadline
from pipeline.folding import fold
from pipeline.store import filters, query
from pipeline.store.filters import Lookup, within
from pipeline.store.question import Question
from pipeline.store.rows import MilestoneRow, PlanRow
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
    key: str
    plan_no: int
    row: MilestoneRow
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
    """The deadlines from `today` to thirty days later, the nearest first, each with the key that it is remembered by;
    and how many are left out. `known` keys are passed over. Where the question is for milestones, only its answers."""
    conditions = filters.of_parts(connection, question, lookup) if question.kind == "milestones" else []
    found: dict[str, _Due] = {}
    for one in _found(connection, [*conditions, within(connection, MilestoneTable.plan_no, plans)], today):
        if one.key not in known:
            found.setdefault(one.key, one)
    ordered = sorted(found.values(), key=lambda one: (one.day, one.row.plan_id, one.row.path or "", one.key))
    rows = plan_rows(connection, {one.plan_no: None for one in ordered[:MOST]})
    return [(one.key, _told(one, rows[one.plan_no])) for one in ordered[:MOST]], max(0, len(ordered) - MOST)


def _found(connection: Connection, conditions: list[Any], today: date) -> Iterator[_Due]:
    last = today + timedelta(DAYS)
    for plan, row in _candidates(connection, conditions, today):
        for day, printed in _days(row, plan, today, last):
            said = f"{row.plan_id}|{row.kind}|{day}|{fold(row.text)}"
            yield _Due(sha256(said.encode()).hexdigest()[:16], plan.no, row, day, printed)


def _candidates(connection: Connection, conditions: list[Any], today: date) -> Iterator[tuple[Any, MilestoneRow]]:
    """Milestones that may be due, and the plan of each."""
    table, at = MilestoneTable, func.coalesce(MilestoneTable.end, MilestoneTable.start)
    dated = at.between(today, today + timedelta(DAYS + _WIDEST))
    goes_on = or_(PlanTable.period_end >= today, PlanTable.period_end.is_(None))
    query_ = (
        select(table.key, PlanTable.no, PlanTable.issued, PlanTable.period_start, PlanTable.period_end)
        .join(PlanTable, PlanTable.no == table.plan_no)
        .where(*conditions, or_(dated, table.recurrence.is_not(None) & goes_on))
    )
    plans = {row.key: row for row in connection.execute(query_)}
    for key, row in query.by_key(connection, list(plans)).items():
        if isinstance(row, MilestoneRow):
            yield plans[key], row


def _days(row: MilestoneRow, plan: Any, today: date, last: date) -> Iterator[tuple[date, str | None]]:
    """The days within the span on which a milestone is due, and the plan's words for those that recur."""
    from pipeline.timeline.days import due
    from pipeline.timeline.recurring import repeats

    own = due(row)
    if row.recurrence is None:
        if own and today <= own <= last:
            yield own, None
        return
    period = Period(start=plan.period_start, end=plan.period_end) if plan.period_start or plan.period_end else None
    if (period is None or period.end is None) and not _goes_on(plan.issued, today):
        return
    for repeat in repeats(row, plan.issued, period):
        if not repeat.inferred:
            within_time = takewhile(lambda day: day <= last, repeat.occurrences())
            yield from ((day, repeat.printed) for day in within_time if day >= today)


def _goes_on(issued: date | None, today: date) -> bool:
    return issued is not None and today <= issued + timedelta(days=365 * _IN_FORCE + 1)


def _told(one: _Due, plan: PlanRow) -> Deadline:
    said = {n: getattr(one.row, n) for n in ("kind", "start", "end", "granularity", "relation", "recurrence")}
    said |= {"action": one.row.action, "actor": one.row.actor, "text": one.row.text}
    return Deadline(
        plan=told(plan), passage=passage(one.row, "milestones"), due=one.day, printed=one.printed or None, **said
    )
