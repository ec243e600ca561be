"""Plans side by side: criteria aligned into families, timelines and awards. A first version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from models.errors import UsageError
from models.plan import Plan
from models.records import Audience, Criterion
from pipeline.compare.aligning import align
from pipeline.compare.items import criteria_of
from pipeline.compare.names import reader
from pipeline.compare.relation import relate
from pipeline.compare.rows import awards, cell, column, timeline
from pipeline.compare.types import Cell, Column, Comparison, CriterionFamily, Link
from pipeline.compare.wording import Reading

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
    canonical = sorted(range(len(plans)), key=lambda k: _order(plans[k]))
    items = [criteria_of(plans[k]) for k in canonical]
    said = [{c.path: c for c in p.criteria} for p in plans]
    found = []
    for family in align(items):
        cells: list[list[Criterion]] = [[] for _ in plans]
        for n, k in family:
            cells[canonical[n]].append(said[canonical[n]][items[n][k].path])
        found.append(cells)
    order = [{c.id: n for n, c in enumerate(p.criteria)} for p in plans]
    found.sort(key=lambda cells: next((p, order[p][cs[0].id]) for p, cs in enumerate(cells) if cs))
    reads = [reader(plan) for plan in plans]
    return tuple(
        _family([cell(cs, c, Criterion) for cs, c in zip(cells, columns, strict=True)], reads) for cells in found
    )


def _order(plan: Plan) -> tuple[bool, date, str]:
    issued = plan.metadata.issued.value
    return (issued is None, issued or date.max, plan.document.sha256)


def _family(cells: Sequence[Cell[Criterion]], reads: Sequence[Reading]) -> CriterionFamily:
    links = []
    for a, b in combinations(range(len(cells)), 2):
        if cells[a].records and cells[b].records:
            one, two = ([c.text for c in cells[n].records] for n in (a, b))
            found = relate(one, two, (reads[a], reads[b]))
            links.append(Link(first=a, second=b, relation=found.relation, similarity=round(found.likeness, 4)))
    said = {c.audience for each in cells for c in each.records}
    plain = said - {Audience.UNSPECIFIED}
    audience = plain.pop() if len(plain) == 1 else Audience.BOTH if plain else Audience.UNSPECIFIED
    return CriterionFamily(audience=audience, cells=tuple(cells), links=tuple(links))
