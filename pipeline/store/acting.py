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

    def answers(self, level: GovernmentLevel | None, issued: date | None) -> bool:
        """Whether a plan of that level and day meets the condition."""
        return level in self.levels and (self.since is None or (issued is not None and issued >= self.since))


def meanings(name: str) -> frozenset[str]:
    """What a name is found by: the ids of the agencies that it names, the classes that it includes."""
    found = identify(name)
    return frozenset({found.id, *found.others, *found.includes}) if found else frozenset()


def groups(connection: Connection, typed: str, *, own_only: bool) -> list[Group]:
    """The names of the store that answer to an actor. `own_only` leaves out all but its own."""
    return sorted_out(typed, _candidates(connection, asked(typed), Query.of(typed)), own_only=own_only)


def sorted_out(typed: str, names: Iterable[tuple[int, str, str]], *, own_only: bool) -> list[Group]:
    """Those of some names (each with its number before and its folded words behind it) that answer to an actor, in
    groups."""
    wanted, query = asked(typed), Query.of(typed)
    by_levels = _Levels(wanted)
    made: dict[tuple[Relation, frozenset[GovernmentLevel | None], date | None], list[int]] = defaultdict(list)
    for number, name, folded in names:
        found = identify(name)
        answers = by_levels[found] if found else {}
        if not (found and found.collective) and query.accepts(name, folded):
            answers = {Relation.OWN: frozenset(_LEVELS)}
        for kind, levels in answers.items():
            if kind is Relation.OWN or not own_only:
                made[kind, levels, _since(wanted, found, kind)].append(number)
    return [Group(*key, tuple(numbers)) for key, numbers in made.items()]


def _candidates(connection: Connection, wanted: Asked, query: Query) -> Iterable[tuple[int, str, str]]:
    """Names that may answer: by what they mean, and by their words."""
    ids = wanted.own | wanted.earlier | {each for each, _ in wanted.later} | wanted.parts | wanted.through
    meant = select(MeaningTable.actor_no).where(MeaningTable.meaning.in_(sorted(ids)))
    worded = and_(*(ActorTable.folded.like(p, escape="\\") for p in query.patterns()))
    columns = select(ActorTable.no, ActorTable.name, ActorTable.folded)
    return [row._tuple() for row in connection.execute(columns.where(or_(ActorTable.no.in_(meant), worded)))]


_ByLevels = dict[Relation, frozenset[GovernmentLevel | None]]


class _Levels:
    """How names answer to one actor, and in the plans of which levels: worked out once for names that mean the same."""

    def __init__(self, wanted: Asked) -> None:
        self._wanted = wanted
        self._known: dict[object, _ByLevels] = {}

    def __getitem__(self, found: AgencyName) -> _ByLevels:
        place = found.place if self._wanted.place else None
        meant = (found.id, found.others, found.level, place, found.includes)
        if meant not in self._known:
            self._known[meant] = self._of(found)
        return self._known[meant]

    def _of(self, found: AgencyName) -> _ByLevels:
        out: dict[Relation, set[GovernmentLevel | None]] = defaultdict(set)
        for level in _LEVELS:
            kind = relation(self._wanted, found, issuer=level)
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
