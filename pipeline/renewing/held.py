"""The versions of a store that the rules of today did not make, and what is written of those that they have."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from models.base import Frozen
from pipeline import rules
from pipeline.store import parts, write
from pipeline.store.tables import ActorTable, MeaningTable, PlanTable, RenditionTable, VersionTable


class Outdated(Frozen):
    """A version to renew; `read` where its file is to be read again, not only its text."""

    version_no: int
    plan_id: str
    version: int
    read: bool


class Held(Frozen):
    """A version as it stands: its packed JSON, its leading file, and by what it is told whether it stands as it did."""

    content: bytes
    sha256: str
    source: str
    read_at: datetime
    reading_rules: str
    extraction_rules: str
    latest: bool

    @property
    def current(self) -> bool:
        """Whether the rules of today made it: another process may have been quicker."""
        return (self.reading_rules, self.extraction_rules) == (rules.reading(), rules.extraction())


def outdated(connection: Connection, plan: str | None, *, reread: bool) -> list[Outdated]:
    """The versions that other rules made, of one plan (its id) or of all, the oldest of each plan first; with `reread`
    every version, its file to be read again."""
    read = VersionTable.reading_rules != rules.reading()
    query = (
        select(VersionTable.no, PlanTable.id, VersionTable.ordinal, read.label("read"))
        .join(PlanTable, PlanTable.no == VersionTable.plan_no)
        .order_by(VersionTable.plan_no, VersionTable.ordinal)
    )
    if not reread:
        query = query.where(or_(read, VersionTable.extraction_rules != rules.extraction()))
    if plan is not None:
        query = query.where(PlanTable.id == plan)
    return [
        Outdated(version_no=row.no, plan_id=row.id, version=row.ordinal, read=reread or row.read)
        for row in connection.execute(query)
    ]


def held(connection: Connection, version_no: int) -> Held | None:
    """The version as it stands; None where it was removed."""
    names = ("read_at", "reading_rules", "extraction_rules")
    query = (
        select(
            VersionTable.json.label("content"),
            *(getattr(VersionTable, name) for name in names),
            RenditionTable.sha256,
            RenditionTable.source,
            (PlanTable.latest == VersionTable.ordinal).label("latest"),
        )
        .join(RenditionTable, RenditionTable.version_no == VersionTable.no)
        .join(PlanTable, PlanTable.no == VersionTable.plan_no)
        .where(VersionTable.no == version_no, RenditionTable.leading)
    )
    found = connection.execute(query).mappings().one_or_none()
    return Held(**found) if found else None


def write_renewed(connection: Connection, version_no: int, was: Held, ready: write.Ready) -> bool:
    """Write what the rules of today make of a version, unless it no longer stands as it did: then another was quicker.
    Returns whether it was written."""
    now = held(connection, version_no)
    if now is None or now.model_copy(update={"latest": was.latest}) != was:
        return False
    write.rewrite_version(connection, version_no, ready)
    write.rewrite_leading(connection, version_no, ready)
    plan_no = connection.execute(select(VersionTable.plan_no).where(VersionTable.no == version_no)).scalar_one()
    if now.latest:
        write.refresh(connection, plan_no, ready)
    write.changed(connection, plan_no, "re-extracted")
    return True


class _Actor(Frozen):
    no: int
    agency: str | None
    meanings: frozenset[str]


def actors_known_otherwise(connection: Connection) -> list[_Actor]:
    """The names of actors for which the lexicon of today has other agencies, with what it has."""
    told: dict[int, set[str]] = {}
    for number, meaning in connection.execute(select(MeaningTable.actor_no, MeaningTable.meaning)):
        told.setdefault(number, set()).add(meaning)
    found = []
    for row in connection.execute(select(ActorTable.no, ActorTable.name, ActorTable.agency).order_by(ActorTable.no)):
        agency, meanings = parts.meant(row.name)
        if agency != row.agency or meanings != told.get(row.no, set()):
            found.append(_Actor(no=row.no, agency=agency, meanings=meanings))
    return found


def write_actors(connection: Connection, actors: list[_Actor]) -> None:
    """Write what the lexicon has for these names."""
    for actor in actors:
        connection.execute(update(ActorTable).where(ActorTable.no == actor.no).values(agency=actor.agency))
        connection.execute(delete(MeaningTable).where(MeaningTable.actor_no == actor.no))
        if actor.meanings:
            rows = [{"meaning": m, "actor_no": actor.no} for m in sorted(actor.meanings)]
            connection.execute(insert(MeaningTable), rows)
