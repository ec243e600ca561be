"""Timelines and awards side by side, and the cells that say why a plan is silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from models.plan import Plan
from models.records import KINDS, Award, Milestone, MilestoneKind, Record
from pipeline.compare.types import AwardRow, Cell, Column, Silence, TimelineRow, Unread

R = TypeVar("R", bound=Record)

_EARLIER_STAGES = {"read", "segment"}


def column(plan: Plan) -> Column:
    """What names a plan, and what of it could not be read."""
    metadata = plan.metadata
    return Column(
        version=plan.document.sha256,
        symbol=metadata.symbol.value,
        issued=metadata.issued.value,
        unit=metadata.issuer_unit.value,
        level=metadata.issuer_level.value,
        subject=metadata.subject.value,
        source=plan.document.source,
        unread=tuple(_unread(plan)),
    )


def cell(records: Sequence[R], plan: Column, kind: type[Record]) -> Cell[R]:
    """The records of a plan in a row, or why there are none."""
    silence = None
    if not records:
        unread = any(u.kind == kind.kind_name for u in plan.unread)
        silence = Silence.NOT_READ if unread else Silence.NOT_STATED
    return Cell(records=tuple(records), silence=silence)


def timeline(plans: Sequence[Plan], columns: Sequence[Column]) -> tuple[TimelineRow, ...]:
    """A row for each kind of milestone that any plan has, in the order of a plan's life."""
    said = {m.kind for plan in plans for m in plan.milestones}
    return tuple(
        TimelineRow(kind=kind, cells=_cells([p.milestones for p in plans], columns, Milestone, _of_kind(kind)))
        for kind in MilestoneKind
        if kind in said
    )


def awards(plans: Sequence[Plan], columns: Sequence[Column]) -> tuple[AwardRow, ...]:
    """A row for each form of award that any plan names, in alphabetical order."""
    forms = sorted({a.form for plan in plans for a in plan.awards})
    return tuple(
        AwardRow(form=form, cells=_cells([p.awards for p in plans], columns, Award, _of_form(form))) for form in forms
    )


def _cells(
    records: Sequence[Sequence[R]],
    columns: Sequence[Column],
    kind: type[Record],
    pick: Callable[[Sequence[R]], Sequence[R]],
) -> tuple[Cell[R], ...]:
    return tuple(cell(pick(own), plan, kind) for own, plan in zip(records, columns, strict=True))


def _of_kind(kind: MilestoneKind) -> Callable[[Sequence[Milestone]], Sequence[Milestone]]:
    return lambda records: sorted((m for m in records if m.kind == kind), key=_time)


def _time(milestone: Milestone) -> tuple[bool, date]:
    """What has a date comes by it; what recurs or has none comes last."""
    day = milestone.start or milestone.end
    return (day is None, day or date.max)


def _of_form(form: str) -> Callable[[Sequence[Award]], Sequence[Award]]:
    return lambda records: [a for a in records if a.form == form]


def _unread(plan: Plan) -> list[Unread]:
    if not plan.outline.clauses:
        return [Unread(kind=kind.kind_name, reason="no outline could be read") for kind in KINDS]
    whole = [p.reason for p in plan.problems if p.stage in _EARLIER_STAGES]
    return [
        Unread(kind=kind.kind_name, reason=reason)
        for kind in KINDS
        for reason in [*whole, *(p.reason for p in plan.problems if p.stage == kind.kind_name)]
    ]
