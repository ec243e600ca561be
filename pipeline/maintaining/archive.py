"""Reading a backup, which may be cut short, changed, or made to do harm: nothing in it is trusted before it is checked.

No name in it becomes a path. What is unpacked is a stream within the size that the manifest says, and that may not
be out of all proportion to the packed bytes; lines are bounded; originals stand as they are, so they cannot swell.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256 as hashed
from io import BufferedReader, RawIOBase
from pathlib import Path
from types import TracebackType
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic_core import from_json
from sqlalchemy import Table

from models.errors import DamagedFile, ReadError, UnknownFormat, Unsafe, UsageError
from pipeline.maintaining import lines
from pipeline.maintaining.manifest import LAYOUT, MANIFEST, RESTORED, Manifest, of_original, of_table, tables_of
from pipeline.store import referred
from pipeline.store.arriving_tables import FileTable
from pipeline.store.database import FORM
from pipeline.store.tables import RenditionTable

_BUFFER = 1 << 18
_LONGEST_LINE = 256 << 20
"""Bytes; the longest line is a version, a text of at most some millions of characters with what was found in it."""
_LARGEST_MANIFEST = 256 << 20
"""Bytes; room for two million originals."""
_SWOLLEN, _SMALL = 250, 64 << 20
"""JSON shrinks to a tenth or a thirtieth; a table larger than `_SMALL` bytes and so many times its packed size is no
table."""


class Backup:
    """An open backup whose manifest and names are as they should be; `verify` looks at all of the rest."""

    def __init__(self, path: Path, archive: ZipFile) -> None:
        self.path, self._archive = path, archive
        self.manifest = self._manifest()
        self.tables = tables_of(self.manifest.form)
        self._check_names()

    @classmethod
    def open(cls, path: Path) -> Backup:
        """Raises UsageError where there is no such file or a newer kehoach made it; ReadError or one of its kinds."""
        if not path.is_file():
            raise UsageError(f"there is no file {path}; name a backup made by: kehoach backup FILE")
        with _readable(path):
            try:
                archive = ZipFile(path)
            except BadZipFile as error:
                raise UnknownFormat(
                    f"{path}: this is no backup of kehoach, or it was cut short; take another"
                ) from error
        try:
            return cls(path, archive)
        except BaseException:
            archive.close()
            raise

    def __enter__(self) -> Backup:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._archive.close()

    def verify(self, step: Callable[[int], None]) -> None:
        """Read every byte, and every row as what it must be. Raises ReadError or one of its kinds."""
        known = {*self.manifest.originals, *self.manifest.missing}
        for table in self.tables.values():
            for row in self.rows(table):
                if _needs(table, row) and row["sha256"] not in known:
                    raise _damaged(self.path, f"the original {row['sha256']} is not in it")
                step(1)
        for name in self.manifest.originals:
            self.original(name)
            step(1)

    def rows(self, table: Table) -> Iterator[lines.Row]:
        """The rows of a table; after the last, that they are all and are those that were written."""
        said = self.manifest.tables[table.name]
        rows, digest = 0, hashed()
        for line in self._lines(table, said.size):
            digest.update(line)
            rows += 1
            try:
                row = lines.read(table, line)
            except ValueError as error:
                raise _damaged(self.path, f"line {rows} of {table.name} is no row of it") from error
            yield row
        if (rows, digest.hexdigest()) != (said.rows, said.sha256):
            raise _damaged(self.path, f"the table {table.name} was changed")

    def original(self, sha256: str) -> bytes:
        """The bytes of an original."""
        with _readable(self.path):
            content = self._archive.read(of_original(sha256))
        if hashed(content).hexdigest() != sha256:
            raise _damaged(self.path, f"the original {sha256} was changed")
        return content

    def _lines(self, table: Table, size: int) -> Iterator[bytes]:
        with _readable(self.path), self._archive.open(of_table(table.name)) as packed:
            file, left = BufferedReader(cast(RawIOBase, packed), _BUFFER), size
            while line := file.readline(min(left, _LONGEST_LINE) + 1):
                left -= len(line)
                if left < 0 or len(line) > _LONGEST_LINE:
                    raise _damaged(self.path, f"the table {table.name} is larger than it should be")
                yield line

    def _manifest(self) -> Manifest:
        with _readable(self.path):
            if self._archive.namelist().count(MANIFEST) != 1:
                raise UnknownFormat(f"{self.path}: this is no backup of kehoach: it has no manifest; take another")
            with self._archive.open(MANIFEST) as file:
                content = file.read(_LARGEST_MANIFEST + 1)
            if len(content) > _LARGEST_MANIFEST:
                raise Unsafe(f"{self.path}: its manifest is larger than any can be; take another backup")
            said = from_json(content)
            _check_form(self.path, said)
            return Manifest.model_validate(said)

    def _check_names(self) -> None:
        """Just the members that the manifest names, each once, packed as they should be, of the size that it says."""
        said = self.manifest
        if said.tables.keys() != self.tables.keys():
            raise _damaged(self.path, "it has other tables than a store")
        sizes = {of_table(name): member.size for name, member in said.tables.items()}
        sizes |= {of_original(name): size for name, size in said.originals.items()}
        members = [member for member in self._archive.infolist() if member.filename != MANIFEST]
        if sorted(member.filename for member in members) != sorted(sizes):
            raise _damaged(self.path, "its members are not those of its manifest")
        for member in members:
            self._check_member(member, sizes[member.filename])

    def _check_member(self, member: ZipInfo, size: int) -> None:
        packing = ZIP_DEFLATED if member.filename.startswith("tables/") else ZIP_STORED
        if member.compress_type != packing or member.flag_bits & 1 or member.file_size != size:
            raise _damaged(self.path, f"{member.filename} is not as it was written")
        if size > _SMALL and size > _SWOLLEN * member.compress_size:
            raise Unsafe(
                f"{self.path}: {member.filename} swells without measure when it is unpacked; take another backup"
            )


def _needs(table: Table, row: lines.Row) -> bool:
    """Whether a row wants an original without which a store is not whole."""
    if table is FileTable.__table__:
        return row["sha256"] is not None and not referred.is_let_go(row)
    return table is RenditionTable.__table__


def _check_form(path: Path, said: Any) -> None:
    layout, form = (said.get("backup"), said.get("form")) if isinstance(said, dict) else (None, None)
    if not isinstance(layout, int) or not isinstance(form, str):
        raise _damaged(path, "its manifest does not say of what form it is")
    if layout > LAYOUT or form > FORM:
        raise UsageError(f"{path}: a newer kehoach made this backup (form {form}, known here: {FORM}); update kehoach")
    if layout != LAYOUT or form not in RESTORED:
        raise UsageError(
            f"{path}: an older kehoach made this backup (form {form}, known here: {FORM}); restore it with that one, "
            "then bring the database up to date with: kehoach migrate"
        )


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What goes wrong in reading a ZIP, as one of our errors."""
    try:
        yield
    except OSError as error:
        raise ReadError(
            f"{path}: it cannot be read ({error.strerror or error}); check the path and its rights"
        ) from error
    except (BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _damaged(path, " ".join(str(error).split())[:120] or type(error).__name__) from error


def _damaged(path: Path, why: str) -> DamagedFile:
    return DamagedFile(f"{path}: this is no whole backup ({why}); nothing was restored; take another")
