"""Reading a package, which may be cut short, changed, or made to do harm: nothing is trusted before it is checked.

Names of files are those of `resources` and the SHA-256 of originals, never what the package says. A link is not
followed: what is read lies in the folder itself. What is read is within the size that the package says, of the hash
that it says; lines are bounded.
"""

from __future__ import annotations

import os
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256 as hashed
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import IO, Any, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from models.base import Frozen
from models.errors import DamagedFile, ReadError, UnknownFormat, Unsafe, UsageError
from pipeline.export import cells, csv
from pipeline.export.package.resources import (
    CONTENTS,
    DESCRIPTOR,
    DOCUMENTS,
    FILES,
    LAYOUT,
    ORIGINALS,
    RESOURCES,
    Mark,
    Member,
    PackedContent,
    PackedDocument,
    PackedRendition,
)
from pipeline.export.table import Table

_LARGEST_DESCRIPTOR = 4 << 20
_LONGEST_LINE = 256 << 20
"""Bytes; the longest line is a version, a text of at most some millions of characters with what was found in it."""
_LARGEST_ORIGINAL = 1 << 30
_PIECE = 1 << 20

_Row = TypeVar("_Row", bound=Frozen)


class Package:
    """An open package whose descriptor and names are as they should be; `verify` looks at all of the bytes."""

    def __init__(self, folder: Path) -> None:
        """Raises UsageError where there is no such folder or a newer kehoach made it; ReadError or one of its kinds."""
        self.folder = folder
        if not folder.is_dir():
            raise UsageError(f"there is no folder {folder}; name a data package made by: kehoach export DIR")
        self.mark, self.members = self._descriptor()

    def verify(self, step: Callable[[int], None]) -> None:
        """Read every byte of it. `step` is told of the bytes. Raises ReadError or one of its kinds."""
        for member in self.members.values():
            with self._open(FILES[member.name], member.bytes) as file:
                self._same(file, member.hash.removeprefix("sha256:"), FILES[member.name], step)
        for row in self.rows(PackedRendition):
            if row.original is not None:
                with self._original(row) as file:
                    self._same(file, row.sha256, row.original, step)

    def rows(self, row_type: type[_Row]) -> Iterator[_Row]:
        """The rows of the table of this class; after the last, that they are all and are those that were written."""
        resource = next(r for r in RESOURCES if r.row is row_type)
        member = self.members[resource.name]
        lines = csv.read(line.decode() for line in self._lines(member))
        with self._sound(member):
            names = next(lines, None)
            if names != [column.name for column in resource.table.columns]:
                raise ValueError("its columns are not those of a package")
        count = 0
        while True:
            with self._sound(member):
                line = next(lines, None)
                if line is None:
                    break
                row = _row(resource.table, row_type, line)
            yield row
            count += 1
        self._counted(member, count)

    def documents(self) -> Iterator[PackedDocument]:
        """Each version's whole plan, as JSON has it."""
        return self._json_lines(self.members[DOCUMENTS], PackedDocument)

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """The SHA-256 of each rendition, and the words it is known by."""
        for line in self._json_lines(self.members[CONTENTS], PackedContent):
            with self._sound(self.members[CONTENTS]):
                content = b64decode(line.content, validate=True)
            yield line.sha256, content

    def original(self, row: PackedRendition) -> bytes:
        """The bytes of an original that is in it."""
        with self._original(row) as file:
            content = file.read(_LARGEST_ORIGINAL + 1)
        if hashed(content).hexdigest() != row.sha256:
            raise self.damaged(f"the original {row.sha256} was changed")
        return content

    def damaged(self, why: str) -> DamagedFile:
        """The error for a package that is not as it was written."""
        return DamagedFile(f"{self.folder}: this is no whole data package ({why}); nothing was imported; take another")

    def _descriptor(self) -> tuple[Mark, dict[str, Member]]:
        if not os.path.lexists(self.folder / DESCRIPTOR):
            raise UnknownFormat(f"{self.folder}: this is no data package: it has no {DESCRIPTOR}; take another")
        with self._open(DESCRIPTOR) as file:
            content = file.read(_LARGEST_DESCRIPTOR + 1)
        if len(content) > _LARGEST_DESCRIPTOR:
            raise Unsafe(f"{self.folder}: its {DESCRIPTOR} is larger than any can be; take another package")
        try:
            said = from_json(content)
            _check_layout(self.folder, said)
            mark = Mark.model_validate(said["kehoach"])
            named = [_member(one) for one in said["resources"]]
        except (ValueError, KeyError, TypeError) as error:
            raise self.damaged(f"its {DESCRIPTOR} does not say what is in it") from error
        if [(m.name, m.path) for m in named] != list(FILES.items()):
            raise self.damaged("its resources are not those of a store")
        return mark, {member.name: member for member in named}

    @contextmanager
    def _open(self, name: str, size: int | None = None) -> Iterator[IO[bytes]]:
        """An ordinary file of the package, of just that size. Nothing that is a link or a device is opened."""
        path = self.folder / name
        try:
            real = path.parent == self.folder or S_ISDIR(path.parent.lstat().st_mode)
            if not real or not S_ISREG(path.lstat().st_mode):
                raise self.damaged(f"{name} is no ordinary file")
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(handle, "rb") as file:
                if size is not None and os.fstat(file.fileno()).st_size != size:
                    raise self.damaged(f"{name} is not of the size that it should be")
                yield file
        except FileNotFoundError as error:
            raise self.damaged(f"{name} is not there") from error
        except OSError as error:
            why = error.strerror or error
            raise ReadError(f"{path}: it cannot be read ({why}); check the path and its rights") from error

    def _original(self, row: PackedRendition) -> AbstractContextManager[IO[bytes]]:
        name = f"{ORIGINALS}/{row.sha256}"
        if row.original != name or row.bytes is None:
            raise self.damaged(f"the original {row.sha256} does not stand where it should")
        if row.bytes > _LARGEST_ORIGINAL:
            raise Unsafe(f"{self.folder}: an original is larger than any can be; take another package")
        return self._open(name, row.bytes)

    def _same(self, file: IO[bytes], digest: str, name: str, step: Callable[[int], None]) -> None:
        found = hashed()
        while piece := file.read(_PIECE):
            found.update(piece)
            step(len(piece))
        if found.hexdigest() != digest:
            raise self.damaged(f"{name} was changed")

    def _lines(self, member: Member) -> Iterator[bytes]:
        digest = hashed()
        with self._open(FILES[member.name], member.bytes) as file:
            while line := file.readline(_LONGEST_LINE + 1):
                if len(line) > _LONGEST_LINE:
                    raise self.damaged(f"a line of {FILES[member.name]} is too long")
                digest.update(line)
                yield line
        if f"sha256:{digest.hexdigest()}" != member.hash:
            raise self.damaged(f"{FILES[member.name]} was changed")

    def _json_lines(self, member: Member, row_type: type[_Row]) -> Iterator[_Row]:
        count = 0
        for line in self._lines(member):
            with self._sound(member):
                row = row_type.model_validate(from_json(line))
            yield row
            count += 1
        self._counted(member, count)

    @contextmanager
    def _sound(self, member: Member) -> Iterator[None]:
        """What is no row of its table, as one of our errors."""
        try:
            yield
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
            why = "" if isinstance(error, ValidationError | UnicodeError) else f": {' '.join(str(error).split())[:120]}"
            raise self.damaged(f"a row of {FILES[member.name]} is none{why}") from error

    def _counted(self, member: Member, count: int) -> None:
        if count != member.rows:
            raise self.damaged(f"{FILES[member.name]} has {count} rows, not {member.rows}")


def _row(table: Table, row_type: type[_Row], line: list[str | None]) -> _Row:
    pairs = zip(table.columns, line, strict=True)
    return row_type.model_validate({column.name: cells.value(column, text) for column, text in pairs})


def _member(said: dict[str, Any]) -> Member:
    """Lines of JSON are counted as such, rows of tables as rows."""
    values = said if "rows" in said else {**said, "rows": said["lines"]}
    return Member(**{name: values[name] for name in Member.model_fields})


def _check_layout(folder: Path, said: object) -> None:
    mark = said.get("kehoach") if isinstance(said, dict) else None
    if not isinstance(mark, dict) or not isinstance(mark.get("package"), int):
        raise UnknownFormat(f"{folder}: this data package holds no store of kehoach; take another")
    if mark["package"] > LAYOUT:
        raise UsageError(f"{folder}: a newer kehoach made this package; update kehoach")
