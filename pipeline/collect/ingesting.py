"""What was fetched, read and stored: the main document of each, or the next of its files where that is none.

Doing it twice does no harm: the store knows a file by its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update

from models.document import RawFile
from models.errors import (
    Classified,
    DamagedFile,
    KehoachError,
    MissingTool,
    NotTaken,
    ReaderDied,
    StoreError,
    TookTooLong,
)
from models.plan import Plan
from pipeline.collect import runs
from pipeline.collect.fetching import CLASSIFIED, distance
from pipeline.collect.work import Work
from pipeline.ingest import store_document
from pipeline.read.archives import ARCHIVES, Refusal, unpack
from pipeline.read.formats import media_type_of
from pipeline.read.isolated import Isolated
from pipeline.sources.selecting import passed_over_plan
from pipeline.sources.settings import Select, SourceSettings
from pipeline.store import Stored
from pipeline.store.arriving_tables import FileTable, FoundTable
from pipeline.store.referred import REMOVED, was_removed

_AGAIN = 3
"""Times that a file is read whose reading ended for a reason that may pass: a program was missing, time was short."""


class Read(NamedTuple):
    """What became of a file: stored, or why not. `ends` tells that no other file stands in for it; `others` are what
    else failed in an archive, `classified` that its bytes may not be kept, `lost` that they were not."""

    stored: Stored | None
    error: KehoachError | None = None
    ends: bool = False
    others: tuple[KehoachError, ...] = ()
    classified: bool = False
    lost: bool = False


def due(work: Work, source: str | None = None) -> list[int]:
    """The numbers of the documents, of one source or all, whose files were fetched and are to be read."""
    fetched = select(FoundTable.no).where(FoundTable.standing == "fetched").order_by(FoundTable.no)
    if source is not None:
        fetched = fetched.where(FoundTable.source == source)
    with work.store.reading() as connection:
        return list(connection.execute(fetched).scalars())


def ingest(
    found_nos: Sequence[int], work: Work, reader: Isolated | None = None, on_done: Callable[[int], None] | None = None
) -> None:
    """Read and store these documents. Raises only StoreError: what else fails is recorded.

    `reader` is used where one is given, so that a process that ingests many batches starts its readers once.
    """
    if reader is None:
        with Isolated() as own:
            return ingest(found_nos, work, own, on_done)
    for done, no in enumerate(found_nos, 1):
        _ingest_one(no, work, reader)
        if on_done:
            on_done(done)
    return None


def died(found_nos: Sequence[int], work: Work) -> None:
    """Record that whatever read these documents ended on each of them. Raises StoreError."""
    for no in found_nos:
        row, files = _of_no(no, work)
        if row is not None:
            error = ReaderDied(
                f"{row['key']}: the processes that read it ended; it takes too much memory, or breaks them"
            )
            _write(row, _source_of(row, work), [(file, Read(None, error)) for file in files[:1]], work)


def _of_no(no: int, work: Work) -> tuple[Mapping[Any, Any] | None, Sequence[Mapping[Any, Any]]]:
    """A document that is to be read, and its files; None where another process was quicker."""
    with work.store.reading() as connection:
        of_no = select(FoundTable).where(FoundTable.no == no, FoundTable.standing == "fetched")
        row = connection.execute(of_no).mappings().one_or_none()
        of_found = select(FileTable).where(FileTable.found_no == no, FileTable.sha256.is_not(None))
        files = connection.execute(of_found.order_by(FileTable.rank)).mappings().all()
    return row, files


def _source_of(row: Mapping[Any, Any], work: Work) -> SourceSettings | None:
    return next((s for s in work.catalogue.sources if s.name == row["source"]), None)


def _ingest_one(no: int, work: Work, reader: Isolated) -> None:
    row, files = _of_no(no, work)
    if row is None:
        return
    source = _source_of(row, work)
    outcomes: list[tuple[Mapping[Any, Any], Read]] = []
    for file in files:
        read = _read(file, source.select if source else Select(), work, reader)
        outcomes.append((file, read))
        if read.stored or read.ends:
            break
    _write(row, source, outcomes, work)


def _read(file: Mapping[Any, Any], select_: Select, work: Work, reader: Isolated) -> Read:
    """One file, or the documents of an archive, of which the last that was stored is told."""
    with work.store.reading() as connection:
        if was_removed(connection, file["sha256"]):
            removed = NotTaken("its plan was removed by hand; to have it again, use kehoach ingest on the file")
            return Read(None, removed, ends=True)
    try:
        content = work.store.originals.read(file["sha256"])
    except StoreError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        lost = DamagedFile(f"{file['address']}: what was fetched is no longer whole; it is fetched again: {error}")
        return Read(None, lost, lost=True)
    raw = RawFile(
        content=content, media_type=media_type_of(content), source=file["address"], fetched=file["fetched_at"]
    )
    reads = [
        Read(None, document.error) if isinstance(document, Refusal) else _store(document, select_, work, reader)
        for document in (unpack(raw) if raw.media_type in ARCHIVES else [raw])
    ]
    read = _of_all(reads)
    if read.classified:
        from pipeline.store.removing import forget_body

        forget_body(work.store, file["sha256"])
    return read


def _of_all(reads: Sequence[Read]) -> Read:
    """What became of an archive by what became of the documents in it."""
    if not reads:
        return Read(None)
    failed = [read.error for read in reads if read.error and not isinstance(read.error, NotTaken)]
    secret = next((error for error in failed if isinstance(error, Classified)), None)
    stored = next((read.stored for read in reversed(reads) if read.stored), None)
    told = secret or next(iter(failed), None) or reads[-1].error
    if stored:
        return Read(stored, others=tuple(failed), classified=secret is not None)
    others = tuple(error for error in failed if error is not told)
    return Read(None, told, ends=secret is not None, others=others, classified=secret is not None)


def _store(raw: RawFile, select_: Select, work: Work, reader: Isolated) -> Read:
    def take(plan: Plan) -> str | None:
        return passed_over_plan(select_, plan.metadata)

    try:
        stored, _problems, _note = store_document(raw, work.store, work.settings, reader, take)
    except StoreError:
        raise
    except KehoachError as error:
        return Read(None, error)
    except Exception as error:  # A fault of the rules on one file must not keep the others waiting.
        why = f"{type(error).__name__}: {error}"
        return Read(None, KehoachError(f"{raw.source}: a rule failed on it, tell the maintainers: {why}"))
    return Read(stored)


def _write(
    row: Mapping[Any, Any],
    source: SourceSettings | None,
    outcomes: Sequence[tuple[Mapping[Any, Any], Read]],
    work: Work,
) -> None:
    """What became of a document and its files, in one change."""
    now = work.clock.now()
    again = now + distance(source or SourceSettings(name=row["source"], kind="?"), row, now)
    stored = next((read.stored for _, read in outcomes if read.stored), None)
    values: dict[str, Any] = {"attempts": 0, "failure": None, "reason": None}
    if stored:
        values |= {"standing": "stored", "next_at": again}
    elif any(read.lost for _, read in outcomes):
        values |= _not_stored(row, outcomes, now)
    else:
        values |= _not_stored(row, outcomes, again)
    # Where the listing said meanwhile that it changed, it is due at once.
    values["next_at"] = func.coalesce(FoundTable.next_at, values.get("next_at"))
    with work.store.writing() as connection:
        of_no = (FoundTable.no == row["no"]) & (FoundTable.standing == "fetched")
        if not connection.execute(update(FoundTable).where(of_no).values(values)).rowcount:
            return  # Another process was quicker, and has counted it.
        for file, read in outcomes:
            connection.execute(update(FileTable).where(FileTable.no == file["no"]).values(_of_file(file, read)))
            at = runs.At("ingest", row["source"], file["address"])
            for error in (read.error, *read.others):
                if error and not isinstance(error, NotTaken):
                    runs.fail(connection, work.clock, work.run_no, at, error)
        runs.count(connection, work.clock, work.run_no, **_counted(stored, values["standing"]))


def _not_stored(
    row: Mapping[Any, Any], outcomes: Sequence[tuple[Mapping[Any, Any], Read]], again: datetime
) -> dict[str, Any]:
    """What becomes of a document of which nothing was stored; `again` is when its files may be asked for anew."""
    errors = [read.error for _, read in outcomes if read.error]
    error = next((e for e in errors if not isinstance(e, NotTaken)), None)
    if error is None:
        reason = runs.reason_of(errors[0]) if errors else None
        return {"standing": "not taken", "reason": reason, "next_at": None}
    attempts = row["attempts"] + 1
    said = {"attempts": attempts, "failure": runs.kind_of(error), "reason": runs.reason_of(error)}
    if isinstance(error, MissingTool | ReaderDied | TookTooLong) and attempts < _AGAIN:
        # It stays to be read: the next run tries again.
        return {"standing": "fetched", **said}
    # A file that is broken is often replaced; one that is refused is not asked for until its listing changes.
    return {"standing": "failed", "next_at": None if isinstance(error, Classified) else again, **said}


def _of_file(file: Mapping[Any, Any], read: Read) -> dict[str, Any]:
    values: dict[str, Any] = {"ingested": file["sha256"], "failure": None, "reason": None}
    if read.stored:
        told = read.stored
        outcome = CLASSIFIED if read.classified else told.status
        return values | {"outcome": outcome, "plan_id": told.plan_id, "version": told.version}
    if read.lost:
        values |= {"ingested": None, "sha256": None}
    if read.ends and isinstance(read.error, NotTaken):
        return {"ingested": file["sha256"], "outcome": REMOVED, "plan_id": None, "version": None}
    refused = CLASSIFIED if isinstance(read.error, Classified) else "failed"
    outcome = "not taken" if isinstance(read.error, NotTaken) else refused
    values |= {"outcome": outcome, "plan_id": None, "version": None}
    if read.error:
        values |= {"failure": runs.kind_of(read.error), "reason": runs.reason_of(read.error)}
    return values


def _counted(stored: Stored | None, standing: str) -> dict[str, int]:
    if stored is None:
        return {"not_taken": 1} if standing == "not taken" else {}
    return {{"stored": "new", "new version": "changed"}.get(stored.status, stored.status): 1}
