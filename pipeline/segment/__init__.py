"""Document to outline: lines, paragraphs, parts of the form, the tree of clauses."""

from __future__ import annotations

import re

from extractors.fold import fold
from models.document import Document
from models.outline import Clause, Outline, Parts, Topic
from models.path import ClausePath
from models.span import Flow, Span
from pipeline.segment.headings import heading_of, topics_of
from pipeline.segment.labels import Label, labels
from pipeline.segment.outline import Placed, Placer
from pipeline.segment.paragraphs import Paragraph, paragraphs
from pipeline.segment.parts import columns, find_parts, is_signature, opens_appendix, spans_of

__all__ = ["segment"]

# The mark that closes the body (Nghị định 30/2020/NĐ-CP, Phụ lục I); what a hand wrote behind it is no text.
_CLOSING_MARK = re.compile(r"\./\.?(?=\s+\S)")
_FORM_LINE = re.compile(
    r"(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|cong hoa xa hoi|doc lap - tu do|so\s*:|tinh |huyen |thanh pho )"
)


def segment(document: Document) -> Outline:
    """The outline of a document. Never raises on any text; a document with no outline has no clauses."""
    found, noise = paragraphs(document)
    form = find_parts(found)
    titles = {k for k in form.appendices if not found[k].labels and opens_appendix(found, k)}
    placed, scraps = _place(found, [list(form.articles), [*form.body, *form.appendices]], titles)
    clauses = [_clause(document, paragraph, place) for paragraph, place in placed]
    scraps += _cut_after_end(document, clauses)
    signature, recipients = _closing([found[k] for k in form.closing])
    parts = Parts(
        header=spans_of(found, form.header),
        title=spans_of(found, form.title),
        subject=spans_of(found, form.subject),
        preamble=tuple(found[k].flow.pieces for k in form.preamble),
        signature=signature,
        recipients=recipients,
    )
    return Outline(clauses=tuple(_announced(clauses)), parts=parts, noise=tuple(sorted([*noise, *scraps])))


def _place(
    found: list[Paragraph], bodies: list[list[int]], titles: set[int]
) -> tuple[list[tuple[Paragraph, Placed]], list[Span]]:
    """Each paragraph of the bodies (a decision's articles, the plan) with its place, and the scraps that are none.
    `titles` are those of appendices without a label."""
    placer, out, scraps = Placer(), list[tuple[Paragraph, Placed]](), list[Span]()
    body = [k for part in bodies for k in part]
    following = _next_labels(found, body)
    for k in body:
        if bodies[-1] and k == bodies[-1][0]:
            placer.levels.clear()
        paragraph = found[k]
        if k in titles:
            out.append((paragraph, placer.appendix()))
            continue
        if _is_scrap(paragraph, out[-1][0] if out else None) or paragraph.row == 0:
            scraps.extend(paragraph.flow.pieces)
            continue
        if paragraph.row is not None:
            place = placer.row()
        elif paragraph.labels:
            place = placer.labelled(paragraph.labels, paragraph.text)
        else:
            place = placer.unlabelled(paragraph.text, following[k], last_of_section=_ends_section(placer, following[k]))
        placer.announce(paragraph.text)
        out.append((paragraph, place))
    return out, scraps


def _next_labels(found: list[Paragraph], body: list[int]) -> dict[int, tuple[Label, ...]]:
    """For each paragraph the label of the next labelled one; none at the end."""
    out: dict[int, tuple[Label, ...]] = {}
    following: tuple[Label, ...] = ()
    for k in reversed(body):
        out[k] = following
        following = found[k].labels or following
    return out


def _ends_section(placer: Placer, following: tuple[Label, ...]) -> bool:
    return not following or (bool(placer.levels) and any(x.style is placer.levels[0].style for x in following))


def _is_scrap(paragraph: Paragraph, before: Paragraph | None) -> bool:
    """A margin's word or a lost line of the header: no sentence, no heading, and what stands before it was complete."""
    if paragraph.labels or paragraph.row is not None:
        return False
    text = paragraph.text
    complete = before is None or before.text.endswith((".", ";", ":", "./"))
    if text.isupper() and _FORM_LINE.match(fold(text)):
        return True
    return complete and len(text.split()) <= 3 and not text.endswith((".", ";", ":")) and not topics_of(text)


