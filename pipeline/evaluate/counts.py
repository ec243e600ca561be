"""What the scorer returns: counts by kind and by field, misses and extras, for each plan and for all."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import Field

from models.base import Frozen

KINDS = (
    "metadata",
    "outline",
    "outline.text",
    "topics",
    "criteria",
    "criteria.attributes",
    "quantities",
    "milestones",
    "awards",
    "references",
    "references.attributes",
    "milestones.attributes",
    "assignments",
    "evidence",
)
"""What is scored, in the order of the table."""


class Counts(NamedTuple):
    """How many were right, how many the gold has (support), how many were told.

    >>> Counts(1, 2, 1).f1, Counts(0, 0, 0).f1
    (0.6666666666666666, None)
    """

    hit: int
    gold: int
    predicted: int

    @property
    def precision(self) -> float | None:
        return self.hit / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        return self.hit / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        return 2 * self.hit / (self.gold + self.predicted) if self.gold + self.predicted else None

    def plus(self, other: Counts) -> Counts:
        return Counts(self.hit + other.hit, self.gold + other.gold, self.predicted + other.predicted)


class PlanScore(Frozen):
    """The score of one plan. `fields` are named `kind.field`; `misses` and `extras` are readable lines by kind."""

    plan: str
    counts: dict[str, Counts]
    fields: dict[str, Counts] = Field(default_factory=dict)
    misses: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    extras: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    invented: tuple[str, ...] = ()
    """Metadata fields that the gold knows to be absent and the prediction fills in."""
    failed: str | None = None
    """Why there is no prediction, where there is none."""


class Scores(Frozen):
    """The scores of several plans; the totals are sums of counts, not means of ratios."""

    plans: tuple[PlanScore, ...]

    @property
    def totals(self) -> dict[str, Counts]:
        return total([p.counts for p in self.plans])

    @property
    def fields(self) -> dict[str, Counts]:
        return total([p.fields for p in self.plans])

    @property
    def invented(self) -> tuple[str, ...]:
        return tuple(f"{p.plan}: {line}" for p in self.plans for line in p.invented)

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(f"{p.plan}: {p.failed}" for p in self.plans if p.failed)


def total(tables: list[dict[str, Counts]]) -> dict[str, Counts]:
    """Sum of counts, name by name, in the order in which the names appear."""
    out: dict[str, Counts] = {}
    for table in tables:
        for name, counts in table.items():
            out[name] = out.get(name, Counts(0, 0, 0)).plus(counts)
    return out
