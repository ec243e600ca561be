"""The rows of each resource out of one moment of a store, a few hundred in memory at a time."""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, NamedTuple

from pydantic_core import to_json
from sqlalchemy import Connection, Select, exists, func, select

from models.base import Frozen
from pipeline.export.package.resources import (
    CONTENTS,
    DOCUMENTS,
    ORIGINALS,
    PARTS,
    RESOURCES,
    PackedActing,
    PackedActor,
    PackedChange,
    PackedCorrection,
    PackedLabel,
    PackedLink,
    PackedPlan,
    PackedQuestion,
    PackedRendition,
    PackedVersion,
)
from pipeline.export.table import ROWS, Kind
from pipeline.store import keys, query
from pipeline.store.filters import TABLES
from pipeline.store.tables import (
    ActingTable,
    ActorTable,
    ChangeTable,
    CorrectionTable,
    LabelTable,
    LinkTable,
    MeaningTable,
    PlanTable,
    RenditionTable,
    SavedTable,
    VersionTable,
)

_AT_ONCE, _FEW = 500, 10
"""Rows that are in memory together; of whole plans, fewer."""


class Moment(NamedTuple):
    """One state of a store. `copy` puts an original into the package; it tells the size, None where there is none."""

    connection: Connection
    copy: Callable[[str], int | None]


def rows(name: str, moment: Moment) -> Generator[Frozen, None, None]:
    """The rows of a resource that is a table, in their order. To be closed before the connection is."""
    if name in PARTS:
        yield from _parts(moment.connection, name)
    else:
        yield from _SELECTED[name](moment)


def count(connection: Connection, name: str) -> int:
    """How many rows there are, without reading them; of actors, those of removed plans too."""
    return int(connection.execute(select(func.count()).select_from(_COUNTED[name])).scalar_one())


def lines(name: str, connection: Connection) -> Generator[bytes, None, None]:
    """The lines of a resource that is JSON Lines. To be closed before the connection is."""
    yield from _documents(connection) if name == DOCUMENTS else _contents(connection)


def _streamed(connection: Connection, asked: Select[Any], at_once: int = _AT_ONCE) -> Iterator[Any]:
    with connection.execute(asked, execution_options={"yield_per": at_once}) as found:
        yield from found.mappings()


def _bytewise(connection: Connection, column: Any) -> Any:
    """A text column sorted byte by byte, as SQLite sorts by itself."""
    return column.collate("C") if connection.dialect.name == "postgresql" else column


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None


def _said(row: Any, row_type: type[Frozen], **more: Any) -> Any:
    """A row as its class has it; moments are told to be in UTC."""
    values = {name: row[name] for name in row_type.model_fields if name in row}
    values = {name: _utc(v) if isinstance(v, datetime) else v for name, v in values.items()}
    return row_type(**values | more)


def _plans(moment: Moment) -> Iterator[PackedPlan]:
    last = 0
    more = [name for name in PackedPlan.model_fields if name not in ROWS["plans"].model_fields and name != "plan_no"]
    columns = [PlanTable.no, *(getattr(PlanTable, name) for name in more)]
    while True:
        page = select(*columns).where(PlanTable.no > last).order_by(PlanTable.no).limit(_AT_ONCE)
        found = {row["no"]: row for row in moment.connection.execute(page).mappings()}
        if not found:
            return
        answered = query.by_key(moment.connection, [keys.key(no, "plans", 0) for no in found])
        for no, row in found.items():
            answer = answered[keys.key(no, "plans", 0)]
            yield PackedPlan(**dict(answer), plan_no=no, **{name: row[name] for name in more})
        last = max(found)


def _parts(connection: Connection, kind: Kind) -> Iterator[Frozen]:
    """As the store answers them, so that what is exported is what is counted."""
    table, row_type = TABLES[kind], next(r.row for r in RESOURCES if r.name == kind)
    last = 0
    while True:
        page = select(table.key).where(table.key > last).order_by(table.key).limit(_AT_ONCE)
        found = list(connection.execute(page).scalars())
        if not found:
            return
        answered = query.by_key(connection, found)
        for key in found:
            yield row_type.model_validate({**dict(answered[key]), "ordinal": keys.parts(key).ordinal})
        last = found[-1]


_VERSIONS = select(
    PlanTable.id.label("plan_id"),
    VersionTable.ordinal.label("version"),
    *(
        getattr(VersionTable, name)
        for name in ("stored_at", "read_at", "reading_rules", "extraction_rules", "counts", "problems")
    ),
).join(PlanTable, PlanTable.no == VersionTable.plan_no)
_IN_ORDER = (VersionTable.plan_no, VersionTable.ordinal)


def _versions(moment: Moment) -> Iterator[PackedVersion]:
    for row in _streamed(moment.connection, _VERSIONS.order_by(*_IN_ORDER)):
        yield _said(row, PackedVersion)


def _renditions(moment: Moment) -> Iterator[PackedRendition]:
    named = ("sha256", "leading", "media_type", "source", "stored_at", "why", "share", "quality")
    columns = [getattr(RenditionTable, name) for name in named]
    for row in _streamed(moment.connection, _of_renditions(*columns)):
        size = moment.copy(row["sha256"])
        original = None if size is None else f"{ORIGINALS}/{row['sha256']}"
        yield _said(row, PackedRendition, original=original, bytes=size)


def _of_renditions(*columns: Any) -> Select[Any]:
    named = (PlanTable.id.label("plan_id"), VersionTable.ordinal.label("version"))
    joined = select(*named, *columns).select_from(RenditionTable)
    joined = joined.join(VersionTable, VersionTable.no == RenditionTable.version_no)
    return joined.join(PlanTable, PlanTable.no == VersionTable.plan_no).order_by(*_IN_ORDER, RenditionTable.no)


