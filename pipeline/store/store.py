"""The store: plans with every version of them, written whole or not at all, and questions to their latest versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from models.document import RawFile
from models.errors import UsageError
from models.plan import Plan
from models.records import AssignmentRole, Comparator, Level, MilestoneKind, Record, Round
from pipeline.settings import Settings
from pipeline.store import identity, originals, query, write
from pipeline.store.database import connect, locate, writing
from pipeline.store.errors import read_only as cannot_write
from pipeline.store.errors import translated
from pipeline.store.query import Filter
from pipeline.store.rows import (
    AssignmentRow,
    AwardRow,
    CriterionRow,
    MilestoneRow,
    PlanRow,
    QuantityRow,
    RecordRow,
    ReferenceRow,
    Stored,
)
from pipeline.store.tables import (
    AssignmentTable,
    AwardTable,
    CriterionTable,
    MilestoneTable,
    PlanTable,
    QuantityTable,
    RecordTable,
    ReferenceTable,
    VersionTable,
)

R = TypeVar("R", bound=RecordRow)

_NAMED = 10
"""Plans that a message names at most."""


class Store:
    """An open database and its folder of originals. Every method raises StoreError where they cannot be used.

    `unit`, `search`, `actor`, `form`, `authority`: all the words must occur, whole, in any order; without accents they
    match any accents, with accents just those. `year` is the plan's year of issue. `plan` is what `find` understands.
    Enumerations are given by their words; an unknown word is a UsageError.
    """

    def __init__(self, engine: Engine, path: Path, home: Path, *, read_only: bool) -> None:
        self.path, self.home, self.read_only = path, home, read_only
        self._engine = engine

    @classmethod
    def open(cls, url: str | None = None, home: Path | None = None, *, read_only: bool = False) -> Store:
        """Open the database, making it where it is missing; what is not given is taken from the settings.

        Raises StoreError; UsageError where the URL is of no use, or where there is nothing yet to read (`read_only`).
        """
        if home is None:
            settings = Settings.from_environment()
            url, home = url or settings.database, settings.home
        path, wait = locate(url, home)
        return cls(connect(path, wait, read_only=read_only), path, home, read_only=read_only)

    def close(self) -> None:
        with translated(self.path):
            self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()

    def has(self, sha256: str) -> Stored | None:
        """What is known of a file by its bytes; None where they are new."""
        with self._reading() as connection:
            return _known(connection, sha256)

    def put(self, raw: RawFile, plan: Plan) -> Stored:
        """Store a plan and the bytes it was read from, whole or not at all. The same bytes twice are one version."""
        if self.read_only:
            raise cannot_write(self.path)
        if known := self.has(raw.sha256):
            return known
        originals.keep(self.home, raw)  # Before the transaction: an original without a version does no harm.
        with translated(self.path), writing(self._engine) as connection:
            if known := _known(connection, raw.sha256):
                return known  # Another process was quicker.
            plan_id, ordinal = _next_version(connection, plan)
            write.write(connection, plan_id, ordinal, raw, plan)
        return Stored(status="stored" if ordinal == 1 else "new version", plan_id=plan_id, version=ordinal)

    def plans(self, *, unit: str | None = None, year: int | None = None, search: str | None = None) -> list[PlanRow]:
        """The plans by date of issue. `search` reads id, unit, symbol, year and subject."""
        filters = [*query.of_plan(unit, year), *query.plan_worded(search)]
        with self._reading() as connection:
            return query.plans(connection, filters)

    def find(self, words: str) -> PlanRow:
        """The one plan with this id, or else this symbol, or else all these words.

        Raises UsageError for none, and for several, naming them.
        """
        with self._reading() as connection:
            return _find(connection, words)

    def load(self, plan_id: str, version: int | None = None) -> Plan:
        """A plan as it was stored, in its latest version unless another is asked for. Raises UsageError for none."""
        wanted = PlanTable.latest if version is None else version
        stored = (
            select(VersionTable.json)
            .join(PlanTable, PlanTable.id == VersionTable.plan_id)
            .where(PlanTable.id == plan_id, VersionTable.ordinal == wanted)
        )
        with self._reading() as connection:
            content = connection.execute(stored).scalar_one_or_none()
        if content is None:
            which = f"plan {plan_id!r}" if version is None else f"version {version} of plan {plan_id!r}"
            raise UsageError(f"there is no {which}; list the plans with: kehoach plans")
        return write.unpacked(content)

    def record(self, record_id: str) -> tuple[Plan, Record]:
        """The record whose id this is, or begins with this, and its plan. Raises UsageError for none or several."""
        with self._reading() as connection:
            found = query.of_id(connection, record_id)
        if len(found) != 1:
            many = f"the ids of {len(found)} records begin" if found else "no record's id begins"
            raise UsageError(f"{many} with {record_id!r}; list a plan's with: kehoach show PLAN --evidence")
        plan = self.load(*found[0][:2])
        return plan, next(r for r in plan.records() if r.id == found[0][2])

    def original(self, plan: Plan) -> RawFile:
        """The bytes that a stored plan was read from. Raises StoreError where they are gone."""
        document = plan.document
        path = originals.place(self.home, document.sha256)
        with translated(path):
            content = path.read_bytes()
        return RawFile(content=content, media_type=document.media_type, source=document.source)

    def criteria(  # noqa: PLR0913  (one keyword a filter is the interface)
        self,
        *,
        plan: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        audience: str | None = None,
        round: str | None = None,  # noqa: A002  (the field's word)
        level: str | None = None,
        search: str | None = None,
    ) -> list[CriterionRow]:
        """`audience` collective or individual includes `both`."""
        filters = [
            *query.for_audience(CriterionTable.audience, audience),
            *query.listed(CriterionTable.rounds, Round, round),
            *query.listed(CriterionTable.levels, Level, level),
        ]
        return self._records(CriterionTable, CriterionRow, (plan, unit, year, search), filters)

    def quantities(
        self,
        *,
        plan: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        comparator: str | None = None,
        search: str | None = None,
    ) -> list[QuantityRow]:
        filters = query.chosen(QuantityTable.comparator, Comparator, comparator)
        return self._records(QuantityTable, QuantityRow, (plan, unit, year, search), filters)

    def timeline(
        self,
        *,
        plan: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        actor: str | None = None,
        search: str | None = None,
    ) -> list[MilestoneRow]:
        """The milestones by date (start, else end), those without a date last."""
        filters = [
            *query.chosen(MilestoneTable.kind, MilestoneKind, kind),
            *query.worded(MilestoneTable.folded_actor, actor, lambda row: row["actor"] or ""),
        ]
        order = [func.coalesce(MilestoneTable.start, MilestoneTable.end).nulls_last()]
        return self._records(MilestoneTable, MilestoneRow, (plan, unit, year, search), filters, order)

    def awards(  # noqa: PLR0913
        self,
        *,
        plan: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        audience: str | None = None,
        round: str | None = None,  # noqa: A002
        form: str | None = None,
        authority: str | None = None,
        search: str | None = None,
    ) -> list[AwardRow]:
        """`audience` collective or individual includes `both`."""
        filters = [
            *query.for_audience(AwardTable.audience, audience),
            *query.chosen(AwardTable.round, Round, round),
            *query.worded(AwardTable.folded_form, form, lambda row: str(row["form"])),
            *query.worded(AwardTable.folded_authority, authority, lambda row: row["authority"] or ""),
        ]
        return self._records(AwardTable, AwardRow, (plan, unit, year, search), filters)

    def references(
        self,
        *,
        plan: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        symbol: str | None = None,
        search: str | None = None,
    ) -> list[ReferenceRow]:
        """`symbol` is the whole symbol of the document referred to, spaces ignored."""
        filters = query.symbol(ReferenceTable.folded_symbol, symbol)
        return self._records(ReferenceTable, ReferenceRow, (plan, unit, year, search), filters)

    def assignments(
        self,
        *,
        plan: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        actor: str | None = None,
        role: str | None = None,
        search: str | None = None,
    ) -> list[AssignmentRow]:
        """`actor`: all words in the name of one actor."""
        filters = [*query.acted(actor), *query.chosen(AssignmentTable.role, AssignmentRole, role)]
        return self._records(AssignmentTable, AssignmentRow, (plan, unit, year, search), filters)

    def _records(
        self,
        table: type[RecordTable],
        row_type: type[R],
        asked: tuple[str | None, str | None, int | None, str | None],
        filters: Sequence[Filter],
        order: Sequence[ColumnElement[Any]] = (),
    ) -> list[R]:
        plan, unit, year, search = asked
        with self._reading() as connection:
            plan_id = None if plan is None else _find(connection, plan).id
            every = [*query.of_plan(unit, year, plan_id), *query.searched(table, row_type, search), *filters]
            return query.records(connection, table, row_type, every, order)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(self.path), self._engine.begin() as connection:
            yield connection


def _known(connection: Connection, sha256: str) -> Stored | None:
    found = connection.execute(
        select(VersionTable.plan_id, VersionTable.ordinal).where(VersionTable.sha256 == sha256)
    ).one_or_none()
    return Stored(status="unchanged", plan_id=found.plan_id, version=found.ordinal) if found else None


def _next_version(connection: Connection, plan: Plan) -> tuple[str, int]:
    """The plan's id and the ordinal of the version to be written."""
    columns = select(PlanTable.latest, PlanTable.subject, PlanTable.issuer_parent)
    plan_id = identity.plan_id(plan)
    found = connection.execute(columns.where(PlanTable.id == plan_id)).one_or_none()
    if found and not identity.same_plan(plan.metadata, found.subject, found.issuer_parent):
        plan_id = f"{plan_id}-{identity.mark(plan)}"
        found = connection.execute(columns.where(PlanTable.id == plan_id)).one_or_none()
    return plan_id, found.latest + 1 if found else 1


def _find(connection: Connection, words: str) -> PlanRow:
    exact = query.plans(connection, query.equal(PlanTable.id, words.strip()))
    found = (
        exact
        or query.plans(connection, query.symbol(PlanTable.folded_symbol, words))
        or query.plans(connection, query.plan_worded(words))
    )
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"no plan matches {words!r}; list the plans with: kehoach plans")
    names = [f"{p.id} ({p.symbol or 'no symbol'}, {p.issuer_unit or 'unit unknown'})" for p in found[:_NAMED]]
    more = [f"and {len(found) - _NAMED} more"] if len(found) > _NAMED else []
    raise UsageError(f"{words!r} matches {len(found)} plans; name one by its id: " + "; ".join(names + more))
