"""The one boundary where failures of the index become errors that a user can act on."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import KehoachError, StoreBusy, StoreError, StoreFull, StoreReadOnly

_LITTLE = 1 << 20
"""Bytes; with less room than this a failed write is taken for a full disk."""
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
    number = _number(error)
    if number in _FULL or _no_room(folder):
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


def _no_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LITTLE
    except OSError:
        return False
