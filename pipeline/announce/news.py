"""What a reader has not been told yet: the store's changes since, seen through a question."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, select

from pipeline.announce import alone, changes, deadlines, facts
from pipeline.announce.changes import Happening
from pipeline.announce.memory import Memory
from pipeline.announce.quoting import passage, plan_rows, told
from pipeline.announce.types import Alone, ChangedPlan, Digest, FactTold, NewPlan, Passage, RemovedPlan
from pipeline.clock import VIETNAM
from pipeline.store import Store, query
from pipeline.store.filters import within
from pipeline.store.question import Question
from pipeline.store.rows import PlanRow
from pipeline.store.tables import PlanTable

MOST_NEW, MOST_CHANGED, MOST_REMOVED, MOST_ALONE = 100, 50, 100, 20
"""Plans of each part that a digest names (of the last, new plans whose criteria are compared): nobody reads a longer
one, and a backfill may bring thousands. What is left out is counted."""
_ANSWERS = 3
"""Answers of the question that are quoted of each new plan."""


def day_of(now: datetime) -> date:
    """The day that it is in Vietnam at a time of the store.

    >>> day_of(datetime(2026, 11, 21, 17, 0))
    datetime.date(2026, 11, 22)
    """
    return (now + VIETNAM).date()


def begun(day: date) -> datetime:
    """When a day begins in Vietnam, as a time of the store (UTC)."""
    return datetime(day.year, day.month, day.day) - VIETNAM


def since_days(store: Store, now: datetime, days: int) -> int:
    """The last change before so many days ago, from which on all is new; `now` is in UTC. Raises StoreError."""
    with store.reading() as connection:
        return changes.last_before(connection, now - timedelta(days))


class News(NamedTuple):
    """A digest, and what to remember once it is told."""

    digest: Digest
    memory: Memory


@dataclass
class Compared:
    """What was worked out of plans already: several watches tell of the same ones."""

    facts: dict[tuple[int, int, int], tuple[list[FactTold], dict[str, int]]] = field(default_factory=dict)
    alone: dict[tuple[int, int], Alone | None] = field(default_factory=dict)


class Asked(NamedTuple):
    """Whose news are wanted. `since` is the last change that was looked at, `day` Vietnam's today."""

    question: Question
    since: int
    day: date
    memory: Memory = Memory()
    watch: str | None = None


def news(store: Store, asked: Asked, compared: Compared | None = None) -> News:
    """All that is new up to the store's present change. Raises StoreError, UsageError."""
    question = plain(asked.question)
    while True:
        if question.words is not None:
            store.searcher.catch_up()
        with store.reading() as connection:
            until = query.revision(connection)
            if question.words is not None and store.searcher.index.state().revision < until:
                continue  # Something was stored meanwhile: the index must know of all that is told.
            return _Looking(store, connection, asked, question, compared or Compared()).news(until)


def plain(question: Question) -> Question:
    """The question without what only orders, pages or counts its answers."""
    return question.model_copy(update={"sort": (), "limit": None, "offset": 0, "facets": ()})