def _clause(document: Document, paragraph: Paragraph, place: Placed) -> Clause:
    flow, label = paragraph.flow, place.label
    begin = label.end if label else 0
    begin += len(flow.text[begin:]) - len(flow.text[begin:].lstrip())
    spans = flow.spans(begin, len(flow.text))
    at = flow.text.find(label.printed) if label else 0
    label_spans = flow.spans(at, at + len(label.printed)) if label else ()
    return (
        Clause(
            path=place.path,
            label=label.printed if label else None,
            label_span=Span(label_spans[0].start, label_spans[-1].end) if label_spans else None,
            spans=spans,
            text=flow.text[begin:],
        )
        if spans
        else _bare(paragraph, place, document)
    )


def _bare(paragraph: Paragraph, place: Placed, document: Document) -> Clause:
    """A label with nothing behind it (`Điều 1.`, a title lost by the scan): the label is its text, so that it has
    evidence."""
    pieces = paragraph.flow.pieces
    return Clause(path=place.path, label=None, label_span=None, spans=pieces, text=document.flow(pieces).text)


def _cut_after_end(document: Document, clauses: list[Clause]) -> list[Span]:
    """Take what stands behind the closing mark `./.` out of the last clauses; the spans taken out."""
    out: list[Span] = []
    for k in range(max(len(clauses) - 3, 0), len(clauses)):
        match = _CLOSING_MARK.search(clauses[k].text)
        if match and len(clauses[k].text) - match.end() <= 40:
            flow = document.flow(clauses[k].spans)
            out.extend(flow.spans(match.end(), len(flow.text)))
            kept = flow.spans(0, match.end())
            clauses[k] = clauses[k].model_copy(update={"spans": kept, "text": flow.text[: match.end()]})
    return out


def _announced(clauses: list[Clause]) -> list[Clause]:
    """The clauses with their headings and topics."""
    children: dict[ClausePath | None, list[Clause]] = {}
    for clause in clauses:
        children.setdefault(clause.path.parent, []).append(clause)
    closing = {parent: any(x.text.endswith(":") for x in group) for parent, group in children.items()}
    return [_with_heading(c, bool(children.get(c.path)), closing[c.path.parent]) for c in clauses]


def _with_heading(clause: Clause, has_children: bool, siblings_close: bool) -> Clause:
    path = clause.path
    if path.steps[-1].startswith("row"):
        return clause
    heading = heading_of(
        clause.text,
        has_children=has_children,
        labelled=not path.is_paragraph,
        bullet=path.is_bullet,
        siblings_close=siblings_close,
    )
    if heading is None:
        return clause
    topics = topics_of(heading)
    if not topics and path.depth == 1 and not path.is_paragraph:
        topics = (Topic.APPENDIX if path.steps[0].startswith("PL") else Topic.OTHER,)
    return clause.model_copy(update={"heading": heading, "topics": topics})


def _closing(paragraphs: list[Paragraph]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The lines of the signature, and the recipients, one span each."""
    signature: list[Span] = []
    recipients: list[Span] = []
    for paragraph in paragraphs:
        cells = [columns(line) for line in paragraph.lines]
        for right in (flow for row in cells for flow in row[1:]):
            signature.extend(right.pieces)
        if all(len(row) == 1 for row in cells):
            _close(paragraph.flow, paragraph.labels, signature, recipients)
        else:
            for left in (row[0] for row in cells):
                _close(left, tuple(labels(left.text)), signature, recipients)
    return tuple(signature), tuple(recipients)


def _close(flow: Flow, marks: tuple[Label, ...], signature: list[Span], recipients: list[Span]) -> None:
    """Add a line of the closing to what it is of."""
    text = flow.text
    if fold(text).startswith("noi nhan"):
        return
    if marks and text[marks[0].end :].strip() and not is_signature(text):
        pieces = flow.spans(marks[0].end, len(text))
        recipients.append(Span(pieces[0].start, pieces[-1].end))
    elif is_signature(text) or (signature and not text.endswith((";", "."))):
        signature.extend(flow.pieces)
    elif text.endswith((";", ".")) or fold(text).startswith("luu"):
        recipients.append(Span(flow.pieces[0].start, flow.pieces[-1].end))
