"""What one version of a plan says otherwise than another, or an issued plan otherwise than its draft.

Two texts of one plan keep most of their order, so that clauses with the same words are matched in order first, then
those that went elsewhere, then the likest of what is left. A clause that only has another number says nothing new.
Facts are compared by `pipeline.renewing.difference`; what a rule is called or how sure it is is no difference here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Literal

from models.base import Frozen
from models.path import ClausePath
from models.plan import Plan
from models.records import Milestone, Quantity, Record
from pipeline.compare.assigning import TUNING
from pipeline.compare.directions import bearing_of, time_bearing
from pipeline.compare.matching import Match, matches
from pipeline.compare.names import reader
from pipeline.compare.sides import Sides
from pipeline.compare.types import Bearing, Column
from pipeline.compare.wording import Piece, PieceKind, Reading, changes
from pipeline.renewing.difference import METADATA, Change
from pipeline.renewing.difference import difference as facts_of


class What(StrEnum):
    """What became of a clause. A clause that is kept or moved has the same words, but for case and punctuation."""

    KEPT = "kept"
    MOVED = "moved"
    REWORDED = "reworded"
    ADDED = "added"
    DROPPED = "dropped"


class ClauseChange(Frozen):
    """A clause, or a paragraph of the preamble (`part`; it has no path), in either version; null where it is not there.

    `exact`: the two texts are the same to the letter. `in_order`: of two that say the same, whether it stands in the
    order of the others, so that only its number changed. `pieces`: a reworded text in words (see wording).
    """

    what: What
    part: Literal["preamble", "clause"]
    first_path: ClausePath | None = None
    second_path: ClausePath | None = None
    first_text: str | None = None
    second_text: str | None = None
    exact: bool = False
    in_order: bool = True
    pieces: tuple[Piece, ...] = ()


class RecordChange(Frozen):
    """A record that appeared, vanished or changed; `bearing` says which way a number or a time went."""

    change: Change
    bearing: Bearing | None = None


class Difference(Frozen):
    """Two versions and all that differs: fields of the metadata, every clause in the order of the second with those
    that it drops where they stood, and records in the order of the form."""

    first: Column
    second: Column
    metadata: tuple[Change, ...]
    clauses: tuple[ClauseChange, ...]
    records: tuple[RecordChange, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs, not even a number or a comma."""
        exact = all(c.what is What.KEPT and c.exact for c in self.clauses)
        return exact and not self.metadata and not self.records

    def counts(self) -> dict[What, int]:
        """How many clauses became what."""
        found = Counter(c.what for c in self.clauses)
        return {what: found[what] for what in What}


def difference(first: Plan, second: Plan) -> Difference:
    """What the second says otherwise than the first. The plans may be any two: versions, a draft and what was issued.

    Read the other way round, what was added is dropped, what was stricter is looser, and the rest keeps its kind.
    """
    told = [_in_substance(change) for change in facts_of(first, second)]
    facts = [change for change in told if change is not None]
    records = {r.id: r for plan in (second, first) for r in plan.records()}
    columns = Sides((first, second), TUNING).columns
    return Difference(
        first=columns[0],
        second=columns[1],
        metadata=tuple(change for change in facts if change.kind == METADATA),
        clauses=tuple(_clauses(first, second)),
        records=tuple(
            RecordChange(change=change, bearing=_bearing(change, records.get(change.name)))
            for change in facts
            if change.kind != METADATA
        ),
    )


class _Paragraph(Frozen):
    path: ClausePath | None
    text: str


def _paragraphs(plan: Plan) -> list[_Paragraph]:
    preamble = [_Paragraph(path=None, text=plan.document.flow(spans).text) for spans in plan.outline.parts.preamble]
    return preamble + [_Paragraph(path=c.path, text=c.text) for c in plan.outline.clauses]


def _clauses(first: Plan, second: Plan) -> Iterator[ClauseChange]:
    olds, news = _paragraphs(first), _paragraphs(second)
    reads = reader(first), reader(second)
    found = {match.second: match for match in _matched(olds, news)}
    gone = [k for k in range(len(olds)) if k not in {match.first for match in found.values()}]
    for j, new in enumerate(news):
        match = found.get(j)
        if match is None:
            yield ClauseChange(what=What.ADDED, part=_part(new), second_path=new.path, second_text=new.text)
            continue
        while gone and match.in_order and gone[0] < match.first:
            yield _dropped(olds[gone.pop(0)])
        yield _changed(olds[match.first], new, match, reads)
    yield from (_dropped(olds[k]) for k in gone)


def _matched(olds: Sequence[_Paragraph], news: Sequence[_Paragraph]) -> list[Match]:
    """The same pairs whichever of the two is the first: they are sought in one order, that of the texts."""
    one, other = ([(str(p.path or ""), p.text) for p in side] for side in (olds, news))
    if other < one:
        return [Match(m.second, m.first, m.in_order) for m in matches(other, one)]
    return matches(one, other)


def _dropped(old: _Paragraph) -> ClauseChange:
    return ClauseChange(what=What.DROPPED, part=_part(old), first_path=old.path, first_text=old.text)


def _part(paragraph: _Paragraph) -> Literal["preamble", "clause"]:
    return "clause" if paragraph.path else "preamble"


def _changed(old: _Paragraph, new: _Paragraph, match: Match, reads: tuple[Reading, Reading]) -> ClauseChange:
    pieces = changes(old.text, new.text, read=reads)
    reworded = any(piece.kind is not PieceKind.SAME for piece in pieces)
    stays = match.in_order and old.path == new.path
    what = What.REWORDED if reworded else What.KEPT if stays else What.MOVED
    return ClauseChange(
        what=what,
        part=_part(new),
        first_path=old.path,
        second_path=new.path,
        first_text=old.text,
        second_text=new.text,
        exact=old.text == new.text,
        in_order=match.in_order,
        pieces=pieces if reworded else (),
    )


_NO_SUBSTANCE = frozenset({"confidence", "inferred", "evidence", "group", "text", "quantities", "reason"})
"""Fields that tell of the reading, or repeat what the clauses show in words."""


def _in_substance(change: Change) -> Change | None:
    """The change without what tells of the reading alone; None where nothing is left of it."""
    if change.what != "changed":
        return change
    fields = tuple(field for field in change.fields if field.field not in _NO_SUBSTANCE)
    return change.model_copy(update={"fields": fields}) if fields else None


def _bearing(change: Change, record: Record | None) -> Bearing | None:
    """How a changed threshold or time bears to what it was: the same record with the values of before."""
    if change.what != "changed" or not isinstance(record, (Quantity, Milestone)):
        return None
    fields = {field.field: field.before for field in change.fields}
    before = type(record).model_validate(record.model_dump() | fields)
    if isinstance(record, Quantity) and isinstance(before, Quantity):
        return bearing_of(before, record)
    return time_bearing(before, record) if isinstance(before, Milestone) and isinstance(record, Milestone) else None