class _Looking:
    """One look through one question at one moment of the store."""

    def __init__(
        self, store: Store, connection: Connection, asked: Asked, question: Question, compared: Compared
    ) -> None:
        self._store, self._connection, self._compared = store, connection, compared
        self._asked, self._question = asked, question
        self._left_out: dict[str, int] = {}

    def news(self, until: int) -> News:
        asked = self._asked
        found = changes.between(self._connection, asked.since, until)
        plans = query.plan_numbers(self._connection, self._question, self._store.searcher.keys)
        new = self._new([one for one in found if one.is_new and one.plan_no in plans])
        removed, unnamed = self._removed(found)
        due, beyond = deadlines.due_soon(
            self._connection, self._question, self._store.searcher.keys, plans, asked.day, asked.memory.deadlines
        )
        self._count("deadlines", beyond)
        digest = Digest(
            watch=asked.watch,
            question=asked.question.model_dump(mode="json", exclude_defaults=True),
            since=asked.since,
            until=until,
            day=asked.day,
            new=tuple(new.values()),
            changed=tuple(self._changed(found, plans)),
            removed=tuple(removed),
            deadlines=tuple(one for _, one in due),
            alone=tuple(self._alone(new)),
            left_out=self._left_out,
            unnamed=unnamed,
        )
        return News(digest, self._remembered(found, plans, {key: one.due for key, one in due}))

    def _count(self, part: str, count: int) -> None:
        if count > 0:
            self._left_out[part] = count

    def _new(self, found: list[Happening]) -> dict[int, NewPlan]:
        self._count("new", len(found) - MOST_NEW)
        rows = plan_rows(self._connection, [one.plan_no for one in found[:MOST_NEW]])
        return {number: self._new_plan(row) for number, row in rows.items()}

    def _new_plan(self, row: PlanRow) -> NewPlan:
        answers, answered = self._answers(row)
        return NewPlan(plan=told(row), counts=row.counts, answers=answers, answered=answered)

    def _answers(self, row: PlanRow) -> tuple[tuple[Passage, ...], int]:
        """What of a plan meets a question for clauses or records."""
        kind = self._question.kind
        if kind == "plans":
            return (), 0
        within_it = self._question.model_copy(update={"plan": row.id, "limit": _ANSWERS})
        answer = query.ask(self._connection, within_it, self._store.searcher.keys)
        return tuple(passage(one, kind) for one in answer.rows), answer.total

    def _changed(self, found: list[Happening], plans: set[int]) -> list[ChangedPlan]:
        known = self._asked.memory.plans
        with_versions = [one for one in found if one.versions and (one.plan_no in plans or one.plan_no in known)]
        self._count("changed", len(with_versions) - MOST_CHANGED)
        rows = plan_rows(self._connection, [one.plan_no for one in with_versions[:MOST_CHANGED]])
        return [self._changed_plan(one, rows[one.plan_no], plans) for one in with_versions if one.plan_no in rows]

    def _changed_plan(self, one: Happening, row: PlanRow, plans: set[int]) -> ChangedPlan:
        before = row.version - one.versions
        told_facts, clauses = self._facts(one.plan_no, before, row.version)
        return ChangedPlan(
            plan=told(row),
            before=before,
            facts=tuple(told_facts[: facts.MOST]),
            more=max(0, len(told_facts) - facts.MOST),
            clauses=clauses,
            joined=bool(self._asked.watch) and one.plan_no not in self._asked.memory.plans,
            left=one.plan_no not in plans,
        )

    def _facts(self, plan_no: int, before: int, after: int) -> tuple[list[FactTold], dict[str, int]]:
        key = plan_no, before, after
        if key not in self._compared.facts:
            pair = [facts.of_version(self._connection, plan_no, ordinal) for ordinal in (before, after)]
            self._compared.facts[key] = facts.changed(pair[0], pair[1]) if pair[0] and pair[1] else ([], {})
        return self._compared.facts[key]

    def _removed(self, found: list[Happening]) -> tuple[list[RemovedPlan], int]:
        """Those that met the question; and how many went of which nothing is known."""
        gone = [one.plan_no for one in found if one.was_removed]
        named = [one for one in map(self._asked.memory.removed, gone) if one]
        self._count("removed", len(named) - MOST_REMOVED)
        return named[:MOST_REMOVED], len(gone) - len(named)

    def _alone(self, new: dict[int, NewPlan]) -> list[Alone]:
        with_criteria = [(number, one) for number, one in new.items() if one.counts.get("criteria")]
        self._count("alone", len(with_criteria) - MOST_ALONE)
        out = []
        for number, one in with_criteria[:MOST_ALONE]:
            key = number, one.plan.version
            if key not in self._compared.alone:
                self._compared.alone[key] = alone.alone(self._connection, number, one.plan)
            if found := self._compared.alone[key]:
                out.append(found)
        return out

    def _remembered(self, found: list[Happening], plans: set[int], told_deadlines: dict[str, date]) -> Memory:
        """Names are asked for only where something changed: a store may hold very many plans."""
        known = self._asked.memory.plans
        stale = {one.plan_no for one in found}
        kept = {number: name for number, name in known.items() if number in plans and number not in stale}
        return self._asked.memory.after(
            kept | names(self._connection, plans - kept.keys()), told_deadlines, self._asked.day
        )


def names(connection: Connection, numbers: set[int]) -> dict[int, tuple[str, str | None, str | None]]:
    """Id, symbol and unit of plans, by their number: what a watch remembers of them."""
    table = PlanTable
    query_ = select(table.no, table.id, table.symbol, table.issuer_unit).where(within(connection, table.no, numbers))
    rows = connection.execute(query_).all() if numbers else []
    return {row.no: (row.id, row.symbol, row.issuer_unit) for row in rows}
