"""A path to the bytes of a regular file, within bounds. Whatever the operating system says becomes a ReadError."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

from models.document import RawFile
from models.errors import EmptyFile, ReadError, TooLarge
from pipeline.read.formats import media_type_of

MAX_BYTES = 32 * 1024 * 1024


def read_file(path: Path) -> RawFile:
    """The bytes of a file, and their media type told from the content. A link to a regular file is followed.

    Raises EmptyFile, TooLarge (over 32 MiB), or ReadError where it is no regular file or cannot be read; each names
    the file.
    """
    source = shown(path)
    try:
        content = _bytes_of(path)
    except ReadError as error:
        raise type(error)(f"{source}: {error}") from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(f"{source}: cannot be read: {reason}") from error
    return RawFile(content=content, media_type=media_type_of(content), source=source, fetched=datetime.now(UTC))


def _bytes_of(path: Path) -> bytes:
    # Asked before opening: opening a pipe waits for its other end, opening a device may act on it.
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise ReadError("is a folder; name a file in it")
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("is not a regular file")
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1) if status.st_size <= MAX_BYTES else None
    if content is None or len(content) > MAX_BYTES:
        raise TooLarge(f"it is larger than {MAX_BYTES // 1024 // 1024} MiB, the most that is read; split it")
    if not content:
        raise EmptyFile("it is empty")
    return content


def shown(path: Path) -> str:
    """A path that can be printed and stored: what is no printable character is written as its escape.

    >>> shown(Path("a\\x1b[31m.txt"))
    'a\\\\x1b[31m.txt'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in str(path))
