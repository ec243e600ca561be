"""What the store answers: one frozen row a plan, and one a record with the plan it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Literal

from extractors.agency_names import Relation as Responsibility
from models.base import Frozen
from models.metadata import GovernmentLevel
from models.outline import Topic
from models.records import (
    AssignmentRole,
    Audience,
    Comparator,
    Granularity,
    Level,
    MilestoneKind,
    Recurrence,
    ReferenceRole,
    Relation,
    Round,
)


class Stored(Frozen):
    """What became of a document that was given to the store; `version` counts from 1."""

    status: Literal["stored", "new version", "rendition", "unchanged"]
    plan_id: str
    version: int


PLAN_SEARCHED = ("id", "issuer_unit", "symbol", "year", "subject")
"""The fields of a plan whose words a search reads."""


class PlanRow(Frozen):
    """A plan in its latest version. `counts` has a number for `clauses` and each kind of record."""

    id: str
    version: int
    symbol: str | None
    issued: date | None
    year: int | None
    issuer_unit: str | None
    issuer_level: GovernmentLevel | None
    subject: str | None
    document_type: str | None
    unit_code: str | None
    corrected: tuple[str, ...]
    source: str
    counts: dict[str, int]
    problems: int


class RecordRow(Frozen):
    """Base of the rows of records: which plan, where in it, what it says and how that was found.

    `text` is the record's words on one line; `quote` is its first mention as it stands in the stored text.
    `path` is null in the header and the preamble, `page` where the source has no pages.
    """

    searched: ClassVar[tuple[str, ...]] = ("text",)
    """The fields, of the record and of its row alike, whose words a search reads."""

    plan_id: str
    version: int
    plan_symbol: str | None
    plan_unit: str | None
    plan_issued: date | None
    id: str
    path: str | None
    page: int | None
    text: str
    quote: str
    rule: str
    confidence: float


class ClauseRow(Frozen):
    """A clause with the plan it stands in; `topics` are its own heading's."""

    plan_id: str
    version: int
    plan_symbol: str | None
    plan_unit: str | None
    plan_issued: date | None
    path: str
    page: int | None
    label: str | None
    heading: str | None
    topics: tuple[Topic, ...]
    text: str


class CriterionRow(RecordRow):
    audience: Audience
    levels: tuple[Level, ...]
    rounds: tuple[Round, ...]
    group: str | None
    quantities: tuple[str, ...]


class QuantityRow(RecordRow):
    searched = ("text", "unit", "of")

    comparator: Comparator
    value: float
    unit: str
    of: str | None


class MilestoneRow(RecordRow):
    searched = ("text", "action", "actor")

    kind: MilestoneKind
    start: date | None
    end: date | None
    granularity: Granularity | None
    relation: Relation | None
    recurrence: Recurrence | None
    action: str | None
    actor: str | None
    responsibility: Responsibility | None = None
    """How it falls on the actor that was asked for: its own, or by another agency or a collective."""
    through: str | None = None
    """The name by which it falls on that actor, where it is not its own."""


class AwardRow(RecordRow):
    searched = ("text", "form", "authority")

    form: str
    authority: str | None
    audience: Audience
    round: Round | None


class ReferenceRow(RecordRow):
    searched = ("text", "type", "symbol", "issuer", "name")

    type: str
    symbol: str | None
    issued: date | None
    issuer: str | None
    name: str | None
    role: ReferenceRole


class AssignmentRow(RecordRow):
    searched = ("text", "actors")

    actors: tuple[str, ...]
    role: AssignmentRole
    responsibility: Responsibility | None = None
    """As in MilestoneRow."""
    through: str | None = None


def said(values: Mapping[Any, Any], names: Iterable[str]) -> str:
    """The words of some fields, one after the other; a field may hold one text, several or none."""
    found = (values[name] for name in names)
    return " ".join(v if isinstance(v, str) else " ".join(v) for v in found if v)
