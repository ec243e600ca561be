"""A question about milestones put to several plans: one answer, as if the store held no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.store.facets import Count
from pipeline.store.rows import MilestoneRow, PlanRow

if TYPE_CHECKING:
    from pipeline.store import Store
    from pipeline.store.query import Answer
    from pipeline.store.question import Question


def ask(store: Store, question: Question, plans: Sequence[str]) -> Answer:
    """The answer of the plans together, in the order that the question asks for: by time, then as the plans are named.

    A plan named twice counts once. Raises UsageError where a name fits no plan, or several.
    """
    found = {row.id: row for row in map(store.find, plans)}
    each = [question.model_copy(update={"plan": id_, "limit": None, "offset": 0}) for id_ in found]
    answers = [store.ask(one) for one in each]
    rows = _sorted([row for a in answers for row in a.rows if isinstance(row, MilestoneRow)], question, found)
    last = None if question.limit is None else question.offset + question.limit
    return answers[0].model_copy(
        update={
            "question": question,
            "total": len(rows),
            "rows": tuple(rows[question.offset : last]),
            "facets": {name: _summed([a.facets[name] for a in answers]) for name in question.facets},
        }
    )


def _sorted(rows: list[MilestoneRow], question: Question, plans: Mapping[str, PlanRow]) -> list[MilestoneRow]:
    """By each column from the last to the first, since sorting keeps the order of what is equal; what is null last."""
    if not question.sort:
        return sorted(rows, key=lambda row: row.start or row.end or date.max)
    for asked in reversed(question.sort):
        name, falls = asked.removeprefix("-"), asked.startswith("-")
        valued = [(_value(row, plans[row.plan_id], name), row) for row in rows]
        said = sorted((pair for pair in valued if pair[0] is not None), key=lambda pair: pair[0], reverse=falls)
        rows = [row for _, row in said] + [row for value, row in valued if value is None]
    return rows


def _value(row: MilestoneRow, plan: PlanRow, column: str) -> Any:
    """What a column holds: the milestone's own, or its plan's under the names that the store knows it by."""
    if column in MilestoneRow.model_fields:
        return getattr(row, column)
    if f"plan_{column}" in MilestoneRow.model_fields:
        return getattr(row, f"plan_{column}")
    return getattr(plan, {"unit_level": "issuer_level"}.get(column, column))


def _summed(counted: Sequence[tuple[Count, ...]]) -> tuple[Count, ...]:
    summed: Counter[str | None] = Counter()
    for counts in counted:
        summed.update({count.value: count.count for count in counts})
    ordered = sorted(summed.items(), key=lambda pair: (-pair[1], pair[0] or ""))
    return tuple(Count(value=value, count=number) for value, number in ordered)
