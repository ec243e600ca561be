"""What a chart of timelines has in each row: the milestones of one plan, kind and time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from models.base import Frozen
from models.plan import Plan
from models.records import Granularity, Milestone, MilestoneKind, Recurrence, Relation
from pipeline.messages import say
from pipeline.timeline.days import due
from pipeline.timeline.recurring import Repeat, repeats
from pipeline.timeline.wording import clipped, shown, when

Sign = Literal["deadline", "day", "begins", "recurs"]

_TICKS = 400
"""Occurrences that are drawn of what recurs: beyond that they are a band anyway."""
_NAME = 64
"""Characters of a plan's name over its rows."""


class Lane(Frozen):
    """A row. `label` is what stands at its left, `time` at its right; `bar` is a span, `days` are marked with the sign.

    A row without a sign is the name of the plan over the rows that follow.
    """

    label: str
    time: str = ""
    bar: tuple[date, date] | None = None
    days: tuple[date, ...] = ()
    sign: Sign | None = None


class Drawn(Frozen):
    """The rows of all plans; `said` tells each plan in words, `undated` is how many milestones have no day."""

    lanes: tuple[Lane, ...]
    said: tuple[str, ...]
    undated: int


_Key = tuple[
    MilestoneKind, date | None, date | None, Granularity | None, Relation | None, Recurrence | None, tuple[Repeat, ...]
]


def lanes(plans: Sequence[Plan], names: Sequence[str], horizon: date | None = None) -> Drawn:
    """The rows of the plans in their order, those of a plan by time. What recurs without a known end is drawn up to the
    `horizon`, the last day of anything else."""
    last = horizon or _horizon(plans)
    found: list[Lane] = []
    said, undated = [], 0
    for plan, name in zip(plans, names, strict=True):
        own, missing = _of_plan(plan, last)
        undated += missing
        issued = plan.metadata.issued.value
        title = clipped(name, _NAME)
        if issued:
            title = say("chart.issued", plan=title, day=shown(issued))
        found += [Lane(label=title), *(own or [Lane(label=say("chart.none"), time="—")])]
        parts = [f"{lane.label}: {lane.time}" for lane in own] or [say("chart.none")]
        said.append(f"{title}: {'; '.join(parts)}.")
    return Drawn(lanes=tuple(found), said=tuple(said), undated=undated)


def _horizon(plans: Sequence[Plan]) -> date:
    """The last day that any plan names, or the end of the year after the last issue."""
    days = [day for plan in plans for m in plan.milestones if (day := due(m))]
    days += [
        plan.metadata.period.value.end
        for plan in plans
        if plan.metadata.period.value and plan.metadata.period.value.end
    ]
    issued = [plan.metadata.issued.value for plan in plans if plan.metadata.issued.value]
    return max([*days, *(date(min(day.year + 1, date.max.year), 12, 31) for day in issued)], default=date.max)


def _of_plan(plan: Plan, horizon: date) -> tuple[list[Lane], int]:
    """The rows of a plan, and how many of its milestones have no day."""
    groups: dict[_Key, list[Milestone]] = {}
    undated = 0
    for milestone in plan.milestones:
        repeat = repeats(milestone, plan.metadata.issued.value, plan.metadata.period.value)
        if due(milestone) is None and not repeat:
            undated += 1
            continue
        groups.setdefault(_key(milestone, repeat), []).append(milestone)
    rows = [(_order(members[0], key), _lane(members, key[-1], horizon)) for key, members in groups.items()]
    return [lane for _, lane in sorted(rows, key=lambda pair: pair[0])], undated


def _key(milestone: Milestone, repeat: tuple[Repeat, ...]) -> _Key:
    m = milestone
    return m.kind, m.start, m.end, m.granularity, m.relation, m.recurrence, repeat


def _order(milestone: Milestone, key: _Key) -> tuple[bool, date, date, str]:
    """What comes once first, by the day it is due; then what recurs."""
    repeat = key[-1]
    day = due(milestone) or repeat[0].first
    return milestone.recurrence is not None, day, milestone.start or day, milestone.kind.value


def _lane(members: Sequence[Milestone], repeat: tuple[Repeat, ...], horizon: date) -> Lane:
    first = members[0]
    label = say(f"milestone.{first.kind}") + (f" ×{len(members)}" if len(members) > 1 else "")
    if repeat:
        days = sorted({day for one in repeat for day in _until(one, horizon)} | {repeat[0].first})
        return Lane(label=label, time=_recurring(first, repeat), days=tuple(days), sign="recurs")
    day = due(first)
    if day is None:
        raise ValueError("a milestone without a day has no row")
    start, end = first.start, first.end
    if start and end and start != end:
        return Lane(label=label, time=f"{shown(start)}–{shown(end)}", bar=(start, end), days=(end,), sign="deadline")
    sign: Sign = "begins" if first.relation is Relation.FROM else "day" if first.relation is Relation.ON else "deadline"
    time = shown(day) if first.relation in (None, Relation.ON) else _bounded(first, day)
    return Lane(label=label, time=time, days=(day,), sign=sign)


def _bounded(milestone: Milestone, day: date) -> str:
    """`chậm nhất 31/10/2019`; where the plan names no day but a month or a year, that in brackets."""
    said = when(milestone)
    return said if shown(day) in said else f"{said} ({shown(day)})"


def _until(repeat: Repeat, horizon: date) -> Iterator[date]:
    for day in repeat.occurrences(_TICKS):
        if day > horizon:
            return
        yield day


def _recurring(milestone: Milestone, repeat: tuple[Repeat, ...]) -> str:
    said = say(f"recurrence.{milestone.recurrence}")
    days = ", ".join(dict.fromkeys(one.printed or "" for one in repeat if one.printed))
    if days:
        return f"{said}: {clipped(days, 40)}"
    if not repeat[0].inferred:
        return f"{said}: {shown(repeat[0].first)}"
    return say("chart.inferred", when=said, day=shown(repeat[0].first))
