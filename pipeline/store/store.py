"""The store: plans with every version of them, written whole or not at all, and questions to their latest versions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine, select

from models.document import RawFile
from models.errors import UsageError
from models.plan import Plan
from models.records import Record
from pipeline.settings import Settings
from pipeline.store import corrections, originals, putting, query, write
from pipeline.store.database import Place, connect, locate, writing
from pipeline.store.errors import read_only as cannot_write
from pipeline.store.errors import translated
from pipeline.store.keys import Kind
from pipeline.store.packing import unpacked
from pipeline.store.query import Answer
from pipeline.store.question import Question, checked
from pipeline.store.rows import PlanRow, Stored
from pipeline.store.searching import Found, Searcher
from pipeline.store.tables import PlanTable, VersionTable

_NAMED = 10
"""Plans that a message names at most."""


class Store:
    """An open database, its originals and its index. Every method raises StoreError where they cannot be used."""

    def __init__(self, engine: Engine, place: Place, home: Path, kept: str | Path, *, read_only: bool) -> None:
        self.place, self.home, self.read_only = place, home, read_only
        self.engine = engine
        self.originals = originals.at(kept)

    @classmethod
    def open(
        cls,
        url: str | None = None,
        home: Path | None = None,
        *,
        originals: str | None = None,
        read_only: bool = False,
    ) -> Store:
        """Open the database, making it where it is missing; where no `home` is given, all is taken from the settings.

        Raises StoreError; UsageError where the URL is of no use, or where there is nothing yet to read (`read_only`).
        """
        if home is None:
            settings = Settings.from_environment()
            url, home, originals = url or settings.database, settings.home, originals or settings.originals
        place = locate(url, home)
        kept = originals or home / "originals"
        return cls(connect(place, read_only=read_only), place, home, kept, read_only=read_only)

    def close(self) -> None:
        with translated(self.place.name):
            self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One moment of the store: all that is read in it belongs together."""
        with translated(self.place.name), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One change, whole or not at all. Raises StoreReadOnly where the store was opened for reading."""
        if self.read_only:
            raise cannot_write(self.place.name)
        with translated(self.place.name), writing(self.engine) as connection:
            yield connection

    def has(self, sha256: str) -> Stored | None:
        """What is known of a file by its bytes; None where they are new."""
        with self.reading() as connection:
            return putting.known(connection, sha256)

    def known(self, raw: RawFile) -> Stored | None:
        """As `has`, for the bytes themselves: an original that was lost is kept again."""
        if found := self.has(raw.sha256):
            self.originals.keep(raw.content)
        return found

    def put(self, raw: RawFile, plan: Plan) -> Stored:
        """Store a plan and the bytes it was read from, whole or not at all. The same bytes twice are one file."""
        if self.read_only:
            raise cannot_write(self.place.name)
        if known := self.known(raw):
            return known
        ready = write.Ready.of(plan)
        self.originals.keep(raw.content)  # Before the transaction: an original without a version does no harm.
        with self.writing() as connection:
            if known := putting.known(connection, raw.sha256):  # Another process was quicker.
                return known
            self.originals.keep(raw.content)  # A removal may have taken the same bytes away (see removing.sweep).
            return putting.put(connection, raw, ready)

    def ask(self, question: Question) -> Answer:
        """The answer to a question; `question.plan` is what `find` understands. Raises UsageError."""
        if question.words is not None:
            self.searcher.catch_up()
        with self.reading() as connection:
            meant = question
            if question.plan is not None:
                meant = question.model_copy(update={"plan": self._find(connection, question.plan).id})
            answer = query.ask(connection, meant, self.searcher.keys)
        return answer.model_copy(update={"question": question})

    def search(
        self, words: str, kind: Kind | None = None, *, limit: int = 20, offset: int = 0, **plans: object
    ) -> Found:
        """Full text over clauses, records and the subjects of plans, or over one kind alone, the best first.

        `plans` are a Question's filters on plans: plan, unit, as_of, unit_level, year, movement. Raises UsageError.
        """
        narrowed = Question.of(kind="clauses", **plans)
        if narrowed.plan is not None:
            narrowed = narrowed.model_copy(update={"plan": self.find(narrowed.plan).id})
        return self.searcher.search(words, kind, narrowed, limit=limit, offset=offset)

    @cached_property
    def searcher(self) -> Searcher:
        return Searcher(self)

    def plans(self, **asked: object) -> list[PlanRow]:
        """All plans that meet the filters of a Question, by date of issue."""
        return [row for row in self.ask(Question.of(kind="plans", **asked)).rows if isinstance(row, PlanRow)]

    def find(self, words: str) -> PlanRow:
        """The one plan with this id, or else this symbol, this file, or else all these words.

        Raises UsageError for none, and for several, naming them.
        """
        with self.reading() as connection:
            return self._find(connection, checked(words))

    def load(self, plan_id: str, version: int | None = None) -> Plan:
        """A plan in its latest version unless another is asked for, with people's corrections laid over what was read.

        Raises UsageError for none.
        """
        wanted = PlanTable.latest if version is None else version
        stored = (
            select(VersionTable.json, PlanTable.no)
            .join(PlanTable, PlanTable.no == VersionTable.plan_no)
            .where(PlanTable.id == checked(plan_id), VersionTable.ordinal == wanted)
        )
        with self.reading() as connection:
            found = connection.execute(stored).one_or_none()
            made = corrections.in_force(connection, found.no) if found else ()
        if found is None:
            which = f"plan {plan_id!r}" if version is None else f"version {version} of plan {plan_id!r}"
            raise UsageError(f"there is no {which}; list the plans with: kehoach plans")
        plan = unpacked(found.json)
        return plan.model_copy(update={"metadata": corrections.corrected(plan.metadata, made)}) if made else plan

    def record(self, record_id: str) -> tuple[Plan, Record]:
        """The record whose id this is, or begins with this, and its plan. Raises UsageError for none or several."""
        with self.reading() as connection:
            alike = query.of_id(connection, checked(record_id))
        # A plan may say a thing twice; and SQLite takes upper for lower case here, which no id has.
        found = sorted({(plan_id, each) for plan_id, each in alike if each.startswith(record_id)})
        if len(found) != 1:
            many = f"the ids of {len(found)} records begin" if found else "no record's id begins"
            raise UsageError(f"{many} with {record_id!r}; list a plan's with: kehoach show PLAN --evidence")
        plan = self.load(found[0][0])
        return plan, next(r for r in plan.records() if r.id == found[0][1])

    def original(self, plan: Plan) -> RawFile:
        """The bytes that a stored plan was read from. Raises StoreError where they are gone."""
        document = plan.document
        content = self.originals.read(document.sha256)
        return RawFile(content=content, media_type=document.media_type, source=document.source)

    def _find(self, connection: Connection, words: str) -> PlanRow:
        found = query.find(connection, words)
        if len(found) == 1:
            return found[0]
        if not found:
            raise UsageError(f"no plan matches {words!r}; list the plans with: kehoach plans")
        names = [f"{p.id} ({p.symbol or 'no symbol'}, {p.issuer_unit or 'unit unknown'})" for p in found[:_NAMED]]
        more = [f"and {len(found) - _NAMED} more"] if len(found) > _NAMED else []
        raise UsageError(f"{words!r} matches {len(found)} plans; name one by its id: " + "; ".join(names + more))