def _labels(moment: Moment) -> Iterator[PackedLabel]:
    asked = select(LabelTable.key, LabelTable.name, LabelTable.value).order_by(LabelTable.key)
    found = _placed(moment.connection, _streamed(moment.connection, asked))
    for _, group in groupby(found, key=lambda placed: placed[1]["key"]):
        for place, row in sorted(group, key=lambda placed: (placed[1]["name"], placed[1]["value"])):
            yield PackedLabel(**place, label=row["name"], value=row["value"])


def _acting(moment: Moment) -> Iterator[PackedActing]:
    asked = select(ActingTable.key, ActingTable.position, ActorTable.name).join(ActorTable)
    asked = asked.order_by(ActingTable.key, ActingTable.position)
    for place, row in _placed(moment.connection, _streamed(moment.connection, asked)):
        yield PackedActing(**place, position=row["position"], actor=row["name"])


def _placed(connection: Connection, found: Iterator[Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Rows in the order of keys, each with the plan, kind and ordinal that its key tells."""
    number, plan_id = 0, ""
    for row in found:
        key = keys.parts(row["key"])
        if key.plan_no != number:
            number = key.plan_no
            plan_id = connection.execute(select(PlanTable.id).where(PlanTable.no == number)).scalar_one()
        yield {"plan_id": plan_id, "kind": key.kind, "ordinal": key.ordinal}, row


def _actors(moment: Moment) -> Iterator[PackedActor]:
    """Those that act; names that only removed plans had are left out."""
    connection = moment.connection
    acts = exists().where(ActingTable.actor_no == ActorTable.no)
    asked = (
        select(ActorTable.name, ActorTable.agency, MeaningTable.meaning)
        .outerjoin(MeaningTable, MeaningTable.actor_no == ActorTable.no)
        .where(acts)
        .order_by(_bytewise(connection, ActorTable.name))
    )
    for (name, agency), group in groupby(_streamed(connection, asked), key=lambda r: (r["name"], r["agency"])):
        yield PackedActor(name=name, agency=agency, meanings=tuple(sorted(r["meaning"] for r in group if r["meaning"])))


def _corrections(moment: Moment) -> Iterator[PackedCorrection]:
    asked = select(PlanTable.id.label("plan_id"), *CorrectionTable.__table__.columns)
    asked = asked.join_from(CorrectionTable, PlanTable, PlanTable.no == CorrectionTable.plan_no)
    for row in _streamed(moment.connection, asked.order_by(CorrectionTable.plan_no, CorrectionTable.no)):
        yield _said(row, PackedCorrection)


def _links(moment: Moment) -> Iterator[PackedLink]:
    other = PlanTable.__table__.alias("other")
    asked = (
        select(PlanTable.id.label("plan_id"), other.c.id.label("other_id"), *LinkTable.__table__.columns)
        .join_from(LinkTable, PlanTable, PlanTable.no == LinkTable.plan_no)
        .join(other, other.c.no == LinkTable.other_no)
        .order_by(LinkTable.plan_no, LinkTable.other_no, _bytewise(moment.connection, LinkTable.kind))
    )
    for row in _streamed(moment.connection, asked):
        yield _said(row, PackedLink)


def _questions(moment: Moment) -> Iterator[PackedQuestion]:
    for row in _streamed(moment.connection, select(*SavedTable.__table__.columns).order_by(SavedTable.name)):
        yield _said(row, PackedQuestion)


def _changes(moment: Moment) -> Iterator[PackedChange]:
    asked = select(*ChangeTable.__table__.columns, PlanTable.id.label("plan_id"))
    asked = asked.outerjoin(PlanTable, PlanTable.no == ChangeTable.plan_no).order_by(ChangeTable.no)
    for row in _streamed(moment.connection, asked):
        yield _said(row, PackedChange)


def _documents(connection: Connection) -> Iterator[bytes]:
    asked = select(PlanTable.id.label("plan_id"), VersionTable.ordinal, VersionTable.json)
    asked = asked.join_from(VersionTable, PlanTable, PlanTable.no == VersionTable.plan_no).order_by(*_IN_ORDER)
    for row in _streamed(connection, asked, _FEW):
        head = to_json({"plan_id": row["plan_id"], "version": row["ordinal"]})
        yield head[:-1] + b',"plan":' + zlib.decompress(row["json"]) + b"}\n"


def _contents(connection: Connection) -> Iterator[bytes]:
    for row in _streamed(connection, _of_renditions(RenditionTable.sha256, RenditionTable.content)):
        yield to_json({"sha256": row["sha256"], "content": b64encode(row["content"]).decode()}) + b"\n"


_SELECTED: dict[str, Callable[[Moment], Iterator[Frozen]]] = {
    "plans": _plans,
    "versions": _versions,
    "renditions": _renditions,
    "labels": _labels,
    "actors": _actors,
    "acting": _acting,
    "corrections": _corrections,
    "links": _links,
    "questions": _questions,
    "changes": _changes,
}
_COUNTED: dict[str, Any] = {
    "plans": PlanTable,
    "versions": VersionTable,
    "renditions": RenditionTable,
    **{kind: TABLES[kind] for kind in PARTS},
    "labels": LabelTable,
    "actors": ActorTable,
    "acting": ActingTable,
    "corrections": CorrectionTable,
    "links": LinkTable,
    "questions": SavedTable,
    "changes": ChangeTable,
    DOCUMENTS: VersionTable,
    CONTENTS: RenditionTable,
}
