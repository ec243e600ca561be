"""A plan: everything that was read out of one document."""

from __future__ import annotations

from collections.abc import Iterator

from models.base import Frozen
from models.document import Document
from models.metadata import PlanMetadata
from models.outline import Outline
from models.path import ClausePath
from models.records import Assignment, Award, Criterion, Milestone, Quantity, Record, Reference


class Problem(Frozen):
    """Something that failed while the rest stands: which stage, at which clause, and why."""

    stage: str
    reason: str
    clause: ClausePath | None = None


class Plan(Frozen):
    """A document with its metadata, outline and records; what is stored, exported and compared."""

    document: Document
    outline: Outline
    metadata: PlanMetadata = PlanMetadata()
    criteria: tuple[Criterion, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    awards: tuple[Award, ...] = ()
    references: tuple[Reference, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    problems: tuple[Problem, ...] = ()

    def records(self) -> Iterator[Record]:
        """All records, kind by kind, each kind in document order."""
        yield from self.criteria
        yield from self.quantities
        yield from self.milestones
        yield from self.awards
        yield from self.references
        yield from self.assignments
