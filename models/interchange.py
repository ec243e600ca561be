"""The JSON of a plan: what `kehoach extract` prints, what is stored, and its published schema.

The keys are those of the gold annotations (corpus/README.md); beside each value stands its evidence. `dump` and `load`
are inverse: `load(dump(plan)) == plan`.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from models.document import Document
from models.metadata import Absent, Found, PlanMetadata
from models.outline import Clause, Outline, Parts, Topic
from models.path import ClausePath
from models.plan import Plan, Problem
from models.records import (
    KINDS,
    AssignmentRole,
    Audience,
    Comparator,
    Granularity,
    Level,
    MilestoneKind,
    Record,
    Recurrence,
    ReferenceRole,
    Relation,
    Round,
)
from models.span import Evidence, Span

SCHEMA_VERSION = 1


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


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a dumped plan."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **PlanJson.model_json_schema()}


def dump(plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON values."""
    document, outline = plan.document, plan.outline
    return {
        "schema_version": SCHEMA_VERSION,
        "document": _dump_document(document),
        "text": document.text,
        "metadata": _dump_metadata(plan.metadata, document),
        "outline": [_dump_clause(c, document) for c in outline.clauses],
        "parts": outline.parts.model_dump(mode="json"),
        **{kind.kind_name: [_dump_record(r, document) for r in getattr(plan, kind.kind_name)] for kind in KINDS},
        "noise": [{"text": s.of(document.text), "start": s.start, "end": s.end} for s in outline.noise],
        "problems": [p.model_dump(mode="json") for p in plan.problems],
    }


def load(data: dict[str, Any]) -> Plan:
    """The plan that was dumped. Raises ValueError where the data are of another form or of a newer version."""
    if data.get("schema_version") != SCHEMA_VERSION:
        raise ValueError(f"not a plan of schema version {SCHEMA_VERSION}")
    document = _load_document(data["document"], data["text"])
    outline = Outline(
        clauses=tuple(_load_clause(c) for c in data["outline"]),
        parts=Parts.model_validate(data["parts"]),
        noise=tuple(Span(n["start"], n["end"]) for n in data["noise"]),
    )
    return Plan(
        document=document,
        outline=outline,
        metadata=_load_metadata(data["metadata"]),
        problems=tuple(Problem.model_validate(p) for p in data["problems"]),
        **{kind.kind_name: tuple(_load_record(kind, r) for r in data[kind.kind_name]) for kind in KINDS},
    )


def _dump_document(document: Document) -> dict[str, Any]:
    head = document.model_dump(mode="json", exclude={"text", "pages"})
    pages = [p.model_dump(mode="json", exclude={"span"}) for p in document.pages]
    for dumped, page in zip(pages, document.pages, strict=True):
        dumped |= {"start": page.span.start, "end": page.span.end}
    return {**head, "pages": pages}


def _load_document(head: dict[str, Any], text: str) -> Document:
    pages = [
        {**{k: v for k, v in p.items() if k not in ("start", "end")}, "span": (p["start"], p["end"])}
        for p in head["pages"]
    ]
    return Document.model_validate({**head, "text": text, "pages": pages})


def _pieces(evidence: tuple[Evidence, ...], document: Document) -> list[dict[str, Any]]:
    return [
        {
            "start": s.start,
            "end": s.end,
            "page": document.page_of(s),
            "path": mention.clause and str(mention.clause),
            "mention": k,
        }
        for k, mention in enumerate(evidence)
        for s in mention.spans
    ]


def _evidence(pieces: list[dict[str, Any]]) -> tuple[Evidence, ...]:
    mentions: dict[int, list[dict[str, Any]]] = {}
    for piece in pieces:
        mentions.setdefault(piece["mention"], []).append(piece)
    return tuple(
        Evidence(
            clause=ClausePath.parse(group[0]["path"]) if group[0]["path"] else None,
            spans=tuple(Span(p["start"], p["end"]) for p in group),
        )
        for group in mentions.values()
    )


