"""Milestones, awards, thresholds and duties side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from models.path import ClausePath
from models.plan import Plan
from models.records import Assignment, Audience, Award, Milestone, MilestoneKind, Quantity
from pipeline.compare import directions
from pipeline.compare.items import Item, syllabled
from pipeline.compare.sides import Sides
from pipeline.compare.types import AwardRow, Family, TimelineRow
from pipeline.compare.wording import Reading

R = TypeVar("R", Milestone, Quantity, Assignment)

# What happens once in the life of a movement: two plans' are set side by side whatever their words.
_ONCE = {
    MilestoneKind.ISSUE,
    MilestoneKind.LAUNCH,
    MilestoneKind.PRELIMINARY_REVIEW,
    MilestoneKind.FINAL_REVIEW,
}


def timeline(sides: Sides) -> tuple[TimelineRow, ...]:
    """Rows in the order of a plan's life: one a kind of event that happens once, else one a duty."""
    rows = []
    for kind in MilestoneKind:
        own = [sorted((m for m in p.milestones if m.kind == kind), key=_time) for p in sides.plans]
        if not any(own):
            continue
        for row in [own] if kind in _ONCE else _aligned(sides, own, lambda m: f"{m.action or m.text} {m.actor or ''}"):
            rows.append(
                TimelineRow(
                    id=sides.identity(row),
                    kind=kind,
                    cells=sides.cells(row, Milestone.kind_name),
                    links=sides.links(row, directions.of_times, _times),
                )
            )
    return tuple(rows)


def awards(sides: Sides) -> tuple[AwardRow, ...]:
    """A row for each form of award that any plan names, in alphabetical order."""
    forms = sorted({a.form for plan in sides.plans for a in plan.awards})
    return tuple(
        AwardRow(
            id=sides.identity(row),
            form=form,
            cells=sides.cells(row, Award.kind_name),
            links=sides.links(row, None, _award),
        )
        for form in forms
        for row in [[[a for a in plan.awards if a.form == form] for plan in sides.plans]]
    )


def quantities(sides: Sides) -> tuple[Family[Quantity], ...]:
    """Thresholds and targets of the same thing."""
    own = [plan.quantities for plan in sides.plans]
    return tuple(
        Family[Quantity](
            id=sides.identity(row),
            cells=sides.cells(row, Quantity.kind_name),
            links=sides.links(row, directions.of_quantities),
        )
        for row in _aligned(sides, own, lambda q: f"{q.of or q.text} {q.unit}")
    )


def assignments(sides: Sides) -> tuple[Family[Assignment], ...]:
    """Duties side by side; one clause may lay a duty on several, each in a role."""
    items: list[list[Item]] = []
    records: list[list[list[Assignment]]] = []
    for plan, read in zip(sides.plans, sides.readings, strict=True):
        by_clause: dict[ClausePath | None, list[Assignment]] = {}
        for record in plan.assignments:
            by_clause.setdefault(record.path, []).append(record)
        records.append(list(by_clause.values()))
        items.append([_item(own[0].path, _clause_text(plan, own[0]), read) for own in records[-1]])
    return tuple(
        Family[Assignment](id=sides.identity(row), cells=sides.cells(row, Assignment.kind_name), links=sides.links(row))
        for row in sides.rows(items, records)
    )


def _aligned(sides: Sides, own: Sequence[Sequence[R]], said: Callable[[R], str]) -> Iterator[list[list[R]]]:
    items = [[_item(r.path, said(r), read) for r in each] for each, read in zip(own, sides.readings, strict=True)]
    yield from sides.rows(items, [[[r] for r in each] for each in own])


def _item(path: ClausePath | None, text: str, read: Reading) -> Item:
    nowhere = ClausePath.parse(
        "¶1"
    )  # A record in the header stands under no clause; alignment asks for its words only.
    return Item(path or nowhere, text, Audience.UNSPECIFIED, False, syllabled(text, read), None)


def _clause_text(plan: Plan, record: Assignment) -> str:
    clause = plan.outline.by_path.get(record.path) if record.path else None
    return clause.text if clause else record.text


def _times(milestone: Milestone, _: Reading) -> object:
    return (milestone.start, milestone.end, milestone.recurrence)


def _award(award: Award, read: Reading) -> object:
    """Who gives it to whom on which occasion; `Chủ tịch UBND tỉnh` of two provinces is one authority."""
    return (tuple(s.key for s in read(award.authority or "")), award.audience, award.round)


def _time(milestone: Milestone) -> tuple[bool, date]:
    """What has a date comes by it; what recurs or has none comes last."""
    day = milestone.start or milestone.end
    return (day is None, day or date.max)
