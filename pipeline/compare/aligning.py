"""Which statements of several plans say the same thing: families, one-to-one first, then parts and wholes.

Plans come in an order of their own (issue date, then content), so that the answer does not depend on how they were
named; a plan that is added moves what it is nearer to and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.compare.assigning import TUNING, Place, Tuning, Work
from pipeline.compare.items import Item
from pipeline.compare.parts import join_parts
from pipeline.compare.similarity import Embedding


def align(
    plans: Sequence[Sequence[Item]],
    tuning: Tuning = TUNING,
    embedding: Embedding | None = None,
    *,
    by_kin: bool = False,
) -> list[list[Place]]:
    """The families, each with its statements in order; one that stands alone is a family too. Leads are left out.

    `plans` must come in an order that does not depend on the caller. `by_kin`: statements of plans that are no kin must
    be liker; for whole plans, since a part of one tells little of its kin. Time and memory grow with the number of
    statements.
    """
    families = align_with_leads(plans, tuning, embedding, by_kin=by_kin)
    return [[p for p in family if not plans[p[0]][p[1]].is_lead] for family in families]


def align_with_leads(
    plans: Sequence[Sequence[Item]],
    tuning: Tuning = TUNING,
    embedding: Embedding | None = None,
    *,
    by_kin: bool = False,
) -> list[list[Place]]:
    """The families with the leads that say the same as their statements; leads alone are no family."""
    work = Work(plans, tuning, embedding, by_kin=by_kin)
    work.assign()
    return sorted(sorted(family) for family in join_parts(work) if any(not plans[p][k].is_lead for p, k in family))
