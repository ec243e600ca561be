"""A store made from a package: the same plans, versions, files, corrections, links and questions, on either engine.

It is one transaction: a killed import leaves the store empty, and the same command begins again. Clauses, records and
the words of searches are made anew of the documents in it, about a second a plan; nobody is kept waiting meanwhile,
since the store was empty. The restored store has an id of its own (see pipeline.maintaining.restore).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import DataError, IntegrityError

from models import interchange
from models.base import Frozen
from models.errors import UsageError
from pipeline.export.package.reading import Package
from pipeline.export.package.resources import (
    PARTS,
    Mark,
    PackedChange,
    PackedCorrection,
    PackedDocument,
    PackedLink,
    PackedPlan,
    PackedQuestion,
    PackedRendition,
    PackedVersion,
)
from pipeline.maintaining.restore import count_on, refuse_filled, require_empty
from pipeline.settings import Settings
from pipeline.store import corrections, write
from pipeline.store.filters import TABLES
from pipeline.store.leading import Quality
from pipeline.store.packing import packed
from pipeline.store.sketch import bands
from pipeline.store.store import Store
from pipeline.store.tables import (
    BandTable,
    ChangeTable,
    CorrectionTable,
    LinkTable,
    PlanTable,
    RenditionTable,
    SavedTable,
    VersionTable,
)
from pipeline.store.wording import Content

Step = Callable[[str, int, int], None]
"""Told what is done (`verifying` in bytes, `importing` in plans), how much, and of how much."""


class Imported(Frozen):
    """What was imported; `missing` are the original files that the package had not."""

    mark: Mark
    plans: int
    versions: int
    originals: int
    missing: int


def load(folder: Path, settings: Settings, step: Step | None = None) -> Imported:
    """Fill the empty store of the settings from a package, whose sizes and hashes are verified first.

    The originals come before the rows: without a version they do no harm. Raises UsageError where the store is not
    empty; UsageError, ReadError or its kinds for the package; StoreError.
    """
    told = step or _nobody
    package = Package(folder)
    refuse_filled(settings)  # Before a long reading is in vain.
    done, size = 0, sum(member.bytes for member in package.members.values())

    def verified(more: int) -> None:
        nonlocal done
        done += more
        told("verifying", done, max(done, size))

    package.verify(verified)
    with Store.open(settings.database, settings.home, originals=settings.originals) as store:
        with store.reading() as connection:
            require_empty(connection, store)
        originals = _keep(store, package)
        _write(store, package, told)
    counted = {name: package.members[name].rows for name in ("plans", "versions", "renditions")}
    return Imported(
        mark=package.mark,
        plans=counted["plans"],
        versions=counted["versions"],
        originals=originals,
        missing=counted["renditions"] - originals,
    )


def _nobody(_doing: str, _done: int, _all: int) -> None:
    """Nobody wants to know."""


def _keep(store: Store, package: Package) -> int:
    kept = 0
    for row in package.rows(PackedRendition):
        if row.original is not None:
            store.originals.keep(package.original(row))
            kept += 1
    return kept


def _write(store: Store, package: Package, told: Step) -> None:
    try:
        with store.writing() as connection:
            require_empty(connection, store)  # Another process may have been quicker.
            _Writer(connection, package).all(told)
            if connection.dialect.name == "postgresql":
                count_on(connection)
    except (IntegrityError, DataError, OverflowError) as error:
        raise package.damaged("its rows contradict each other or are none") from error


class _OfPlan(Protocol):
    @property
    def plan_id(self) -> str: ...


_Row = TypeVar("_Row", bound=_OfPlan)


class _InOrder(Generic[_Row]):
    """Rows in the order of plans, taken plan by plan."""

    def __init__(self, rows: Iterator[_Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, plan_id: str) -> Iterator[_Row]:
        while (row := self._next) is not None and row.plan_id == plan_id:
            self._next = next(self._rows, None)
            yield row

    @property
    def ended(self) -> bool:
        return self._next is None


class _Writer:
    def __init__(self, connection: Connection, package: Package) -> None:
        self._connection, self._package = connection, package
        self._numbers: dict[str, int] = {}
        self._versions = _InOrder(package.rows(PackedVersion))
        self._documents = _InOrder(package.documents())
        self._renditions = _InOrder(package.rows(PackedRendition))
        self._corrections = _InOrder(package.rows(PackedCorrection))
        self._contents = package.contents()

    def all(self, told: Step) -> None:
        plans = self._package.members["plans"].rows
        for done, plan in enumerate(self._package.rows(PackedPlan), 1):
            self._plan(plan)
            told("importing", done, plans)
        for left in (self._versions, self._documents, self._renditions, self._corrections):
            if not left.ended:
                raise self._package.damaged("it tells of a plan that is not in it, or in another order")
        if next(self._contents, None) is not None:
            raise self._package.damaged("it has contents of a file that is not in it")
        self._links()
        self._questions()
        self._changes()
        self._check_counts()

    def _plan(self, plan: PackedPlan) -> None:
        """Its row says nothing yet: `refresh` writes what its latest version says, with the corrections."""
        nothing = {"words": "", "folded_symbol": "", "folded_unit": "", "folded_movement": "", "folded": ""}
        row = {"no": plan.plan_no, "id": plan.id, "latest": plan.version, "corrected": [], **nothing}
        self._connection.execute(insert(PlanTable).values(row))
        self._numbers[plan.id] = plan.plan_no
        versions = self._of_versions(plan)
        leading = dict.fromkeys(versions, 0)
        for rendition in self._renditions.of(plan.id):
            if rendition.version not in versions:
                raise self._package.damaged(f"a file is of a version that plan {plan.id!r} has not")
            self._rendition(versions[rendition.version], rendition)
            leading[rendition.version] += rendition.leading
        if set(leading.values()) != {1}:
            raise self._package.damaged(f"a version of plan {plan.id!r} has not one leading file")
        for correction in self._corrections.of(plan.id):
            self._correction(plan.plan_no, correction)
        write.refresh(self._connection, plan.plan_no)

    def _of_versions(self, plan: PackedPlan) -> dict[int, int]:
        """Write the versions of a plan; returns their numbers by their ordinals."""
        numbers: dict[int, int] = {}
        documents = self._documents.of(plan.id)
        for version in self._versions.of(plan.id):
            document = next(documents, None)
            if document is None or (document.version, len(numbers) + 1) != (version.version, version.version):
                raise self._package.damaged(f"the versions of plan {plan.id!r} are not all there, in order")
            numbers[version.version] = self._version(plan.plan_no, version, document)
        if len(numbers) != plan.version or next(documents, None) is not None:
            raise self._package.damaged(f"the versions of plan {plan.id!r} are not all there, in order")
        return numbers

    def _version(self, plan_no: int, version: PackedVersion, document: PackedDocument) -> int:
        """The document stands as it was written; that it is one is seen by loading it."""
        try:
            read = interchange.load(document.plan)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise self._package.damaged(f"a document of plan {version.plan_id!r} is none") from error
        named = ("stored_at", "read_at", "reading_rules", "extraction_rules")
        row = {name: _stored(getattr(version, name)) for name in named}
        row |= {
            "plan_no": plan_no,
            "ordinal": version.version,
            "counts": write.counts(read),
            "problems": len(read.problems),
        }
        row |= {"text": read.document.text, "json": packed(document.plan)}
        return int(self._connection.execute(insert(VersionTable).values(row).returning(VersionTable.no)).scalar_one())

    def _rendition(self, version_no: int, rendition: PackedRendition) -> None:
        sha256, content = next(self._contents, ("", b""))
        if sha256 != rendition.sha256:
            raise self._package.damaged("the contents of its files are not all there, in order")
        try:
            known_by, quality = Content.unpack(content), Quality.model_validate(rendition.quality)
        except (ValueError, ValidationError) as error:
            raise self._package.damaged(f"what is told of the file {sha256} is not to be read") from error
        named = ("sha256", "leading", "media_type", "source", "stored_at", "why", "share")
        row = {name: _stored(getattr(rendition, name)) for name in named}
        row |= {"version_no": version_no, "quality": quality.model_dump(mode="json"), "content": content}
        number = self._connection.execute(insert(RenditionTable).values(row).returning(RenditionTable.no)).scalar_one()
        near = [{"band": band, "rendition_no": number} for band in sorted(set(bands(known_by)))]
        if near:
            self._connection.execute(insert(BandTable), near)

    def _correction(self, plan_no: int, correction: PackedCorrection) -> None:
        try:
            corrections.checked(correction.field, correction.value)
        except UsageError as error:
            raise self._package.damaged(f"correction {correction.no} is none") from error
        self._connection.execute(insert(CorrectionTable).values(_values(correction) | {"plan_no": plan_no}))

    def _links(self) -> None:
        for link in self._package.rows(PackedLink):
            ends = {"plan_no": self._number(link.plan_id), "other_no": self._number(link.other_id)}
            self._connection.execute(insert(LinkTable).values(_values(link) | ends))

    def _questions(self) -> None:
        for question in self._package.rows(PackedQuestion):
            self._connection.execute(insert(SavedTable).values(_values(question)))

    def _changes(self) -> None:
        for count, change in enumerate(self._package.rows(PackedChange), 1):
            if change.no != count or (change.plan_id and self._number(change.plan_id) != change.plan_no):
                raise self._package.damaged(f"change {change.no} is not in its place")
            self._connection.execute(insert(ChangeTable).values(_values(change)))

    def _number(self, plan_id: str) -> int:
        if plan_id not in self._numbers:
            raise self._package.damaged(f"there is no plan {plan_id[:80]!r} in it")
        return self._numbers[plan_id]

    def _check_counts(self) -> None:
        """What was made of the documents is as much as the package says that there is."""
        for kind in PARTS:
            found = self._connection.execute(select(func.count()).select_from(TABLES[kind])).scalar_one()
            if found != self._package.members[kind].rows:
                raise self._package.damaged(f"its documents have {found} {kind}, its table has not")


def _values(row: Frozen) -> dict[str, Any]:
    """The columns of a row that are not ids of plans."""
    return {name: _stored(value) for name, value in row if name not in ("plan_id", "other_id")}


def _stored(value: Any) -> Any:
    """Moments stand in the store in UTC, without saying so."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        return value
    return value.astimezone(UTC).replace(tzinfo=None)
