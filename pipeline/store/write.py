"""A plan as rows. Each function writes inside the caller's transaction, and raises what SQLAlchemy raises."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from models import interchange
from models.metadata import PlanMetadata
from models.plan import Plan
from models.records import KINDS
from pipeline import rules
from pipeline.store import keys, parts
from pipeline.store.corrections import corrected, in_force
from pipeline.store.facts import plan_facts
from pipeline.store.leading import Quality
from pipeline.store.packing import packed, unpacked
from pipeline.store.sketch import bands
from pipeline.store.tables import (
    ActingTable,
    BandTable,
    ChangeTable,
    LabelTable,
    PlanTable,
    RenditionTable,
    VersionTable,
)
from pipeline.store.wording import Content, content

Row = dict[str, Any]


def now() -> datetime:
    """The time of day in UTC, as it is stored."""
    return datetime.now(UTC).replace(tzinfo=None)


def new_plan(connection: Connection, plan_id: str, plan: Plan) -> int:
    """Write a plan that has no version yet; returns its number."""
    row = {"id": plan_id, "latest": 1, **plan_facts(plan_id, plan.metadata, ())}
    return int(connection.execute(insert(PlanTable).values(row).returning(PlanTable.no)).scalar_one())


@dataclass(frozen=True)
class Ready:
    """A plan with all that is worked out of it before the store is held: others wait for milliseconds only."""

    plan: Plan
    version: Row
    content: Content
    bands: tuple[int, ...]
    quality: Quality
    draft: parts.Draft | None

    @classmethod
    def of(cls, plan: Plan, *, rows: bool = True) -> Ready:
        """`rows` is false for a version that is not the latest of its plan: its clauses and records stand nowhere."""
        plan_facts("", plan.metadata, ())  # What it looks up is loaded now.
        said = content(plan)
        near = tuple(sorted(set(bands(said))))
        return cls(plan, _version_row(plan), said, near, Quality.of(plan), parts.draft(plan) if rows else None)


def new_version(connection: Connection, plan_no: int, ordinal: int, ready: Ready) -> int:
    """Write a version, make it the latest of its plan and return its number; `refresh` writes what it says."""
    row = {"plan_no": plan_no, "ordinal": ordinal, "stored_at": now(), "read_at": now(), **ready.version}
    number = connection.execute(insert(VersionTable).values(row).returning(VersionTable.no)).scalar_one()
    connection.execute(update(PlanTable).where(PlanTable.no == plan_no).values(latest=ordinal))
    return int(number)


def rewrite_version(connection: Connection, version_no: int, ready: Ready) -> None:
    """Put another reading of the same version in the place of the one before."""
    row = {"read_at": now(), **ready.version}
    connection.execute(update(VersionTable).where(VersionTable.no == version_no).values(row))


@dataclass(frozen=True)
class Rendition:
    """A file that a version was read from, and why it is of that version (see deciding)."""

    sha256: str
    media_type: str
    source: str
    why: str
    share: float | None = None
    stored_at: datetime = field(default_factory=now)


def new_rendition(connection: Connection, version_no: int, rendition: Rendition, ready: Ready, *, leading: bool) -> int:
    """Write a file that a version was read from; a leading one takes the lead from the others."""
    if leading:
        others = RenditionTable.version_no == version_no
        connection.execute(update(RenditionTable).where(others).values(leading=False))
    said = {f.name: getattr(rendition, f.name) for f in fields(rendition)}
    row = {**said, "version_no": version_no, "leading": leading, **_reading_row(ready)}
    number = int(connection.execute(insert(RenditionTable).values(row).returning(RenditionTable.no)).scalar_one())
    _write_bands(connection, number, ready)
    return number


def rewrite_leading(connection: Connection, version_no: int, ready: Ready) -> None:
    """Put another reading of the leading file of a version in the place of the one before."""
    leads = (RenditionTable.version_no == version_no, RenditionTable.leading)
    number = connection.execute(select(RenditionTable.no).where(*leads)).scalar_one()
    connection.execute(update(RenditionTable).where(RenditionTable.no == number).values(_reading_row(ready)))
    connection.execute(delete(BandTable).where(BandTable.rendition_no == number))
    _write_bands(connection, number, ready)


def _reading_row(ready: Ready) -> Row:
    return {
        "media_type": ready.plan.document.media_type,
        "quality": ready.quality.model_dump(mode="json"),
        "content": ready.content.pack(),
    }


def _write_bands(connection: Connection, rendition_no: int, ready: Ready) -> None:
    if ready.bands:
        connection.execute(insert(BandTable), [{"band": b, "rendition_no": rendition_no} for b in ready.bands])


def refresh(connection: Connection, plan_no: int, ready: Ready | None = None) -> None:
    """Write what the latest version of a plan says, and people's corrections to it, in the place of what was there.

    `ready` is that version where it is at hand: without it, words are segmented while the store is held.
    """
    latest = ready.plan if ready else latest_of(connection, plan_no)
    refresh_facts(connection, plan_no, latest.metadata)
    clear(connection, plan_no)
    drafted = ready.draft if ready and ready.draft else parts.draft(latest)
    for table, rows in parts.rows(connection, plan_no, drafted):
        if rows:
            connection.execute(insert(table), rows)


def refresh_facts(connection: Connection, plan_no: int, read: PlanMetadata) -> None:
    """Write what was read of a plan's metadata, and people's corrections to it, in the place of what was there."""
    made = in_force(connection, plan_no)
    plan_id = connection.execute(select(PlanTable.id).where(PlanTable.no == plan_no)).scalar_one()
    facts = plan_facts(plan_id, corrected(read, made), tuple(c.field for c in made))
    connection.execute(update(PlanTable).where(PlanTable.no == plan_no).values(facts))


def clear(connection: Connection, plan_no: int) -> None:
    """Take away the clauses and records of a plan."""
    first, after = keys.span(plan_no)
    for table in (LabelTable, ActingTable, *parts.TABLES):
        connection.execute(delete(table).where(table.key >= first, table.key < after))


def changed(connection: Connection, plan_no: int, what: str) -> int:
    """Number the change, so that indexes beside the database know of it; returns the number."""
    number = int(connection.execute(select(func.coalesce(func.max(ChangeTable.no), 0) + 1)).scalar_one())
    connection.execute(insert(ChangeTable).values(no=number, plan_no=plan_no, at=now(), what=what))
    return number


def is_latest(connection: Connection, version_no: int) -> bool:
    """Whether a version is the one that its plan is told by."""
    of_plan = (PlanTable.no == VersionTable.plan_no) & (PlanTable.latest == VersionTable.ordinal)
    found = select(VersionTable.no).join(PlanTable, of_plan).where(VersionTable.no == version_no)
    return connection.execute(found).first() is not None


def latest_of(connection: Connection, plan_no: int) -> Plan:
    """The latest version of a plan as it was stored, without corrections."""
    content = connection.execute(
        select(VersionTable.json)
        .join(PlanTable, (PlanTable.no == VersionTable.plan_no) & (PlanTable.latest == VersionTable.ordinal))
        .where(PlanTable.no == plan_no)
    ).scalar_one()
    return unpacked(content)


def counts(plan: Plan) -> dict[str, int]:
    """How many clauses and records of each kind the plan has."""
    return {"clauses": len(plan.outline.clauses)} | {
        kind.kind_name: len(getattr(plan, kind.kind_name)) for kind in KINDS
    }


def _version_row(plan: Plan) -> Row:
    return {
        "reading_rules": rules.reading(),
        "extraction_rules": rules.extraction(),
        "counts": counts(plan),
        "problems": len(plan.problems),
        "text": plan.document.text,
        "json": packed(interchange.dump(plan)),
    }
