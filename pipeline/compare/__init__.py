"""Plans side by side: what each demands, adds, tightens or leaves out, each cell with its evidence."""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import UsageError
from models.plan import Plan
from pipeline.compare.assigning import TUNING, Tuning
from pipeline.compare.criteria import criteria
from pipeline.compare.rows import assignments, awards, quantities, timeline
from pipeline.compare.sides import Sides
from pipeline.compare.similarity import Embedding
from pipeline.compare.topics import topics
from pipeline.compare.types import Comparison

MOST_PLANS = 20
"""Plans of one comparison: nobody reads a wider table, and every two of them are related in words. `families` takes
any number."""
MOST_RECORDS = 5_000
"""Clauses of one plan that are compared; real plans have some hundreds."""


def compare(plans: Sequence[Plan], tuning: Tuning = TUNING, embedding: Embedding | None = None) -> Comparison:
    """Plans side by side in the order given; the order changes nothing but the order of what is said.

    Raises UsageError for fewer than two plans, more than MOST_PLANS, one version twice, or a plan of more than
    MOST_RECORDS clauses.
    """
    _check(plans)
    sides = Sides(tuple(plans), tuning, embedding)
    return Comparison(
        plans=sides.columns,
        alike=tuning.alike,
        criteria=criteria(sides),
        topics=topics(sides),
        timeline=timeline(sides),
        awards=awards(sides),
        quantities=quantities(sides),
        assignments=assignments(sides),
    )


def _check(plans: Sequence[Plan]) -> None:
    if len(plans) < 2:
        raise UsageError("a comparison takes at least two plans")
    if len(plans) > MOST_PLANS:
        raise UsageError(f"a comparison takes at most {MOST_PLANS} plans; `kehoach families` takes any number")
    if len({p.document.sha256 for p in plans}) < len(plans):
        raise UsageError(
            "a plan is compared with others, not with itself: one of them is named twice (for two versions of one plan "
            "there is `kehoach diff PLAN@1 PLAN@2`)"
        )
    for plan in plans:
        if len(plan.outline.clauses) > MOST_RECORDS:
            raise UsageError(f"{plan.document.source} has more than {MOST_RECORDS} clauses: too many to compare")