def _dump_clause(clause: Clause, document: Document) -> dict[str, Any]:
    return {
        "path": str(clause.path),
        "label": clause.label,
        "heading": clause.heading,
        "topics": [t.value for t in clause.topics],
        "text": clause.text,
        "evidence": _pieces((Evidence(clause=clause.path, spans=clause.spans),), document),
        "label_span": clause.label_span and list(clause.label_span),
    }


def _load_clause(data: dict[str, Any]) -> Clause:
    return Clause(
        path=ClausePath.parse(data["path"]),
        label=data["label"],
        label_span=Span(*data["label_span"]) if data["label_span"] else None,
        spans=tuple(Span(p["start"], p["end"]) for p in data["evidence"]),
        text=data["text"],
        heading=data["heading"],
        topics=tuple(Topic(t) for t in data["topics"]),
    )


def _dump_record(record: Record, document: Document) -> dict[str, Any]:
    values = record.model_dump(mode="json", exclude={"evidence"})
    return {**values, "path": record.path and str(record.path), "evidence": _pieces(record.evidence, document)}


def _load_record(kind: type[Record], data: dict[str, Any]) -> Record:
    values = {k: v for k, v in data.items() if k not in ("path", "evidence")}
    return kind(**values, evidence=_evidence(data["evidence"]))


def _value(field: Found[Any] | Absent) -> Any:
    value = field.value
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _source(field: Found[Any] | Absent, document: Document) -> dict[str, Any]:
    if isinstance(field, Absent):
        return {"reason": field.reason}
    pieces = [{"start": s.start, "end": s.end, "page": document.page_of(s)} for s in field.evidence]
    return {"evidence": pieces, "rule": field.rule, "confidence": field.confidence, "inferred": field.inferred}


_ISSUER = {"issuer_body": "body", "issuer_unit": "unit", "issuer_level": "level", "issuer_parent": "parent"}
_SIGNATURE = {"on_behalf": "on_behalf", "capacity": "capacity", "position": "position", "signer": "name"}


def _dump_metadata(metadata: PlanMetadata, document: Document) -> dict[str, Any]:
    flat = {name: _value(field) for name, field in metadata.fields()}
    period = flat.pop("period")
    sources = {name: _source(field, document) for name, field in metadata.fields()}
    sources |= {f"recipients.{k}": _source(r, document) for k, r in enumerate(metadata.recipients)}
    body = metadata.issuer_body
    return {
        **{k: v for k, v in flat.items() if k not in _ISSUER and k not in _SIGNATURE},
        "issuer": {short: flat[name] for name, short in _ISSUER.items()}
        | {"inferred": isinstance(body, Absent) or body.inferred},
        "period": period and {"from": _iso(period.start), "to": _iso(period.end)},
        "signature": {short: flat[name] for name, short in _SIGNATURE.items()},
        "recipients": [r.value for r in metadata.recipients],
        "sources": sources,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _load_metadata(data: dict[str, Any]) -> PlanMetadata:
    flat: dict[str, Any] = {
        k: v for k, v in data.items() if k not in ("issuer", "signature", "period", "recipients", "sources")
    }
    flat |= {name: data["issuer"][short] for name, short in _ISSUER.items()}
    flat |= {name: data["signature"][short] for name, short in _SIGNATURE.items()}
    period = data["period"]
    flat["period"] = period and {"start": period["from"], "end": period["to"]}
    sources = data["sources"]
    fields = {name: _load_field(value, sources[name]) for name, value in flat.items()}
    recipients = [_load_field(value, sources[f"recipients.{k}"]) for k, value in enumerate(data["recipients"])]
    return PlanMetadata.model_validate({**fields, "recipients": recipients})


def _load_field(value: Any, source: dict[str, Any]) -> dict[str, Any]:
    if value is None:
        return {"reason": source["reason"]}
    spans = [(p["start"], p["end"]) for p in source["evidence"]]
    return {"value": value, "evidence": spans, **{k: source[k] for k in ("rule", "confidence", "inferred")}}
