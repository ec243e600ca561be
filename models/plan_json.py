"""The form of a plan's JSON, class by class, and the JSON Schema that is published of it; `interchange` fills it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

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


class _Json(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PieceJson(_Json):
    """A piece of `text`. Pieces with one `mention` number belong together."""

    start: int
    end: int
    page: int | None
    path: str | None = None
    mention: int = 0


class SourceJson(_Json):
    """Where a metadata value comes from, or why there is none."""

    evidence: list[PieceJson] = []
    rule: str | None = None
    confidence: float | None = None
    inferred: bool = False
    reason: Literal["not printed", "not readable", "ambiguous"] | None = None


class IssuerJson(_Json):
    body: str | None
    unit: str | None
    level: Literal["central", "province", "district", "commune"] | None
    parent: str | None
    inferred: bool


class SignatureJson(_Json):
    on_behalf: str | None
    capacity: str | None
    position: str | None
    name: str | None


class MetadataJson(_Json):
    document_type: str | None
    number: int | None
    symbol: str | None
    place: str | None
    issued: date | None
    issuer: IssuerJson
    classification: str | None
    urgency: str | None
    subject: str | None
    movement: str | None
    period: dict[Literal["from", "to"], date | None] | None
    signature: SignatureJson
    recipients: list[str]
    sources: dict[str, SourceJson]


class ClauseJson(_Json):
    path: str
    label: str | None
    heading: str | None
    topics: list[Topic]
    text: str
    evidence: list[PieceJson]
    label_span: tuple[int, int] | None


class RecordJson(_Json):
    id: str
    path: str | None
    text: str
    evidence: list[PieceJson]
    rule: str
    confidence: float


class QuantityJson(RecordJson):
    comparator: Comparator
    value: float
    unit: str
    of: str | None


class CriterionJson(RecordJson):
    audience: Audience
    levels: list[Level]
    rounds: list[Round]
    group: str | None
    quantities: list[str]


class MilestoneJson(RecordJson):
    kind: MilestoneKind
    start: date | None
    end: date | None
    granularity: Granularity | None
    relation: Relation | None
    recurrence: Recurrence | None
    action: str | None
    actor: str | None


class AwardJson(RecordJson):
    form: str
    authority: str | None
    audience: Audience
    round: Round | None


class ReferenceJson(RecordJson):
    type: str
    symbol: str | None
    issued: date | None
    issuer: str | None
    name: str | None
    role: ReferenceRole


class AssignmentJson(RecordJson):
    actors: list[str]
    role: AssignmentRole


class PartsJson(_Json):
    header: list[tuple[int, int]]
    title: list[tuple[int, int]]
    subject: list[tuple[int, int]]
    preamble: list[list[tuple[int, int]]]
    signature: list[tuple[int, int]]
    recipients: list[tuple[int, int]]


class NoiseJson(_Json):
    text: str
    start: int
    end: int


class ProblemJson(_Json):
    stage: str
    reason: str
    clause: str | None


class PageJson(_Json):
    number: int
    start: int
    end: int
    how: str
    confidence: float
    why: str | None = None
    width: float | None = None
    height: float | None = None


class ReadProblemJson(_Json):
    reason: str
    page: int | None


class WordsJson(_Json):
    """The words of a paged source, a column a property: `start` and `end` in `text`, the page, the box in points from
    the page's top left corner, and how sure the reading is."""

    start: list[int]
    end: list[int]
    page: list[int]
    x0: list[float]
    top: list[float]
    x1: list[float]
    bottom: list[float]
    confidence: list[float]


class CellJson(_Json):
    """A cell, and the columns and rows it covers where it is merged."""

    span: tuple[int, int]
    column: int
    columns: int
    rows: int


class RowJson(_Json):
    span: tuple[int, int]
    cells: list[CellJson]


class TableJson(_Json):
    rows: list[RowJson]
    heading_rows: int


class RepairJson(_Json):
    """A place of `text` that was read otherwise, as `raw`."""

    span: tuple[int, int]
    raw: str
    why: str


class DocumentJson(_Json):
    sha256: str
    media_type: str
    source: str
    pages: list[PageJson]
    notes: list[str]
    problems: list[ReadProblemJson] = []
    tables: list[TableJson] = []
    noise: list[tuple[int, int]] = []
    generated: list[tuple[int, int]] = []
    repairs: list[RepairJson] = []
    words: WordsJson | None = None


class CorrectionJson(_Json):
    """A value of the metadata that a person set; null where the document does not print it."""

    field: str
    value: str | None
    by: str
    why: str
    at: str


class PlanJson(_Json):
    """A plan as JSON. All `start` and `end` are character offsets into `text`."""

    schema_version: Literal[1]
    document: DocumentJson
    text: str
    metadata: MetadataJson
    outline: list[ClauseJson]
    parts: PartsJson
    criteria: list[CriterionJson]
    quantities: list[QuantityJson]
    milestones: list[MilestoneJson]
    awards: list[AwardJson]
    references: list[ReferenceJson]
    assignments: list[AssignmentJson]
    noise: list[NoiseJson]
    problems: list[ProblemJson]
    corrections: list[CorrectionJson] = []
    """Of a plan of the store: the sources of such a field have the rule `correction`."""


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a dumped plan."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **PlanJson.model_json_schema()}
