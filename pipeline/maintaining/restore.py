"""A store made from a backup: the same rows and originals, on whichever engine; whole or not at all.

The restored store has an id of its own, not that of the store the backup was made of. Both may live on, and from then
on the same number of a change means different things in them: an index beside the database, which knows its store by
the id, must never take the one for the other. The numbers of the changes go on from where they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError

from models.errors import DamagedFile, UsageError
from pipeline.maintaining.archive import Backup
from pipeline.maintaining.lines import Row
from pipeline.maintaining.manifest import TABLES, Manifest
from pipeline.settings import Settings
from pipeline.store.store import Store
from pipeline.store.tables import ChangeTable, PlanTable

Step = Callable[[int, int], None]
_AT_ONCE = 500
"""Rows that are in memory together; versions, which hold whole plans, are few enough of them."""


def check(path: Path, step: Step | None = None) -> Manifest:
    """Whether all of a backup is as it was written; no store is touched. Raises UsageError, ReadError or its kinds."""
    with Backup.open(path) as backup:
        backup.verify(_Progress(step, backup.manifest, times=1).more)
        return backup.manifest


def restore(path: Path, settings: Settings, step: Step | None = None) -> Manifest:
    """Fill the empty store of the settings from a backup, which is verified first.

    The originals come first: without a version they do no harm. The rows are one transaction.
    Raises UsageError where the store is not empty; UsageError, ReadError or its kinds for the backup; StoreError.
    """
    with Backup.open(path) as backup:
        refuse_filled(settings)  # Before a long reading is in vain.
        progress = _Progress(step, backup.manifest, times=2)
        backup.verify(progress.more)
        with Store.open(settings.database, settings.home, originals=settings.originals) as store:
            with store.reading() as connection:
                require_empty(connection, store)
            for name in backup.manifest.originals:
                store.originals.keep(backup.original(name))
                progress.more(1)
            _write(store, backup, progress)
        return backup.manifest


class _Progress:
    """Counts rows and originals, each as often as it is read."""

    def __init__(self, step: Step | None, manifest: Manifest, times: int) -> None:
        self._step, self._done = step, 0
        self._all = times * (manifest.rows + len(manifest.originals))

    def more(self, count: int) -> None:
        self._done += count
        if self._step:
            self._step(self._done, self._all)


def refuse_filled(settings: Settings) -> None:
    """Raises UsageError where the store of the settings is there and not empty."""
    try:
        opened = Store.open(settings.database, settings.home, originals=settings.originals, read_only=True)
    except UsageError:
        return  # There is no store yet; what else may be wrong with the place is told when it is made.
    with opened as store, store.reading() as connection:
        require_empty(connection, store)


def require_empty(connection: Connection, store: Store) -> None:
    """Raises UsageError where anything was ever written to the store: its numbers would be given twice."""
    for table in TABLES.values():
        if connection.execute(select(*table.primary_key.columns).limit(1)).first() is not None:
            raise UsageError(
                f"{store.place.name} is not empty, and only an empty store is filled from a backup or a package: name "
                "another folder (KEHOACH_HOME) or database (KEHOACH_DATABASE), or put this one aside"
            )


def _write(store: Store, backup: Backup, progress: _Progress) -> None:
    try:
        with store.writing() as connection:
            require_empty(connection, store)  # Another process may have been quicker.
            for table in backup.tables.values():
                for rows in _batches(backup.rows(table)):
                    connection.execute(insert(table), rows)
                    progress.more(len(rows))
            if connection.dialect.name == "postgresql":
                count_on(connection)
    except (IntegrityError, DataError, OverflowError) as error:
        raise DamagedFile(
            f"{backup.path}: its rows contradict each other or are none; nothing was restored; take another"
        ) from error


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _AT_ONCE)):
        yield batch


def count_on(connection: Connection) -> None:
    """PostgreSQL counts rows apart from their tables: go on from the highest number ever given."""
    for table in TABLES.values():
        counted = table.autoincrement_column
        if counted is not None and (last := _last(connection, table)):
            setting = text("SELECT setval(pg_get_serial_sequence(:name, :counted), :last)")
            connection.execute(setting, {"name": table.name, "counted": counted.name, "last": last})


def _last(connection: Connection, table: Table) -> int:
    """Of plans also those that were removed, which the changes still tell of."""
    highest = select(func.max(table.c.no))
    found = [connection.execute(highest).scalar_one() or 0]
    if table is PlanTable.__table__:
        found.append(connection.execute(select(func.max(ChangeTable.plan_no))).scalar_one() or 0)
    return max(found)
