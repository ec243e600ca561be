"""A plan out of the store, with all that is known of it.

Its original bytes stay unless they are asked for too: another database may keep its originals in the same place. What
no plan uses any more, `kehoach doctor --clean` takes away after a day.

A plan that came from a source does not come back by itself: its files are marked as removed, and only other bytes in
their place are stored again. Who ingests the same bytes by hand wants them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, or_, select, update

from models.base import Frozen
from models.errors import UsageError
from pipeline.store import referred, write
from pipeline.store.arriving_tables import AddressTable, FetchTable, FileTable
from pipeline.store.tables import (
    CorrectionTable,
    LinkTable,
    PlanTable,
    RenditionTable,
    VersionTable,
)

if TYPE_CHECKING:
    from pipeline.store.store import Store


class Removed(Frozen):
    """What was removed; `originals` are the SHA-256 of the bytes that went with it, `unused` of those that stay though
    no plan of this store uses them any more."""

    plan_id: str
    versions: int
    renditions: int
    corrections: int
    originals: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def remove(store: Store, plan_id: str, *, originals: bool = False) -> Removed:
    """Remove a plan: versions, renditions, links and corrections in one change, then, where they are asked for, the
    originals.

    Raises UsageError for an unknown plan; StoreError. Where the originals cannot be reached, the plan is gone all the
    same, and what nobody uses does no harm.
    """
    with store.writing() as connection:
        found = connection.execute(select(PlanTable.no).where(PlanTable.id == plan_id)).scalar_one_or_none()
        if found is None:
            raise UsageError(f"there is no plan {plan_id!r}; list the plans with: kehoach plans")
        versions = select(VersionTable.no).where(VersionTable.plan_no == found)
        of_versions = RenditionTable.version_no.in_(versions)
        files = connection.execute(select(RenditionTable.sha256).where(of_versions)).scalars().all()
        counted = len(connection.execute(versions).all())
        corrected = _remove_rows(connection, found)
        _let_go(connection, plan_id, files)
        write.changed(connection, found, "removed")
    # The same bytes are one rendition: nothing else of this store was read from them.
    gone = {"originals": sweep(store, files)} if originals else {"unused": tuple(sorted(files))}
    return Removed(plan_id=plan_id, versions=counted, renditions=len(files), corrections=corrected, **gone)


def sweep(store: Store, names: Iterable[str]) -> tuple[str, ...]:
    """Remove those of these originals (by SHA-256) that no rendition was read from and that are no file of a source;
    returns what was removed.

    While they are removed nobody else writes: `Store.put` makes sure within its own change that what it stores is kept,
    so bytes that another process stores at this moment are either seen here, or kept anew there. Raises StoreError.
    """
    gone = []
    with store.writing() as connection:
        for name in sorted(set(names)):
            if not referred.is_needed(connection, name):
                store.originals.remove(name)
                gone.append(name)
    return tuple(gone)


def forget_body(store: Store, sha256: str) -> bool:
    """Remove bytes that may not be kept, such as those of a document marked MẬT, and whatever the collecting says of
    them: files and fetches lose their hash, the addresses are forgotten. `file.ingested` stays, a hash and no content,
    so that the same bytes are known again.

    Returns false, and does nothing, where a version was read from them. Raises StoreError, and then nothing of it is
    done but that the bytes may be gone; it can be asked for again.
    """
    with store.writing() as connection:
        if referred.is_read(connection, sha256):
            return False
        for table in (FileTable, FetchTable):
            connection.execute(update(table).where(table.sha256 == sha256).values(sha256=None))
        connection.execute(delete(AddressTable).where(AddressTable.sha256 == sha256))
        store.originals.remove(sha256)
    return True


def _let_go(connection: Connection, plan_id: str, names: Sequence[str]) -> None:
    """Mark the files of sources that the plan was read from. Where a site has other bytes by now that were not yet
    given to the store, these stay to be ingested."""
    of_plan = or_(FileTable.plan_id == plan_id, FileTable.sha256.in_(names), FileTable.ingested.in_(names))
    known = func.coalesce(FileTable.ingested, FileTable.sha256)
    gone = {"outcome": referred.REMOVED, "plan_id": None, "version": None, "ingested": known}
    connection.execute(update(FileTable).where(of_plan).values(gone))


def _remove_rows(connection: Connection, plan_no: int) -> int:
    """Every row of a plan; returns the number of its corrections. Versions take their renditions and bands along."""
    write.clear(connection, plan_no)
    connection.execute(delete(LinkTable).where((LinkTable.plan_no == plan_no) | (LinkTable.other_no == plan_no)))
    corrections = connection.execute(delete(CorrectionTable).where(CorrectionTable.plan_no == plan_no)).rowcount
    connection.execute(delete(VersionTable).where(VersionTable.plan_no == plan_no))
    connection.execute(delete(PlanTable).where(PlanTable.no == plan_no))
    return int(corrections)
