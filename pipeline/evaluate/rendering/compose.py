"""Annotated text to sheet: what the office's own file would hold.

The body is what the gold says: its clauses with their labels, noise and page cuts gone, Markdown marks set aside.
Header and closing are made from the gold's metadata in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I; title and
preamble are the text's own paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from extractors.type_line import is_type_line
from models.document import Document, RawFile
from models.span import Flow, Span
from pipeline.evaluate.gold import GoldPlan, clause_spans
from pipeline.evaluate.rendering.sheet import Block, Centred, Columns, Grid, Item, NewPage, Sheet
from pipeline.read.formats import PLAIN
from pipeline.read.text import read_text
from pipeline.segment.lines import Line, noise, read_lines, wrap_width
from pipeline.segment.paragraphs import Paragraph, paragraphs
from pipeline.segment.parts import find_parts

_STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_BODY = "ỦY BAN NHÂN DÂN"


def compose(plan: GoldPlan) -> Sheet:
    """The sheet of an annotated plan. Raises UsageError where a quote of the gold is not in its text."""
    document = read_text(RawFile(content=plan.text.encode(), media_type=PLAIN, source=plan.name))
    body = list(_clauses(document, plan.gold))
    form = _form(document, [span for span, _ in body], set(plan.gold.get("noise", [])), plan.gold["metadata"])
    blocks = [block for _, block in sorted([*form, *body], key=lambda placed: placed[0])]
    return Sheet(plan.name, (header(plan.gold["metadata"]), *_paged(blocks)))


def header(metadata: dict[str, Any]) -> Columns:
    """Left the issuing body, number and urgency; right the state's name, the motto, place and date."""
    unit = (metadata["issuer"]["unit"] or "").upper()
    symbol = metadata["symbol"] or ""
    number = "Số: " + (symbol if metadata["number"] is not None or "/" in symbol else f"        /{symbol}")
    urgency = (metadata.get("urgency") or "").upper()
    issued = date.fromisoformat(metadata["issued"]) if metadata["issued"] else None
    # A day below 10 and a month below 3 have a 0 before them (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    when = f"{metadata['place']}, ngày {issued.day:02} tháng {_month(issued.month)} năm {issued.year}" if issued else ""
    return Columns(_filled(_BODY, unit, number, urgency), _filled(*_STATE, when))


def closing(metadata: dict[str, Any]) -> Columns:
    """Left the recipients, right on whose behalf and in what capacity it is signed, the position and the name."""
    recipients = [line.rstrip(";.") for line in metadata["recipients"]]
    ends = [f"{line};" for line in recipients[:-1]] + [f"{line}." for line in recipients[-1:]]
    signed = metadata["signature"]
    right = _filled(*(signed[k] for k in ("on_behalf", "capacity", "position", "name")))
    return Columns(("Nơi nhận:", *ends), right, closing=True, marked=len(ends))


def _month(month: int) -> str:
    return f"{month:02}" if month < 3 else str(month)


def _filled(*lines: str | None) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _clauses(document: Document, gold: dict[str, Any]) -> Iterator[tuple[Span, Block]]:
    """Each gold clause at its place in the text; the rows of a table in one grid at the first of them."""
    lines = _text_lines(document, set(gold.get("noise", [])))
    tables = {row.span: table for table in document.tables for row in table.rows}
    drawn: set[int] = set()
    for clause, span in zip(gold["outline"], clause_spans(gold, document.text, apart=True), strict=True):
        place = Span(*span)
        flow = _within(document, lines, place)
        above, _, step = clause["path"].rpartition("/")
        table = next((t for s, t in tables.items() if s.start <= place.start < s.end), None)
        if table is None or not step.startswith("row"):
            yield place, _item(clause, flow.text, above)
        elif table.span.start not in drawn:
            drawn.add(table.span.start)
            rows = [[cell.span.of(document.text) for cell in row.cells] for row in table.rows]
            yield table.span, Grid(tuple(tuple(" ".join(cell.split()) for cell in row) for row in rows))


def _item(clause: dict[str, Any], text: str, above: str) -> Item:
    heading = " ".join((clause["heading"] or "").split())
    bold = len(heading) if heading and text.startswith(heading) else 0
    return Item(clause["label"] or "", text, clause["path"].count("/") + 1, above, bold)


def _text_lines(document: Document, scraps: set[str]) -> list[Line]:
    """The lines that are neither noise to the segmenter nor noise to the annotator."""
    lines, _ = read_lines(document)
    dropped = noise(lines, wrap_width(lines))
    return [x for k, x in enumerate(lines) if k not in dropped and x.flow.raw.strip() not in scraps]


def _within(document: Document, lines: list[Line], span: Span) -> Flow:
    """The words of the lines within a span."""
    pieces = [p for line in lines for p in line.flow.pieces if p.start < span.end and p.end > span.start]
    return document.flow(Span(max(p.start, span.start), min(p.end, span.end)) for p in pieces)


def _form(
    document: Document, taken: list[Span], scraps: set[str], metadata: dict[str, Any]
) -> Iterator[tuple[Span, Block]]:
    """Title, preamble and closing at their places; what the gold's clauses and its noise cover is left out."""
    found, _ = paragraphs(document)
    parts = find_parts(found)
    first = next((k for k, p in enumerate(found) if is_type_line(p.text)), parts.header.stop)
    signed = in_title = False
    for k, paragraph in enumerate(found[first:], first):
        place = Span(paragraph.flow.pieces[0].start, paragraph.flow.pieces[-1].end)
        if any(place.start < s.end and s.start < place.end for s in taken) or paragraph.flow.raw.strip() in scraps:
            in_title = False
        elif k in parts.closing:
            if not signed:
                yield place, closing(metadata)
            signed = True
        else:
            in_title = is_type_line(paragraph.text) or (in_title and _is_title(paragraph))
            yield place, _opening(paragraph.text, in_title=in_title)


def _is_title(paragraph: Paragraph) -> bool:
    return not paragraph.text.endswith((".", ";", ":", ",")) and not paragraph.text.startswith("Căn cứ")


def _opening(text: str, *, in_title: bool) -> Block:
    return Centred(text, aside=text.startswith("(")) if in_title else Item("", text)


def _paged(blocks: list[Block]) -> Iterator[Block]:
    """The blocks, with a new page where something follows the closing, and before each appendix."""
    closed = False
    for block in blocks:
        if closed or (isinstance(block, Item) and block.label.casefold().startswith("phụ lục")):
            yield NewPage()
        closed = isinstance(block, Columns)
        yield block
