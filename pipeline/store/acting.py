"""Whose duties an actor's name brings: its own under all its names, and those of the collectives that include it.

What a name means can depend on the plan: `các cơ quan, đơn vị` of a huyện include no sở, and an agency that took over
another answers for it only since that day. So the names are sorted into groups, each with its condition on the plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from extractors.agency_names import AgencyName, Asked, Relation, asked, identify, relation
from models.metadata import GovernmentLevel
from pipeline.folding import Query
from pipeline.store.tables import ActorTable, MeaningTable, PlanTable

_LEVELS: tuple[GovernmentLevel | None, ...] = (None, *GovernmentLevel)


@dataclass(frozen=True)
class Group:
    """Names (by number) that answer to the actor in one way, in the plans of these levels, issued since a day."""

    relation: Relation
    levels: frozenset[GovernmentLevel | None]
    since: date | None
    numbers: tuple[int, ...]

    @property
    def on_plan(self) -> ColumnElement[bool] | None:
        """The condition on the plan; None where any will do."""
        conditions = []
        if len(self.levels) < len(_LEVELS):
            known = PlanTable.issuer_level.in_(sorted(level for level in self.levels if level))
            conditions.append(or_(known, PlanTable.issuer_level.is_(None)) if None in self.levels else known)
        if self.since is not None:
            conditions.append(PlanTable.issued >= self.since)
        return and_(*conditions) if conditions else None


def meanings(name: str) -> frozenset[str]:
    """What a name is found by: the ids of the agencies that it names, the classes that it includes."""
    found = identify(name)
    return frozenset({found.id, *found.others, *found.includes}) if found else frozenset()


def groups(connection: Connection, typed: str, *, own_only: bool) -> list[Group]:
    """The names of the store that answer to an actor. `own_only` leaves out all but its own."""
    wanted, query = asked(typed), Query.of(typed)
    made: dict[tuple[Relation, frozenset[GovernmentLevel | None], date | None], list[int]] = defaultdict(list)
    for number, name in _candidates(connection, wanted, query):
        found = identify(name)
        by_levels = _by_levels(wanted, found) if found else {}
        if query.accepts(name) and not (found and found.collective):
            by_levels = {Relation.OWN: frozenset(_LEVELS)}
        for kind, levels in by_levels.items():
            if kind is Relation.OWN or not own_only:
                made[kind, levels, _since(wanted, found, kind)].append(number)
    return [Group(*key, tuple(numbers)) for key, numbers in made.items()]


def _candidates(connection: Connection, wanted: Asked, query: Query) -> Iterable[tuple[int, str]]:
    """Names that may answer: by what they mean, and by their words."""
    ids = wanted.own | wanted.earlier | {each for each, _ in wanted.later} | wanted.parts | wanted.through
    meant = select(MeaningTable.actor_no).where(MeaningTable.meaning.in_(sorted(ids)))
    worded = and_(*(ActorTable.folded.like(p, escape="\\") for p in query.patterns()))
    rows = connection.execute(select(ActorTable.no, ActorTable.name).where(or_(ActorTable.no.in_(meant), worded)))
    return [(row.no, row.name) for row in rows]


def _by_levels(wanted: Asked, found: AgencyName) -> dict[Relation, frozenset[GovernmentLevel | None]]:
    """How a name answers, and in the plans of which levels."""
    out: dict[Relation, set[GovernmentLevel | None]] = defaultdict(set)
    for level in _LEVELS:
        kind = relation(wanted, found, issuer=level)
        if kind is not None:
            out[kind].add(level)
    return {kind: frozenset(levels) for kind, levels in out.items()}


def _since(wanted: Asked, found: AgencyName | None, kind: Relation) -> date | None:
    if kind is not Relation.LATER or found is None:
        return None
    days = [since for each, since in wanted.later if each in {found.id, *found.others}]
    return None if None in days else min((d for d in days if d), default=None)


def in_order(made: Iterable[Group]) -> Iterator[Group]:
    """The closest relation first."""
    order = list(Relation)
    return iter(sorted(made, key=lambda group: order.index(group.relation)))
