"""Web archives (WARC, ISO 28500), packed with gzip or not: their records, read within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from models.errors import BadFeed, SourceMissing, TooLarge, Unsafe

MOST_RECORDS = 1_000_000
LARGEST_RECORD = 1 << 30
MOST_BYTES = 1 << 36
"""Of all records, as they declare themselves."""
_CHUNK = 64 * 1024
_RATIO, _RATIO_FROM = 1_000, 8 * 1024 * 1024
"""What deflate can expand is just over a thousand times; so much in a row is a bomb, not a document."""


class Recorded(NamedTuple):
    """A response that was recorded: where in the file it begins, and what it says of itself."""

    offset: int
    address: str
    date: str
    digest: str
    status: int
    media_type: str


def opened(path: Path) -> BinaryIO:
    """Raises SourceMissing."""
    try:
        return path.open("rb")
    except OSError as error:
        raise SourceMissing(f"{path}: the archive cannot be opened: {error.strerror or error}") from error


def records(path: Path, file: BinaryIO) -> Iterator[tuple[int, Any]]:
    """The records of warcio with their offsets. Raises BadFeed where it is no web archive, or one beyond measure."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    archive, count, size = ArchiveIterator(file), 0, 0
    while True:
        try:
            record = next(archive, None)
            offset = int(archive.offset)  # `get_record_offset` would read the record to its end.
        except (ArchiveLoadFailed, ValueError, EOFError, OSError, ArithmeticError) as error:
            why = " ".join(str(error).split())[:200]
            raise BadFeed(f"{path}: this is no web archive, or it is damaged: {why}") from error
        if record is None and count == 0:
            raise BadFeed(f"{path}: this is no web archive, or it is damaged: there is no record in it")
        if record is None:
            return
        count, size = count + 1, size + (record.length or 0)
        if count > MOST_RECORDS or size > MOST_BYTES or (record.length or 0) > LARGEST_RECORD:
            raise BadFeed(f"{path}: this web archive is beyond measure; split it")
        yield offset, record


def responses(path: Path, file: BinaryIO) -> Iterator[tuple[Recorded, Any]]:
    """The records that are answers of a host."""
    for offset, record in records(path, file):
        if record.rec_type == "response" and record.http_headers is not None:
            yield _recorded(offset, record), record


def at(path: Path, offset: int) -> tuple[Recorded, Any, BinaryIO] | None:
    """The response at an offset, with the open file that its body is read from."""
    file = opened(path)
    try:
        file.seek(offset)
        found = next(responses(path, file), None)
    except BadFeed:
        found = None
    if found is None:
        file.close()
        return None
    return found[0], found[1], file


def body(record: Any, most: int) -> bytes:
    """The body of an answer without its transfer and content encodings. Raises TooLarge, Unsafe."""
    content, packed = bytearray(), max(1, int(record.length or 1))
    stream = record.content_stream()
    while chunk := stream.read(_CHUNK):
        content += chunk
        if len(content) > _RATIO_FROM and len(content) > _RATIO * packed:
            raise Unsafe(f"it expands more than {_RATIO} times; it was not read further")
        if len(content) > most:
            raise TooLarge(f"it is larger than {most // 1024 // 1024} MiB, the most that is read; split it")
    return bytes(content)


def _recorded(offset: int, record: Any) -> Recorded:
    said = record.rec_headers.get_header
    status = str(record.http_headers.get_statuscode())
    return Recorded(
        offset=offset,
        address=str(said("WARC-Target-URI") or "").strip("<> "),
        date=str(said("WARC-Date") or ""),
        digest=str(said("WARC-Payload-Digest") or ""),
        status=int(status) if status.isdecimal() and len(status) == 3 else 0,
        media_type=str(record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower(),
    )
