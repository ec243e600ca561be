"""The one boundary where failures of the index become errors that a user can act on."""

from __future__ import annotations

import errno
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import KehoachError, StoreBusy, StoreError, StoreFull, StoreReadOnly

_SOME = 1 << 20
"""Bytes; where they cannot be written the disk is full."""
_STOPPED = "index writer was killed"
"""What Tantivy says when a thread of its own could not go on."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_OS_ERROR = re.compile(r"os error (\d{1,5})|\bcode: (\d{1,5})\b")
_PANIC = "PanicException"
"""Tantivy's last resort on data it cannot make sense of; its class is not importable and is no `Exception`."""


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Raise StoreError or one of its kinds for what fails inside; `folder` is that of the index."""
    try:
        yield
    except KehoachError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise _of(error, folder) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise damaged(folder, str(error)) from error


def damaged(folder: Path, why: str) -> StoreError:
    said = " ".join(why.split())[:200]
    return StoreError(f"{folder}: the search index cannot be read ({said}); build it anew with: kehoach reindex")


def busy(folder: Path) -> StoreBusy:
    return StoreBusy(f"{folder}: another process is writing the search index; wait until it has ended and try again")


def _of(error: Exception, folder: Path) -> StoreError:
    number = _number(error) or (_probed(folder) if _STOPPED in str(error) else None)
    if number in _FULL:
        return StoreFull(f"{folder}: there is no room left to write the search index; make room and try again")
    if number in _CLOSED:
        return StoreReadOnly(f"{folder}: the search index cannot be written; allow writing to this folder")
    return damaged(folder, str(error))


def _number(error: Exception) -> int | None:
    """The system's number of an error, which Tantivy tells only within its message."""
    if isinstance(error, OSError) and error.errno:
        return error.errno
    found = _OS_ERROR.search(str(error))
    return int(found[1] or found[2]) if found else None


def _probed(folder: Path) -> int | None:
    """Why nothing can be written, found by trying: a thread of Tantivy that died does not tell of what."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_SOME))
    except OSError as error:
        return error.errno
    return None
