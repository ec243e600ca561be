"""What was gathered before, in one file: a ZIP archive of documents, or a web archive (WARC, ISO 28500)."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from models.errors import BadAnswer, BadFeed, SourceMissing, Withdrawn
from pipeline.fetch.types import Fetched, Reach
from pipeline.read.archives.limits import Budget
from pipeline.read.archives.members import is_no_document
from pipeline.read.opening import MAX_BYTES
from pipeline.sources import warc
from pipeline.sources.settings import SourceSettings
from pipeline.sources.types import Attachment, Cursor, Entry, Listed, Window
from pipeline.sources.values import Located
from pipeline.sources.web import file_name, line

NEWEST_FIRST = False
MAY_BE_EMPTY = False
MOST_MEMBERS = 100_000
PAGE = 500
_CHUNK = 64 * 1024
_DOCUMENTS = (
    "application/pdf",
    "application/msword",
    "application/rtf",
    "text/rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml",
    "application/vnd.oasis.opendocument.text",
    "application/zip",
    "image/tiff",
)
"""Beginnings of the media types of documents; any other answer is one where its address ends like a document's."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, LookupError, OverflowError, RuntimeError)


class ReplaySource(SourceSettings):
    """A ZIP or WARC file on this machine; which of both, its content tells."""

    kind: Literal["replay"] = "replay"
    path: Located
    most_pages: int = Field(default=10_000, ge=1, le=10_000)
    """All there is: these pages are asked of nobody."""


def pages(source: ReplaySource, reach: Reach, cursor: Cursor | None, window: Window) -> Iterator[Listed]:
    """The documents in the archive. Raises SourceMissing, BadFeed."""
    path = Path(source.path)
    entries = _in_zip(path) if _is_zip(path) else _in_warc(path)
    start = int(cursor["from"]) if cursor and cursor.get("from", "").isdecimal() else 0
    for at in range(start, max(len(entries), 1), PAGE):
        more = {"from": str(at + PAGE)} if at + PAGE < len(entries) else None
        yield Listed(entries=tuple(entries[at : at + PAGE]), cursor=more)


def complete(source: ReplaySource, entry: Entry, reach: Reach) -> Entry:
    """The entry as it is."""
    return entry


def take(source: ReplaySource, attachment: Attachment, reach: Reach) -> Fetched:
    """A document out of the archive. Raises SourceMissing, Withdrawn where it is no longer in it, BadAnswer where it is
    damaged, ReadError for one beyond a bound."""
    path, began = Path(source.path), reach.clock.now()
    member = attachment.address.removeprefix(f"{path}!")
    if member == attachment.address:
        raise Withdrawn(f"{attachment.address}: it is not in {path}")
    content = _of_zip(path, member) if _is_zip(path) else _of_warc(path, member)
    return Fetched(
        address=attachment.address,
        final=attachment.address,
        at=began,
        seconds=(reach.clock.now() - began).total_seconds(),
        status=200,
        headers={"content-type": attachment.media_type} if attachment.media_type else {},
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _is_zip(path: Path) -> bool:
    with warc.opened(path) as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _in_zip(path: Path) -> list[Entry]:
    infos = _zip(path).infolist()
    if len(infos) > MOST_MEMBERS:
        raise BadFeed(f"{path}: it holds more than {MOST_MEMBERS} files; split it")
    found = {i.filename: i for i in infos if not i.is_dir() and not is_no_document(i.filename)}
    return [_entry(path, name, name, f"{info.CRC:08x}-{info.file_size}", None) for name, info in found.items()]


def _zip(path: Path) -> zipfile.ZipFile:
    try:
        state = path.stat()
        return _opened(path, state.st_size, state.st_mtime_ns, os.getpid())
    except OSError as error:
        raise SourceMissing(f"{path}: the archive cannot be opened: {error.strerror or error}") from error
    except (*_BROKEN, NotImplementedError) as error:
        raise BadFeed(f"{path}: the directory of this archive is broken or cut off; pack it again") from error


@lru_cache(maxsize=2)
def _opened(path: Path, _size: int, _written: int, _process: int) -> zipfile.ZipFile:
    """The archive, left open: its directory would be read for each of its documents anew. Processes that were forked
    would share the place in the file that is read, so each opens its own."""
    return zipfile.ZipFile(path)


def _of_zip(path: Path, member: str) -> bytes:
    out, budget, archive = io.BytesIO(), Budget(), _zip(path)
    try:
        info = archive.getinfo(member)
    except KeyError as error:
        raise Withdrawn(f"{path}!{member}: it is not in {path}") from error
    try:
        with archive.open(info) as file:
            while chunk := file.read(_CHUNK):
                out.write(chunk)
                budget.expand(len(chunk), out.tell(), max(1, info.compress_size))
    except (*_BROKEN, OSError, NotImplementedError) as error:
        raise BadAnswer(f"{path}!{member}: it is encrypted, or damaged in the archive; pack it again") from error
    return out.getvalue()


def _in_warc(path: Path) -> list[Entry]:
    """The documents by their addresses, each as it was recorded last."""
    found: dict[str, warc.Recorded] = {}
    with warc.opened(path) as file:
        for recorded, _ in warc.responses(path, file):
            if recorded.status == 200 and _is_document(recorded) and len(found) < MOST_MEMBERS:
                found[recorded.address] = recorded
    return [
        _entry(path, one.address, f"{one.offset}/{one.address}", one.digest or one.date, one.media_type or None)
        for one in found.values()
    ]


def _of_warc(path: Path, member: str) -> bytes:
    offset, _, address = member.partition("/")
    found = warc.at(path, int(offset)) if offset.isdecimal() and len(offset) < 16 else None
    if found is None:
        raise Withdrawn(f"{path}!{member}: it is not in {path}")
    recorded, record, file = found
    with file:
        if recorded.address != address:
            raise Withdrawn(f"{path}!{member}: it is not in {path}")
        try:
            return warc.body(record, MAX_BYTES)
        except (*_BROKEN, OSError) as error:
            raise BadAnswer(f"{path}!{member}: it is encrypted, or damaged in the archive; pack it again") from error


def _is_document(recorded: warc.Recorded) -> bool:
    if recorded.media_type in ("text/html", "application/xhtml+xml"):
        return False
    return recorded.media_type.startswith(_DOCUMENTS) or file_name(recorded.address) is not None


def _entry(path: Path, key: str, member: str, mark: str, media_type: str | None) -> Entry:
    name = file_name(key) or line(key.replace("\\", "/").rpartition("/")[2])
    file = Attachment(address=f"{path}!{member}", name=name, media_type=media_type)
    return Entry(key=key, attachments=(file,), mark=mark)
