"""One plan in full: metadata, outline, records, each with where it stands and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from app.render.records import COLUMNS, confidence, warn_of_low
from app.render.terminal import console, is_wide, moment, plain, show_day, table
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from models.document import Document
    from models.metadata import Absent, Found
    from models.plan import Plan
    from models.records import Record
    from models.span import Span
    from pipeline.store.corrections import Correction

_HEADED = 80
"""Characters of a clause that the outline shows on a terminal."""


def show_plan(plan: Plan, corrections: Sequence[Correction] = ()) -> None:
    """Everything that was read out of a document, with who set what people corrected, when and why."""
    out = console()
    _heading(out, say("show.metadata"))
    _metadata(out, plan)
    for c in corrections:
        said = {"field": say(f"field.{c.field}"), "by": c.by, "at": moment(c.at), "why": c.why}
        out.print(plain(f"  {say('show.corrected', **said)}", "yellow"))
    _heading(out, say("show.outline"))
    _outline(out, plan)
    for kind in COLUMNS:
        _records(out, plan, kind)
    _lines(out, say("show.notes"), [told(note) for note in plan.document.notes])
    problems = [f"{p.stage}{f' ({p.clause})' if p.clause else ''}: {told(p.reason)}" for p in plan.problems]
    _lines(out, say("show.problems"), problems)
    warn_of_low(out, [r.confidence for r in plan.records()])


def _heading(out: Console, title: str) -> None:
    out.print()
    out.print(plain(title, "bold"))


def _lines(out: Console, title: str, lines: Sequence[str]) -> None:
    if lines:
        _heading(out, title)
        for line in lines:
            out.print(plain(f"  {line}"))


def _metadata(out: Console, plan: Plan) -> None:
    fields = [*plan.metadata.fields(), *(("recipients", r) for r in plan.metadata.recipients)]
    titles = ("field", "value", "quote", "rule", "confidence")
    rows = [_field(name, field, plan.document) for name, field in fields]
    out.print(table([say(f"column.{t}") for t in titles], rows))


def _field(name: str, field: Found[Any] | Absent, document: Document) -> list[Text]:
    from models.metadata import Absent

    title = plain(say(f"field.{name}"))
    if isinstance(field, Absent):
        return [title, plain(say(f"absent.{field.reason.replace(' ', '_')}"), "dim"), *(plain(""),) * 3]
    value = _value(name, field.value) + (f" ({say('show.inferred')})" if field.inferred else "")
    quote = _quote(document, field.evidence)
    return [title, plain(value), plain(quote), plain(field.rule), confidence(field.confidence)]


def _value(name: str, value: Any) -> str:
    if isinstance(value, date):
        return show_day(value)
    if name == "period":
        return f"{show_day(value.start)}–{show_day(value.end)}"
    return say(f"level.{value}") if name == "issuer_level" else str(value)


def _quote(document: Document, spans: Sequence[Span]) -> str:
    return " ".join(document.flow(spans).text.split())


def _outline(out: Console, plan: Plan) -> None:
    if not plan.outline.clauses:
        out.print(plain(f"  {say('show.no_outline')}", "yellow"))
    for clause in plan.outline.clauses:
        said = clause.text if is_wide(out) else _shortened(clause.heading or clause.text)
        topics = f"  [{'; '.join(say(f'topic.{t}') for t in clause.topics)}]" if clause.topics else ""
        label = f"{clause.label} " if clause.label else ""
        line = Text("  " * clause.path.depth)
        line.append_text(plain(f"{label}{said}", "bold" if clause.heading else ""))
        line.append_text(plain(f"{topics}  {clause.path}", "dim"))
        out.print(line, soft_wrap=True)


def _shortened(text: str) -> str:
    return text if len(text) <= _HEADED else f"{text[:_HEADED].rsplit(' ', 1)[0]} …"


def _records(out: Console, plan: Plan, kind: str) -> None:
    records: Sequence[Record] = getattr(plan, kind)
    _heading(out, f"{say(f'kind.{kind}')} ({len(records)})")
    if not records:
        out.print(plain(f"  {say('absent.not_stated')}", "dim"))
        return
    titles = [say(f"column.{t}") for t in _titles(kind, paged=bool(plan.document.pages))]
    out.print(table(titles, [list(_cells(kind, r, plan.document)) for r in records]))


def _titles(kind: str, *, paged: bool) -> Iterator[str]:
    yield "path"
    if paged:
        yield "page"
    # The quote says what the record's text says, in the words of the document.
    yield from (c.title for c in COLUMNS[kind] if c.title != "text")
    yield from ("quote", "rule", "confidence")


def _cells(kind: str, record: Record, document: Document) -> Iterator[Text]:
    spans = record.evidence[0].spans
    yield plain(record.path or "—")
    if document.pages:
        page = document.page_of(spans[0]) if spans else None
        yield plain(page or "—")
    yield from (plain(c.show(record)) for c in COLUMNS[kind] if c.title != "text")
    yield plain(_quote(document, spans))
    yield plain(record.rule)
    yield confidence(record.confidence)
