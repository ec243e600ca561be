"""Plans side by side: criteria aligned into families, timelines and awards. A first version."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from models.errors import UsageError
from models.plan import Plan
from models.records import Audience, Criterion
from pipeline.compare.families import families
from pipeline.compare.relation import relate
from pipeline.compare.rows import awards, cell, column, timeline
from pipeline.compare.types import Cell, Column, Comparison, CriterionFamily, Link

MOST_CRITERIA = 2_000
"""Criteria of one plan that are compared; time and memory grow with the square, and real plans have about a hundred."""


def compare(plans: Sequence[Plan]) -> Comparison:
    """Plans side by side in the order given; the order changes nothing but the order of what is said.

    Raises UsageError for fewer than two plans, the same plan twice, or a plan of more than MOST_CRITERIA criteria.
    """
    _check(plans)
    columns = tuple(column(plan) for plan in plans)
    return Comparison(
        plans=columns,
        criteria=_criteria(plans, columns),
        timeline=timeline(plans, columns),
        awards=awards(plans, columns),
    )


def _check(plans: Sequence[Plan]) -> None:
    if len(plans) < 2:
        raise UsageError("a comparison takes at least two plans")
    if len({p.document.sha256 for p in plans}) < len(plans):
        raise UsageError("a plan is compared with others, not with itself: one of them is named twice")
    for plan in plans:
        if len(plan.criteria) > MOST_CRITERIA:
            raise UsageError(f"{plan.document.source} has more than {MOST_CRITERIA} criteria: too many to compare")


def _criteria(plans: Sequence[Plan], columns: Sequence[Column]) -> tuple[CriterionFamily, ...]:
    """Families in the order in which the first plan that has them says them."""
    canonical = sorted(range(len(plans)), key=lambda k: plans[k].document.sha256)
    found = []
    for family in families([plans[k].criteria for k in canonical]):
        places = [places for _, places in sorted(zip(canonical, family, strict=True))]
        found.append(places)
    found.sort(key=_first_said)
    return tuple(
        _family(
            [cell([p.criteria[k] for k in ks], c, Criterion) for p, c, ks in zip(plans, columns, family, strict=True)]
        )
        for family in found
    )


def _first_said(family: Sequence[Sequence[int]]) -> tuple[int, int]:
    return next((plan, places[0]) for plan, places in enumerate(family) if places)


def _family(cells: Sequence[Cell[Criterion]]) -> CriterionFamily:
    links = []
    for a, b in combinations(range(len(cells)), 2):
        if cells[a].records and cells[b].records:
            relation, similarity = relate(cells[a].records, cells[b].records)
            links.append(Link(first=a, second=b, relation=relation, similarity=round(similarity, 4)))
    said = {c.audience for each in cells for c in each.records}
    plain = said - {Audience.UNSPECIFIED}
    audience = plain.pop() if len(plain) == 1 else Audience.BOTH if plain else Audience.UNSPECIFIED
    return CriterionFamily(audience=audience, cells=tuple(cells), links=tuple(links))
