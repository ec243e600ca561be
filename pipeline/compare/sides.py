"""The plans of one comparison, and how rows are made of what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import combinations

from models.plan import Plan
from models.records import KINDS, Criterion
from pipeline.compare.aligning import align_with_leads
from pipeline.compare.assigning import Tuning
from pipeline.compare.items import Item
from pipeline.compare.names import reader
from pipeline.compare.relation import relate
from pipeline.compare.similarity import Embedding
from pipeline.compare.types import Cell, Column, Direction, Link, Passage, R, Relation, Silence, Unread
from pipeline.compare.wording import Reading

_EARLIER_STAGES = {"read", "segment"}


@dataclass(frozen=True)
class Sides:
    """The compared plans in the order given, and what decides that two statements are the same."""

    plans: tuple[Plan, ...]
    tuning: Tuning
    embedding: Embedding | None = None

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column(plan) for plan in self.plans)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        return tuple(reader(plan) for plan in self.plans)

    @cached_property
    def canonical(self) -> tuple[int, ...]:
        """The columns in an order of the plans' own: issue date (unknown last), then content."""
        return tuple(sorted(range(len(self.plans)), key=lambda k: in_order(self.plans[k])))

    def aligned(self, items: Sequence[Sequence[Item]], *, by_kin: bool = False) -> list[list[tuple[int, int]]]:
        """Families of items, as (column, place among its items), leads included; `by_kin` as in `align`.

        They stand in the order in which the first plan that says them says them.
        """
        found = [
            sorted((self.canonical[turn], item) for turn, item in family)
            for family in align_with_leads(
                [items[k] for k in self.canonical], self.tuning, self.embedding, by_kin=by_kin
            )
        ]
        return sorted(found, key=lambda family: next((k, n) for k, n in family if not items[k][n].is_lead))

    def rows(self, items: Sequence[Sequence[Item]], records: Sequence[Sequence[Sequence[R]]]) -> list[list[list[R]]]:
        """Aligned rows: for each, the records of each column. `records[column][k]` are those of its k-th item."""
        found = []
        for family in self.aligned(items):
            row: list[list[R]] = [[] for _ in self.plans]
            for place, item in family:
                if not items[place][item].is_lead:
                    row[place] += records[place][item]
            found.append(row)
        return found

    def cells(self, row: Sequence[Sequence[R]], kind: str) -> tuple[Cell[R], ...]:
        """The cells of a row; `kind` is that of the records, for telling what was not read from what is not said."""
        return tuple(
            Cell(records=tuple(records), silence=None if records else silence_of(own, kind))
            for records, own in zip(row, self.columns, strict=True)
        )

    def links(
        self,
        row: Sequence[Sequence[R]],
        directions: Callable[[Sequence[R], Sequence[R]], tuple[Direction, ...]] | None = None,
        value: Callable[[R, Reading], object] | None = None,
    ) -> tuple[Link, ...]:
        """How each two plans that speak say it: by their words, or by what `value` makes of each record."""
        return tuple(
            self._link((a, b), (row[a], row[b]), directions, value)
            for a, b in combinations(range(len(row)), 2)
            if row[a] and row[b]
        )

    def _link(
        self,
        columns: tuple[int, int],
        records: tuple[Sequence[R], Sequence[R]],
        directions: Callable[[Sequence[R], Sequence[R]], tuple[Direction, ...]] | None,
        value: Callable[[R, Reading], object] | None,
    ) -> Link:
        reads = (self.readings[columns[0]], self.readings[columns[1]])
        said = directions(*records) if directions else ()
        if value:
            one, two = ({value(r, read) for r in own} for own, read in zip(records, reads, strict=True))
            relation = Relation.IDENTICAL if one == two and not said else Relation.MODIFIED
            likeness = len(one & two) / len(one | two)
            return Link(
                first=columns[0],
                second=columns[1],
                relation=relation,
                as_text=relation,
                similarity=round(likeness, 4),
                directions=said,
            )
        first, second = (list(dict.fromkeys(r.text for r in own)) for own in records)
        found = relate(first, second, reads)
        return Link(
            first=columns[0],
            second=columns[1],
            relation=found.relation,
            as_text=found.as_text,
            similarity=round(found.likeness, 4),
            pieces=() if found.as_text == Relation.IDENTICAL else found.pieces,
            directions=said,
        )

    def identity(self, row: Sequence[Sequence[R]]) -> str:
        """The id of a row: of the earliest plan that says it and where it first does."""
        first = next(k for k in self.canonical if row[k])
        record = row[first][0]
        said_at = str(record.path) if isinstance(record, Criterion | Passage) else record.id
        return identity(self.columns[first].version, said_at)


def identity(version: str, place: str) -> str:
    """The id of a family whose earliest member stands at this path of this version (or is the record of this id)."""
    return sha256(f"{version}|{place}".encode()).hexdigest()[:12]


def in_order(plan: Plan) -> tuple[bool, date, str]:
    """What plans are ordered by, whoever named them in which order."""
    issued = plan.metadata.issued.value
    return (issued is None, issued or date.max, plan.document.sha256)


def silence_of(column: Column, kind: str) -> Silence:
    """Why a plan says nothing of a kind."""
    return Silence.NOT_READ if any(u.kind == kind for u in column.unread) else Silence.NOT_STATED


CLAUSES = "clauses"
"""The kind of what is compared as it stands, without a record."""


def column(plan: Plan) -> Column:
    """What names a plan, and what of it could not be read."""
    metadata = plan.metadata
    return Column(
        version=plan.document.sha256,
        symbol=metadata.symbol.value,
        issued=metadata.issued.value,
        unit=metadata.issuer_unit.value,
        level=metadata.issuer_level.value,
        subject=metadata.subject.value,
        source=plan.document.source,
        unread=tuple(_unread(plan)),
    )


def _unread(plan: Plan) -> list[Unread]:
    kinds = [kind.kind_name for kind in KINDS]
    if not plan.outline.clauses:
        return [Unread(kind=kind, reason="no outline could be read") for kind in [*kinds, CLAUSES]]
    whole = [p.reason for p in plan.problems if p.stage in _EARLIER_STAGES]
    own = [Unread(kind=p.stage, reason=p.reason) for p in plan.problems if p.stage in kinds]
    return [Unread(kind=kind, reason=reason) for reason in whole for kind in [*kinds, CLAUSES]] + own
