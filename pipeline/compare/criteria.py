"""The criteria of the plans as families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.path import ClausePath
from models.records import Audience, Criterion, Quantity
from pipeline.compare import directions
from pipeline.compare.items import Item, criteria_of
from pipeline.compare.sides import Sides
from pipeline.compare.types import CriterionFamily, Direction, Lead


def criteria(sides: Sides) -> tuple[CriterionFamily, ...]:
    """Families of criteria, with how their thresholds bear to each other."""
    items = [criteria_of(plan) for plan in sides.plans]
    stated = [{c.path: c for c in plan.criteria} for plan in sides.plans]
    thresholds = {q.id: q for plan in sides.plans for q in plan.quantities}
    return tuple(_family(sides, family, items, stated, thresholds) for family in sides.aligned(items, by_kin=True))


def _family(
    sides: Sides,
    family: Sequence[tuple[int, int]],
    items: Sequence[Sequence[Item]],
    stated: Sequence[Mapping[ClausePath | None, Criterion]],
    thresholds: Mapping[str, Quantity],
) -> CriterionFamily:
    row: list[list[Criterion]] = [[] for _ in sides.plans]
    for column, k in family:
        if not items[column][k].is_lead:
            row[column].append(stated[column][items[column][k].path])
    leads = [(column, items[column][k]) for column, k in family if items[column][k].is_lead and not row[column]]
    return CriterionFamily(
        id=sides.identity(row),
        audience=_audience(row),
        cells=sides.cells(row, Criterion.kind_name),
        links=sides.links(row, lambda one, two: _directions(one, two, thresholds)),
        leads=tuple(Lead(column=column, path=item.path, text=item.text) for column, item in leads),
    )


def _directions(
    first: Sequence[Criterion], second: Sequence[Criterion], thresholds: Mapping[str, Quantity]
) -> tuple[Direction, ...]:
    one, two = ([thresholds[q] for c in side for q in c.quantities if q in thresholds] for side in (first, second))
    return directions.of_quantities(one, two)


def _audience(row: Sequence[Sequence[Criterion]]) -> Audience:
    plain = {c.audience for records in row for c in records} - {Audience.UNSPECIFIED}
    return plain.pop() if len(plain) == 1 else Audience.BOTH if plain else Audience.UNSPECIFIED
