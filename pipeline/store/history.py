"""What became of a plan: its versions and the files they were read from, corrections, links, changes; and why so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, select

from models.base import Frozen
from models.errors import UsageError
from models.metadata import Absent
from models.plan import Plan
from pipeline.store import corrections, write
from pipeline.store.corrections import Correction
from pipeline.store.tables import ChangeTable, LinkTable, PlanTable, RenditionTable, VersionTable

if TYPE_CHECKING:
    from pipeline.store.store import Store


class RenditionKept(Frozen):
    """A file that a version was read from. `why` it is of the version is a word of `deciding.Why`, `share` that of the
    words in common with what it was compared with (0 to 1); `ways` are those in which its pages were read (`text`,
    `layer`, `ocr`), empty where it has none; `confidence` (0 to 1) is of the reading, null where nothing tells it."""

    version: int
    sha256: str
    media_type: str
    source: str
    stored_at: datetime
    leading: bool
    why: str
    share: float | None
    ways: tuple[str, ...] = ()
    confidence: float | None = None


class VersionKept(Frozen):
    """A version; times are in UTC, `counts` has a number for clauses and each kind of record."""

    ordinal: int
    latest: bool
    stored_at: datetime
    read_at: datetime
    reading_rules: str
    extraction_rules: str
    counts: dict[str, int]
    problems: int
    renditions: tuple[RenditionKept, ...]


class MachineReading(Frozen):
    """What was read of a field, whatever people say: the value, or null and the reason."""

    value: Any
    reason: str | None = None
    rule: str | None = None
    confidence: float | None = None
    quote: str | None = None


class CorrectionKept(Correction):
    """A correction with what became of it: a later one of the same field supersedes it."""

    standing: Literal["in force", "superseded", "revoked"]


class Linked(Frozen):
    """Another plan: `issued from` and `draft of` read from this plan to the other."""

    kind: Literal["issued from", "draft of", "same text"]
    plan_id: str
    symbol: str | None
    share: float
    at: datetime


class ChangeKept(Frozen):
    """One change of the store, by its number."""

    no: int
    at: datetime
    what: str


class Identified(Frozen):
    """Why a plan is a plan of its own: its identity, or what it lacks for one; and why each file is of it."""

    plan_id: str
    identity: str | None
    lacks: tuple[str, ...]
    renditions: tuple[RenditionKept, ...]


class History(Frozen):
    """All of a plan that was and is; `read` has what the machine read of each field that was ever corrected."""

    plan_id: str
    symbol: str | None
    identity: str | None
    lacks: tuple[str, ...]
    versions: tuple[VersionKept, ...]
    corrections: tuple[CorrectionKept, ...]
    read: dict[str, MachineReading]
    links: tuple[Linked, ...]
    changes: tuple[ChangeKept, ...]


def history(store: Store, plan_id: str) -> History:
    """The history of a plan. Raises UsageError for none, StoreError."""
    with store.reading() as connection:
        found = connection.execute(select(PlanTable.__table__).where(PlanTable.id == plan_id)).one_or_none()
        if found is None:
            raise UsageError(f"there is no plan {plan_id!r}; list the plans with: kehoach plans")
        made = corrections.every(connection, found.no)
        return History(
            plan_id=plan_id,
            symbol=found.symbol,
            identity=found.identity,
            lacks=_lacks(found),
            versions=_versions(connection, found.no, found.latest),
            corrections=tuple(_standing(made)),
            read=_read(write.latest_of(connection, found.no), [c.field for c in made]) if made else {},
            links=tuple(_links(connection, found.no)),
            changes=_changes(connection, found.no),
        )


_AT_ONCE = 500
"""Values of one question: databases bound their number."""


def identified(store: Store, plan_ids: Iterable[str]) -> dict[str, Identified]:
    """Why each plan is one, by its id, in the order asked for. Raises StoreError."""
    out: dict[str, Identified] = {}
    with store.reading() as connection:
        left = iter(plan_ids)
        while some := list(islice(left, _AT_ONCE)):
            found = connection.execute(select(PlanTable.__table__).where(PlanTable.id.in_(some)))
            rows = {row.id: row for row in found}
            files = _renditions(connection, [row.no for row in rows.values()])
            for row in (rows[plan_id] for plan_id in some if plan_id in rows):
                of_plan = tuple(files.get(row.no, ()))
                said = {"identity": row.identity, "lacks": _lacks(row), "renditions": of_plan}
                out[row.id] = Identified(plan_id=row.id, **said)
    return out


def _lacks(plan: Any) -> tuple[str, ...]:
    """What an identity would need and the plan does not say (see identity)."""
    if plan.identity is not None:
        return ()
    known = {
        "issuer_unit": plan.issuer_unit or plan.place,
        "symbol": plan.symbol,
        "number": plan.number,
        "issued": plan.issued,
    }
    return tuple(name for name, value in known.items() if value is None)


def _renditions(connection: Connection, plan_nos: Sequence[int]) -> dict[int, list[RenditionKept]]:
    """The files of plans by the plan's number, version by version, in the order in which they were stored."""
    columns = [getattr(RenditionTable, n) for n in _OF_TABLE]
    query = (
        select(VersionTable.plan_no, VersionTable.ordinal.label("version"), RenditionTable.quality, *columns)
        .join(VersionTable, VersionTable.no == RenditionTable.version_no)
        .where(VersionTable.plan_no.in_(plan_nos))
        .order_by(VersionTable.plan_no, VersionTable.ordinal, RenditionTable.no)
    )
    out: dict[int, list[RenditionKept]] = {}
    for row in connection.execute(query).mappings():
        said = {name: row[name] for name in ("version", *_OF_TABLE)}
        read = {name: row["quality"][name] for name in ("ways", "confidence") if name in row["quality"]}
        out.setdefault(row["plan_no"], []).append(RenditionKept(**said, **read))
    return out


