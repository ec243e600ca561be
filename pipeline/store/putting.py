"""A document into the store: decided, then written, in one transaction."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from models.document import RawFile
from models.plan import Plan
from pipeline.store import identity, write
from pipeline.store.deciding import Decision, Link, decide
from pipeline.store.leading import Quality, leading
from pipeline.store.rows import Stored
from pipeline.store.tables import LinkTable, PlanTable, RenditionTable, VersionTable


def known(connection: Connection, sha256: str) -> Stored | None:
    """What is known of a file by its bytes; None where they are new."""
    found = connection.execute(
        select(PlanTable.id, VersionTable.ordinal)
        .join(VersionTable, VersionTable.plan_no == PlanTable.no)
        .join(RenditionTable, RenditionTable.version_no == VersionTable.no)
        .where(RenditionTable.sha256 == sha256)
    ).one_or_none()
    return Stored(status="unchanged", plan_id=found.id, version=found.ordinal) if found else None


def put(connection: Connection, raw: RawFile, ready: write.Ready) -> Stored:
    """Write a document whose bytes are new to the store."""
    plan = ready.plan
    decision = decide(connection, plan, ready.content)
    rendition = write.Rendition(
        sha256=raw.sha256,
        media_type=raw.media_type,
        source=raw.source,
        why=decision.why,
        share=decision.share,
    )
    plan_no = decision.plan_no
    if plan_no is None:
        plan_no = write.new_plan(connection, _new_id(connection, plan), plan)
    if decision.version_no is None:
        _new_version(connection, plan_no, ready, rendition)
    else:
        _join(connection, plan_no, decision.version_no, ready, rendition)
    _link(connection, plan_no, decision.links)
    write.changed(connection, plan_no, decision.status)
    return _stored(connection, plan_no, decision)


def _new_version(connection: Connection, plan_no: int, ready: write.Ready, rendition: write.Rendition) -> None:
    before = select(VersionTable.ordinal).where(VersionTable.plan_no == plan_no).order_by(VersionTable.ordinal.desc())
    ordinal = (connection.execute(before.limit(1)).scalar_one_or_none() or 0) + 1
    version_no = write.new_version(connection, plan_no, ordinal, ready)
    write.new_rendition(connection, version_no, rendition, ready, leading=True)
    write.refresh(connection, plan_no, ready)


def _join(
    connection: Connection, plan_no: int, version_no: int, ready: write.Ready, rendition: write.Rendition
) -> None:
    """Another rendition of a version; where it is read better than the one that led, the version says what it says."""
    leader = select(RenditionTable.quality).where(RenditionTable.version_no == version_no, RenditionTable.leading)
    led_by = Quality.model_validate(connection.execute(leader).scalar_one())
    leads = leading((led_by, ready.quality)) == 1
    write.new_rendition(connection, version_no, rendition, ready, leading=leads)
    if leads:
        write.rewrite_version(connection, version_no, ready)
        if write.is_latest(connection, version_no):
            write.refresh(connection, plan_no, ready)


def _new_id(connection: Connection, plan: Plan) -> str:
    """A readable id that no plan has yet: names of districts repeat, and numbers are misread."""
    taken = select(PlanTable.id).where(PlanTable.id.in_(names := list(identity.ids(plan))))
    held = set(connection.execute(taken).scalars())
    return next(name for name in names if name not in held)


def _link(connection: Connection, plan_no: int, links: tuple[Link, ...]) -> None:
    for link in links:
        # A link reads from the issued plan to its draft, whichever came first.
        ends = (link.other_no, plan_no) if link.kind == "draft" else (plan_no, link.other_no)
        kind = "same text" if link.kind == "same text" else "issued"
        row = {"plan_no": ends[0], "other_no": ends[1], "kind": kind, "share": link.share, "at": write.now()}
        connection.execute(insert(LinkTable).values(row))


def _stored(connection: Connection, plan_no: int, decision: Decision) -> Stored:
    latest = select(PlanTable.id, PlanTable.latest).where(PlanTable.no == plan_no)
    ordinal = select(VersionTable.ordinal).where(VersionTable.no == decision.version_no)
    found = connection.execute(latest).one()
    version = found.latest if decision.version_no is None else connection.execute(ordinal).scalar_one()
    return Stored(status=decision.status, plan_id=found.id, version=version)
