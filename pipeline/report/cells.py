"""A plan's words in a row of a table: what they are to the first plan that says it, where they stand, what differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.path import ClausePath
from models.plan import Plan
from models.span import Span
from pipeline.compare.types import Cell as Said
from pipeline.compare.types import CriterionFamily, Direction, Family, Lead, Link, Relation, Silence
from pipeline.compare.wording import Piece, PieceKind
from pipeline.findings.types import pages_of
from pipeline.messages import say
from pipeline.report.types import Cell, Line, Mark, Row, Run, Status

_STATUS = {
    Relation.IDENTICAL: Status.SAME,
    Relation.MINOR: Status.REWORDED,
    Relation.MODIFIED: Status.CHANGED,
}
_SILENT = {Silence.NOT_STATED: Status.SILENT, Silence.NOT_READ: Status.NOT_READ}

_MARKS = {PieceKind.SAME: Mark.PLAIN, PieceKind.ADDED: Mark.ADDED, PieceKind.DROPPED: Mark.DROPPED}

Words = Callable[[Any], str]
"""How a record is said in a cell."""


def plain(text: str, mark: Mark = Mark.PLAIN) -> Line:
    """A line of one run."""
    return Line(runs=(Run(text=text, mark=mark),))


def row(family: Family[Any], plans: Sequence[Plan], names: Sequence[str], words: Words | None = None) -> Row:
    """A family as a row: the first plan that says it in full, each other by what it is to that one.

    `words` says a record that is more than its text; the marks of a text need the text alone.
    """
    first = family.speaking[0]
    links = {link.second: link for link in family.links if link.first == first}
    leads = {lead.column: lead for lead in family.leads} if isinstance(family, CriterionFamily) else {}
    return Row(
        cells=tuple(
            _lead(leads[k], plans[k]) if k in leads else _cell(said, plans[k], links.get(k), names[first], words)
            for k, said in enumerate(family.cells)
        )
    )


def _lead(lead: Lead, plan: Plan) -> Cell:
    """What is no criterion there but says so: the plan is silent on the criterion, not on the matter."""
    source = _place(plan, lead.path, plan.outline.by_path[lead.path].spans)
    return Cell(lines=(plain(lead.text),), status=Status.CHANGED, note=say("report.only_lead"), source=source)


def _cell(said: Said[Any], plan: Plan, link: Link | None, first: str, words: Words | None) -> Cell:
    if said.silence:
        return Cell(status=_SILENT[said.silence])
    source = "; ".join(dict.fromkeys(where(plan, record) for record in said.records))
    lines = tuple(dict.fromkeys(words(record) if words else record.text for record in said.records))
    if link is None:
        return Cell(lines=tuple(map(plain, lines)), status=Status.FIRST, source=source)
    status = _STATUS[link.as_text]
    if status == Status.SAME and not words:
        return Cell(status=status, note=_note(link, first), source=source)
    shown = (Line(runs=tuple(_runs(link.pieces))),) if link.pieces and not words else tuple(map(plain, lines))
    return Cell(lines=shown, status=status, note=_note(link, first), source=source)


def where(plan: Plan, record: Any) -> str:
    """The place of a record: path and pages (`V/1/a/-1, tr. 3`)."""
    return _place(plan, record.path, [span for evidence in record.evidence for span in evidence.spans])


def _place(plan: Plan, path: ClausePath | None, spans: Sequence[Span]) -> str:
    pages = sorted({n for span in spans for n in pages_of(plan, span.start, span.end)})
    at = str(path) if path else say("report.outside")
    return say("report.place", path=at, pages=", ".join(map(str, pages))) if pages else at


def _note(link: Link, first: str) -> str | None:
    """What the marks do not say: the parts, and which threshold asks more or which time comes first."""
    notes = []
    if link.relation in (Relation.SPLIT, Relation.MERGED):
        notes.append(say(f"report.{link.relation.value}", plan=first))
    elif link.as_text == Relation.IDENTICAL:
        notes.append(say("report.same_as", plan=first))
    notes += [direction(d) for d in link.directions]
    return "; ".join(notes) or None


def direction(found: Direction) -> str:
    """`chặt hơn: 90% → 95%`."""
    return say("report.direction", bearing=say(f"bearing.{found.bearing}"), first=found.first, second=found.second)


def _runs(pieces: Sequence[Piece]) -> list[Run]:
    """The second plan's words with what it drops. Of names that follow the issuer only its own is shown."""
    runs: list[Run] = []
    for piece in pieces:
        if piece.follows and piece.kind == PieceKind.DROPPED:
            continue
        mark = Mark.FOLLOWS if piece.follows else _MARKS[piece.kind]
        if runs and _want_space(runs[-1], piece.text, mark):
            runs.append(Run(text=" "))
        runs.append(Run(text=piece.text, mark=mark))
    return _tidied(runs)


def _want_space(before: Run, text: str, mark: Mark) -> bool:
    """Words that did not stand side by side in either text now do."""
    if mark == Mark.DROPPED:
        return not before.text.endswith(" ")
    return before.mark == Mark.DROPPED and before.text[-1:].isalnum() and text[:1].isalnum()


def _tidied(runs: Sequence[Run]) -> list[Run]:
    """No two spaces in a row where words were set side by side, and none before a comma."""
    out: list[Run] = []
    for run in runs:
        text = run.text
        if out and out[-1].text.endswith(" ") and text.startswith(" "):
            text = text.lstrip(" ")
        if text:
            out.append(Run(text=text, mark=run.mark))
    return out
