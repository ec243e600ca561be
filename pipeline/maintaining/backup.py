"""A copy of a whole store in one file, of one moment, while others read and write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256 as hashed
from importlib.metadata import version
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import Connection, Table, func, select

from models.errors import StoreError
from pipeline.export.target import whole
from pipeline.maintaining.lines import Row, written
from pipeline.maintaining.manifest import MANIFEST, TABLES, Manifest, Member, of_original, of_table
from pipeline.store import query, referred, write
from pipeline.store.database import FORM
from pipeline.store.errors import translated
from pipeline.store.store import Store
from pipeline.store.tables import StoreTable

Step = Callable[[int, int], None]
"""Told of what is done, and of all there is to do: rows and originals."""

_FAST = 1
"""zlib's level: lines of JSON shrink to a quarter at once, and hardly more for three times the time."""
_AT_ONCE = 500
"""Rows that are in memory together."""


def backup(store: Store, to: Path, *, force: bool = False, step: Step | None = None) -> Manifest:
    """Write all of the store to a file, whole or not at all; returns what it holds.

    An original that the store has lost is named in the manifest (`missing`): the rest is worth keeping all the more.
    Raises UsageError for a place where no file can be, StoreError or one of its kinds.
    """
    with whole(to, force=force) as new, moment_of(store) as connection:
        with translated(to):
            archive = ZipFile(new, "x", ZIP_DEFLATED, compresslevel=_FAST)
        with archive:
            manifest = _Writer(store, connection, archive, to, step or _nobody).all()
            with translated(to):
                archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
                archive.close()
    return manifest


def _nobody(_done: int, _all: int) -> None:
    """Nobody wants to know."""


@contextmanager
def moment_of(store: Store) -> Iterator[Connection]:
    """One state of the database, however long it is read. SQLite keeps it for a reader of its own accord."""
    with store.reading() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield connection


class _Writer:
    def __init__(self, store: Store, connection: Connection, archive: ZipFile, to: Path, step: Step) -> None:
        self._store, self._connection, self._archive, self._to, self._step = store, connection, archive, to, step
        self._done = 0
        rows = [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in TABLES.values()]
        self._wanted = sorted(referred.kept(connection, write.now()))
        self._all = sum(rows) + len(self._wanted)

    def all(self) -> Manifest:
        tables = {name: self._table(table) for name, table in TABLES.items()}
        originals = self._originals()
        needed = referred.needed(self._connection)
        return Manifest(
            form=FORM,
            program=version("kehoach"),
            made_at=write.now(),
            store=self._connection.execute(select(StoreTable.id)).scalar_one(),
            revision=query.revision(self._connection),
            tables=tables,
            originals=originals,
            missing=tuple(sorted(needed - originals.keys())),
        )

    def _table(self, table: Table) -> Member:
        rows, size, digest = 0, 0, hashed()
        with translated(self._to), self._archive.open(of_table(table.name), "w", force_zip64=True) as file:
            for row in self._rows(table):
                line = written(table, row)
                file.write(line)
                digest.update(line)
                rows, size = rows + 1, size + len(line)
                if not rows % _AT_ONCE:
                    self._tell(_AT_ONCE)
        self._tell(rows % _AT_ONCE)
        return Member(rows=rows, size=size, sha256=digest.hexdigest())

    def _rows(self, table: Table) -> Iterator[Row]:
        """Failures of the database are told as its own here, before the file that is written is blamed."""
        with translated(self._store.place.name):
            streamed = self._connection.execution_options(yield_per=_AT_ONCE)
            for row in streamed.execute(select(table).order_by(*table.primary_key.columns)).mappings():
                yield dict(row)

    def _originals(self) -> dict[str, int]:
        held, kept = set(self._store.originals.names()), {}
        for name in self._wanted:
            content = self._original(name) if name in held else None
            if content is not None:
                kept[name] = len(content)
                with translated(self._to):
                    self._archive.writestr(ZipInfo(of_original(name)), content, ZIP_STORED)
            self._tell(1)
        return kept

    def _original(self, name: str) -> bytes | None:
        """The bytes; None where they are no longer what they were, or cannot be read."""
        try:
            return self._store.originals.read(name)
        except StoreError:
            return None

    def _tell(self, more: int) -> None:
        self._done += more
        self._step(self._done, self._all)
