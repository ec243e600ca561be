"""A plan out of the store, with all that is known of it.

Its original bytes stay unless they are asked for too: another database may keep its originals in the same place. What
no plan uses any more, `kehoach doctor --clean` takes away after a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select

from models.base import Frozen
from models.errors import UsageError
from pipeline.store import write
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
        write.changed(connection, found, "removed")
    # The same bytes are one rendition: nothing else of this store was read from them.
    gone = {"originals": sweep(store, files)} if originals else {"unused": tuple(sorted(files))}
    return Removed(plan_id=plan_id, versions=counted, renditions=len(files), corrections=corrected, **gone)


def sweep(store: Store, names: Iterable[str]) -> tuple[str, ...]:
    """Remove those of these originals (by SHA-256) that no rendition was read from; returns what was removed.

    While they are removed nobody else writes: `Store.put` makes sure within its own change that what it stores is kept,
    so bytes that another process stores at this moment are either seen here, or kept anew there. Raises StoreError.
    """
    gone = []
    with store.writing() as connection:
        for name in sorted(set(names)):
            used = select(RenditionTable.no).where(RenditionTable.sha256 == name)
            if connection.execute(used).first() is None:
                store.originals.remove(name)
                gone.append(name)
    return tuple(gone)


def _remove_rows(connection: Connection, plan_no: int) -> int:
    """Every row of a plan; returns the number of its corrections. Versions take their renditions and bands along."""
    write.clear(connection, plan_no)
    connection.execute(delete(LinkTable).where((LinkTable.plan_no == plan_no) | (LinkTable.other_no == plan_no)))
    corrections = connection.execute(delete(CorrectionTable).where(CorrectionTable.plan_no == plan_no)).rowcount
    connection.execute(delete(VersionTable).where(VersionTable.plan_no == plan_no))
    connection.execute(delete(PlanTable).where(PlanTable.no == plan_no))
    return int(corrections)
