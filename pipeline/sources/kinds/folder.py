"""A folder that people, a scanner or another program put files into."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal, NamedTuple
from urllib.parse import unquote_to_bytes

from pydantic import Field

from models.errors import BadAnswer, NotPublic, SourceMissing, TooMuch, Withdrawn
from pipeline.fetch.types import Fetched, Reach
from pipeline.read.archives.members import is_no_document
from pipeline.read.opening import MAX_BYTES
from pipeline.sources.settings import SourceSettings
from pipeline.sources.types import Attachment, Cursor, Entry, Listed, Window
from pipeline.sources.values import Located
from pipeline.sources.web import line

MOST_FILES = 100_000
PAGE = 500
"""Files of one page, the youngest first."""
_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".filepart", ".swp", ".lock", ".!ut")
"""Ends of names that programs give to what they have not finished writing."""
_AHEAD = timedelta(days=1)
"""Clocks of two machines differ by less; a time further ahead says nothing of when a file was written last."""

NEWEST_FIRST = False
MAY_BE_EMPTY = True


class FolderSource(SourceSettings):
    """A folder on this machine, or one mounted here."""

    kind: Literal["folder"] = "folder"
    path: Located
    names: tuple[Annotated[str, Field(min_length=1, max_length=100)], ...] = Field(default=("*",), max_length=50)
    """What the names of files are like, such as `*.pdf`; any one will do, in capitals or not."""
    deep: bool = True
    """Whether the folders in it are looked at too."""
    most_pages: int = Field(default=10_000, ge=1, le=10_000)
    """All there is: these pages are asked of nobody."""
    settle: float = Field(default=30.0, ge=0, le=86_400)
    """Seconds for which a file must not have been written to; until then it is left for a later look."""


class _Seen(NamedTuple):
    path: Path
    size: int
    written_ns: int


def pages(source: FolderSource, reach: Reach, cursor: Cursor | None, window: Window) -> Iterator[Listed]:
    """The files that are finished, the youngest first. Raises SourceMissing."""
    root = Path(source.path)
    if not root.is_dir():
        raise SourceMissing(f"{root}: this folder is not there")
    found = sorted(_settled(source, root, reach), key=lambda s: (-s.written_ns, os.fsencode(s.path)))
    start = int(cursor["from"]) if cursor else 0
    for at in range(start, max(len(found), start + 1), PAGE):
        more = at + PAGE < len(found)
        entries = tuple(_entry(seen) for seen in found[at : at + PAGE])
        yield Listed(entries=entries, cursor={"from": str(at + PAGE)} if more else None)


def complete(source: FolderSource, entry: Entry, reach: Reach) -> Entry:
    """The entry as it is."""
    return entry


def take(source: FolderSource, attachment: Attachment, reach: Reach) -> Fetched:
    """The bytes of a file. Raises Withdrawn where it is gone, BadAnswer where it is being written, TooMuch, NotPublic
    for a file that is not in the folder."""
    path, root = _path(attachment.address), Path(source.path)
    began = reach.clock.now()
    if not _within(path, root):
        raise NotPublic(f"{attachment.address}: it lies outside the folder {root}")
    try:
        before = path.stat()
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        after = path.stat()
    except FileNotFoundError as error:
        raise Withdrawn(f"{attachment.address}: it is no longer in the folder") from error
    except OSError as error:
        raise BadAnswer(f"{attachment.address}: cannot be read: {error.strerror or error}") from error
    if len(content) > MAX_BYTES:
        raise TooMuch(f"{attachment.address}: it is larger than {MAX_BYTES // 1024 // 1024} MiB")
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(content) != after.st_size:
        raise BadAnswer(f"{attachment.address}: it was written to while it was read; it is read again at the next look")
    return Fetched(
        address=attachment.address,
        final=attachment.address,
        at=began,
        seconds=(reach.clock.now() - began).total_seconds(),
        status=200,
        headers={},
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _settled(source: FolderSource, root: Path, reach: Reach) -> Iterator[_Seen]:
    """Files that nobody writes to any more. Raises SourceMissing for a folder that cannot be read or holds too many."""
    now = reach.clock.now().replace(tzinfo=UTC)
    whole = root.resolve()
    count = 0
    for folder, folders, names in os.walk(root, onerror=_unreadable):
        folders[:] = sorted(f for f in folders if source.deep and not _passed_over(f))
        for name in names:
            count += 1
            if count > MOST_FILES:
                raise SourceMissing(f"{root}: it holds more than {MOST_FILES} files; name a smaller folder")
            path = Path(folder) / name
            if not _wanted(source, name) or not _within(path, whole):
                continue
            if (seen := _seen(path)) is not None and not _young(seen, now, source.settle):
                yield seen


def _unreadable(error: OSError) -> None:
    raise SourceMissing(f"{error.filename}: this folder cannot be read: {error.strerror}") from error


def _wanted(source: FolderSource, name: str) -> bool:
    folded = name.casefold()
    return not _passed_over(name) and any(fnmatchcase(folded, pattern.casefold()) for pattern in source.names)


def _passed_over(name: str) -> bool:
    """Hidden and unfinished files, and what programs put beside documents."""
    return name.startswith((".", "~")) or name.casefold().endswith(_UNFINISHED) or is_no_document(name)


def _within(path: Path, root: Path) -> bool:
    """Whether a path, links followed, stays in the folder."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def _seen(path: Path) -> _Seen | None:
    try:
        found = path.stat()
    except OSError:
        return None  # It was taken away since the folder was listed.
    return _Seen(path, found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def _young(seen: _Seen, now: datetime, settle: float) -> bool:
    written = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=seen.written_ns // 1000)
    return now - timedelta(seconds=settle) < written < now + _AHEAD


def _entry(seen: _Seen) -> Entry:
    address = _address(seen.path)
    file = Attachment(address=address, name=line(seen.path.name.encode("utf-8", "replace").decode()))
    return Entry(key=address, attachments=(file,), mark=f"{seen.size}-{seen.written_ns}")


def _address(path: Path) -> str:
    """The path; where its bytes are no UTF-8, and so could be stored nowhere, as a file: address."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return path.absolute().as_uri()
    return str(path)


def _path(address: str) -> Path:
    if address.startswith("file://"):
        return Path(os.fsdecode(unquote_to_bytes(address.removeprefix("file://"))))
    return Path(address)
