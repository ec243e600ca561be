"""A package of one moment of a store, while others read and write: there whole, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256 as hashed
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, TypeVar

from pydantic_core import to_json
from sqlalchemy import Connection, func, select

from models.errors import StoreError, UsageError
from pipeline.export import csv
from pipeline.export.options import Options
from pipeline.export.package import selecting
from pipeline.export.package.descriptor import described
from pipeline.export.package.resources import DESCRIPTOR, FILES, ORIGINALS, RESOURCES, Mark, Member, Summary
from pipeline.export.package.selecting import Moment
from pipeline.export.target import sync
from pipeline.maintaining.backup import moment_of
from pipeline.store import write
from pipeline.store.errors import translated
from pipeline.store.store import Store
from pipeline.store.tables import PlanTable

_T = TypeVar("_T")

Step = Callable[[int, int], None]
"""Told of the rows that are written, and of all there are; the last call comes before the package takes its name."""
_TOLD = 100
"""Rows after which it is told."""


def export(store: Store, to: Path, *, originals: bool = True, force: bool = False, step: Step | None = None) -> Summary:
    """Write all of a store into a new folder; returns what it holds.

    `originals` is false where their bytes are to be left out; those that the store has lost are left out in any case.
    `force` allows taking the place of an earlier package, which is removed when the new one is whole. Raises UsageError
    for a place where no package can be, StoreError or one of its kinds.
    """
    _check(to, force=force)
    with translated(to), _beside(to) as new:
        with moment_of(store) as connection:
            summary = _Writer(store, connection, new, _Copy(store, new, wanted=originals), step).all()
        (new / DESCRIPTOR).write_bytes(to_json(described(summary), indent=1) + b"\n")
        for folder, _, names in os.walk(new):
            for name in names:
                sync(Path(folder, name))
            sync(Path(folder))
        if step:
            step(1, 1)
        _publish(new, to, force=force)
    return summary


def _check(to: Path, *, force: bool) -> None:
    if "\0" in str(to):
        raise UsageError("the name of a folder cannot hold a NUL character; give another")
    if not to.absolute().parent.is_dir():
        raise UsageError(f"{to}: there is no folder {to.parent}; make it first")
    if not os.path.lexists(to):
        return
    if to.is_symlink() or not to.is_dir():
        raise UsageError(f"{to}: this is no folder; name a new one")
    if not force:
        raise UsageError(f"{to}: this folder exists already; name another, or allow replacing it (--force)")
    if any(to.iterdir()) and not (to / DESCRIPTOR).is_file():
        raise UsageError(f"{to}: this folder is no data package, and is not replaced; name another")


@contextmanager
def _beside(to: Path) -> Iterator[Path]:
    """A new folder on the same disk; what is left of it at the end is removed."""
    private = Path(mkdtemp(dir=to.absolute().parent, prefix=".new-"))
    try:
        new = private / "package"
        new.mkdir()
        yield new
    finally:
        shutil.rmtree(private, ignore_errors=True)


def _publish(new: Path, to: Path, *, force: bool) -> None:
    """The new folder takes the name; one that had it goes where the new one was, and away with what is left there."""
    _check(to, force=force)  # Something may have come meanwhile.
    before = new.with_name("before")
    if to.exists():
        to.rename(before)
    try:
        new.rename(to)
    except OSError:
        if before.exists():
            before.rename(to)
        raise
    sync(to.absolute().parent)


class _Copy:
    """Puts originals into the package."""

    def __init__(self, store: Store, new: Path, *, wanted: bool) -> None:
        self._store, self._folder = store, new / ORIGINALS
        self._held = frozenset(store.originals.names()) if wanted else frozenset()
        self.count = self.left_out = 0
        if wanted:
            self._folder.mkdir()

    def __call__(self, sha256: str) -> int | None:
        content = self._read(sha256) if sha256 in self._held else None
        if content is None:
            self.left_out += 1
            return None
        with translated(self._folder):
            (self._folder / sha256).write_bytes(content)
        self.count += 1
        return len(content)

    def _read(self, sha256: str) -> bytes | None:
        """None where the bytes are no longer what they were, or cannot be read."""
        try:
            return self._store.originals.read(sha256)
        except StoreError:
            return None


class _Writer:
    def __init__(self, store: Store, connection: Connection, new: Path, copied: _Copy, step: Step | None) -> None:
        self._name, self._new, self._copied, self._step = store.place.name, new, copied, step
        self._moment = Moment(connection, copied)
        self._done = 0
        self._all = sum(selecting.count(connection, name) for name in FILES)

    def all(self) -> Summary:
        members = {resource.name: self._table(resource.name) for resource in RESOURCES}
        members |= {name: self._lines(name) for name in FILES if name not in members}
        secret = select(func.count()).select_from(PlanTable).where(PlanTable.classification.is_not(None))
        mark = Mark(
            program=version("kehoach"),
            plans=members["plans"].rows,
            originals=self._copied.count,
            left_out=self._copied.left_out,
            classified=self._moment.connection.execute(secret).scalar_one(),
        )
        return Summary(made_at=write.now(), mark=mark, members=members)

    def _table(self, name: str) -> Member:
        resource = next(r for r in RESOURCES if r.name == name)
        with closing(self._told(selecting.rows(name, self._moment))) as rows:
            count = csv.write(resource.table, rows, self._new / resource.path, Options())
        return self._member(name, count)

    def _lines(self, name: str) -> Member:
        count, found = 0, self._told(selecting.lines(name, self._moment.connection))
        with (self._new / FILES[name]).open("wb") as file, closing(found) as lines:
            for count, line in enumerate(lines, 1):  # noqa: B007
                file.write(line)
        return self._member(name, count)

    def _member(self, name: str, count: int) -> Member:
        path = self._new / FILES[name]
        with path.open("rb") as file:
            return Member(name=name, path=path.name, hash=_digest(file), bytes=path.stat().st_size, rows=count)

    def _told(self, rows: Generator[_T, None, None]) -> Generator[_T, None, None]:
        """Failures of the database are told as its own, before the folder that is written is blamed."""
        with translated(self._name), closing(rows):
            for row in rows:
                yield row
                self._done += 1
                if self._step and not self._done % _TOLD:
                    self._step(self._done, max(self._all, self._done))


def _digest(file: IO[bytes]) -> str:
    digest = hashed()
    while piece := file.read(1 << 20):
        digest.update(piece)
    return f"sha256:{digest.hexdigest()}"
