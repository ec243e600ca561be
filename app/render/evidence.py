"""Where records stand: the page and the quote of every mention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from app.render.records import COLUMNS, confidence
from app.render.terminal import console, plain, table
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from models.document import Document
    from models.plan import Plan
    from models.records import Record
    from models.span import Evidence

_SHORT = 8
"""Characters of a record's id that are shown: enough to be typed, and to be one among many thousands."""


def show_evidence(plan: Plan) -> None:
    """Every record of a plan with its id, page and whole quote."""
    out = console()
    for kind in COLUMNS:
        records: Sequence[Record] = getattr(plan, kind)
        out.print()
        out.print(plain(f"{say(f'kind.{kind}')} ({len(records)})", "bold"))
        if records:
            titles = [say(f"column.{t}") for t in ("id", "path", "page", "quote", "confidence")]
            out.print(table(titles, [row for r in records for row in _mentions(r, plan.document)]))


def show_record(plan: Plan, record: Record, files: Sequence[Path]) -> None:
    """One record: what it is, and each of its mentions."""
    out = console()
    document = plan.document
    out.print(plain(f"{say(f'kind.{record.kind_name}')}: {record.text}", "bold"))
    out.print(plain(say("evidence.rule", rule=record.rule, id=record.id)))
    out.print(plain(document.source, "dim"))
    titles = [say(f"column.{t}") for t in ("id", "path", "page", "quote", "confidence")]
    out.print(table(titles, list(_mentions(record, document))))
    for page in _pages(record, document):
        out.print(plain(page, "dim"))
    for repair in document.repairs:
        if any(s.start <= repair.span.start < s.end for m in record.evidence for s in m.spans):
            said = repair.span.of(document.text)
            out.print(plain(say("evidence.repaired", said=said, raw=repair.raw, why=told(repair.why)), "yellow"))
    for file in files:
        out.print(plain(say("evidence.file", file=file), "green"))


def as_json(plan: Plan, record: Record) -> dict[str, Any]:
    """One record with the boxes of its words, in points from the page's top left corner."""
    document = plan.document
    values = record.model_dump(mode="json", exclude={"evidence"})
    evidence = [
        {
            "path": mention.clause and str(mention.clause),
            "start": span.start,
            "end": span.end,
            "page": document.page_of(span),
            "quote": span.of(document.text),
            "boxes": [box._asdict() for box in document.locate(span)],
        }
        for mention in record.evidence
        for span in mention.spans
    ]
    return {"kind": record.kind_name, **values, "source": document.source, "evidence": evidence}


def _mentions(record: Record, document: Document) -> Iterator[list[Text]]:
    for k, mention in enumerate(record.evidence):
        yield [
            plain(record.id[:_SHORT] if k == 0 else ""),
            plain(mention.clause or "—"),
            plain(_page_numbers(mention, document) or "—"),
            plain(" ".join(document.flow(mention.spans).text.split())),
            confidence(record.confidence) if k == 0 else plain(""),
        ]


def _page_numbers(mention: Evidence, document: Document) -> str:
    pages = {page for span in mention.spans if (page := document.page_of(span)) is not None}
    return ", ".join(map(str, sorted(pages)))


def _pages(record: Record, document: Document) -> Iterator[str]:
    """How the pages that the record stands on were read."""
    on = {document.page_of(span) for mention in record.evidence for span in mention.spans}
    for page in document.pages:
        if page.number in on and page.why:
            yield say(
                "evidence.page", page=page.number, how=page.how, why=told(page.why), sure=f"{page.confidence:.0%}"
            )
