"""The criteria of the plans as families."""

from __future__ import annotations

from collections.abc import Sequence

from models.records import Audience, Criterion, Quantity
from pipeline.compare import directions
from pipeline.compare.items import criteria_of
from pipeline.compare.sides import Sides
from pipeline.compare.types import CriterionFamily, Direction


def criteria(sides: Sides) -> tuple[CriterionFamily, ...]:
    """Families of criteria, with how their thresholds bear to each other."""
    items = [criteria_of(plan) for plan in sides.plans]
    stated = [{c.path: c for c in plan.criteria} for plan in sides.plans]
    records = [
        [[own[item.path]] if item.path in own else [] for item in each] for own, each in zip(stated, items, strict=True)
    ]
    thresholds = {q.id: q for plan in sides.plans for q in plan.quantities}
    rows = sides.rows(items, records)
    return tuple(
        CriterionFamily(
            id=sides.identity(row),
            audience=_audience(row),
            cells=sides.cells(row, Criterion.kind_name),
            links=sides.links(row, lambda one, two: _directions(one, two, thresholds)),
        )
        for row in rows
    )


def _directions(
    first: Sequence[Criterion], second: Sequence[Criterion], thresholds: dict[str, Quantity]
) -> tuple[Direction, ...]:
    one, two = ([thresholds[q] for c in side for q in c.quantities if q in thresholds] for side in (first, second))
    return directions.of_quantities(one, two)


def _audience(row: Sequence[Sequence[Criterion]]) -> Audience:
    plain = {c.audience for records in row for c in records} - {Audience.UNSPECIFIED}
    return plain.pop() if len(plain) == 1 else Audience.BOTH if plain else Audience.UNSPECIFIED
