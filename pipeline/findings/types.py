"""A finding: what is remarkable, the rule that says so, and the words that show it. A finding never corrects a plan."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from models.base import Frozen
from models.path import ClausePath
from models.plan import Plan
from models.records import Record
from models.span import Evidence

Facts = dict[str, str | int | float | date]
"""What fills the message of a finding, by the names of its places."""


class Weight(StrEnum):
    """How much a finding matters to whoever signs the report."""

    HIGH = "high"
    """It may make a plan unlawful or impossible to carry out as written."""
    MEDIUM = "medium"
    """Plans demand different things, or one leaves out what the others demand."""
    LOW = "low"
    """A slip of form, or a difference of wording."""


class Place(Frozen):
    """Words of one plan that show a finding. `version` is the document's SHA-256; `pages` is empty where it has
    none."""

    version: str
    path: ClausePath | None
    quote: str
    evidence: tuple[Evidence, ...]
    pages: tuple[int, ...] = ()


class Finding(Frozen):
    """What was found. The sentence a reader sees is the message `finding.<rule>` filled with `facts`.

    `source` names the law, decree or paragraph that says so, as a citation in Vietnamese; null where the plans
    themselves show it. `silent` are the versions that the finding says keep silent. `confidence` (0 to 1) is that of
    the weakest record it rests on.
    """

    rule: str
    weight: Weight
    facts: Facts
    places: tuple[Place, ...] = ()
    silent: tuple[str, ...] = ()
    source: str | None = None
    confidence: float = Field(ge=0, le=1)


def place_of(plan: Plan, record: Record) -> Place:
    """Where a plan says a record."""
    return place_at(plan, record.path, record.text, record.evidence)


def place_at(plan: Plan, path: ClausePath | None, quote: str, evidence: tuple[Evidence, ...]) -> Place:
    """Words of a plan with their pages."""
    pages = sorted({n for e in evidence for span in e.spans for n in pages_of(plan, span.start, span.end)})
    return Place(version=plan.document.sha256, path=path, quote=quote, evidence=evidence, pages=tuple(pages))


def pages_of(plan: Plan, start: int, end: int) -> list[int]:
    """The numbers of the pages that a piece of the text stands on; none where the source has no pages."""
    return [p.number for p in plan.document.pages if p.span.start < end and start < p.span.end]
