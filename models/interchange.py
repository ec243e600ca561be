"""Plans to JSON and back: what `kehoach extract` prints and what is stored, in the form of `plan_json`.

The keys are those of the gold annotations (corpus/README.md); beside each value stands its evidence. `dump` and `load`
are inverse: `load(dump(plan)) == plan`.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

from models.document import Document
from models.metadata import Absent, Found, PlanMetadata
from models.outline import Clause, Outline, Parts, Topic
from models.path import ClausePath
from models.plan import Plan, Problem
from models.records import KINDS, Record
from models.span import Evidence, Span

SCHEMA_VERSION = 1


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