_OF_TABLE = ("sha256", "media_type", "source", "stored_at", "leading", "why", "share")


def _versions(connection: Connection, plan_no: int, latest: int) -> tuple[VersionKept, ...]:
    names = ("ordinal", "stored_at", "read_at", "reading_rules", "extraction_rules", "counts", "problems")
    columns = [getattr(VersionTable, name) for name in names]
    query = select(*columns).where(VersionTable.plan_no == plan_no).order_by(VersionTable.ordinal)
    files = _renditions(connection, [plan_no]).get(plan_no, [])
    return tuple(
        VersionKept(
            **row,
            latest=row["ordinal"] == latest,
            renditions=tuple(f for f in files if f.version == row["ordinal"]),
        )
        for row in connection.execute(query).mappings()
    )


def _standing(made: Sequence[Correction]) -> Iterable[CorrectionKept]:
    in_force = {c.field: c.no for c in made if c.revoked_at is None}
    for c in made:
        stands: Literal["in force", "superseded"] = "in force" if in_force.get(c.field) == c.no else "superseded"
        yield CorrectionKept(**dict(c), standing="revoked" if c.revoked_at else stands)


def _read(plan: Plan, fields: Iterable[str]) -> dict[str, MachineReading]:
    out = {}
    names = [name for field in fields for name in ((field, "symbol") if field == "number" else (field,))]
    for name in dict.fromkeys(names):
        field = getattr(plan.metadata, name)
        if isinstance(field, Absent):
            out[name] = MachineReading(value=None, reason=field.reason)
            continue
        quote = " ".join(plan.document.flow(field.evidence).text.split())
        out[name] = MachineReading(value=field.value, rule=field.rule, confidence=field.confidence, quote=quote)
    return out


def _links(connection: Connection, plan_no: int) -> Iterable[Linked]:
    ends = ((LinkTable.plan_no, LinkTable.other_no, "issued from"), (LinkTable.other_no, LinkTable.plan_no, "draft of"))
    for mine, other, issued in ends:
        query = (
            select(LinkTable.kind, LinkTable.share, LinkTable.at, PlanTable.id, PlanTable.symbol)
            .join(PlanTable, PlanTable.no == other)
            .where(mine == plan_no)
            .order_by(PlanTable.id)
        )
        for row in connection.execute(query):
            kind: Any = issued if row.kind == "issued" else row.kind
            yield Linked(kind=kind, plan_id=row.id, symbol=row.symbol, share=row.share, at=row.at)


def _changes(connection: Connection, plan_no: int) -> tuple[ChangeKept, ...]:
    """The changes since the number was last given: a database may give that of a removed plan again."""
    query = select(ChangeTable.no, ChangeTable.at, ChangeTable.what).where(ChangeTable.plan_no == plan_no)
    found = [ChangeKept(**row) for row in connection.execute(query.order_by(ChangeTable.no)).mappings()]
    removed = max((k for k, change in enumerate(found, 1) if change.what == "removed"), default=0)
    return tuple(found[removed:])
