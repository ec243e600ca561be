"""The one boundary where failures of the database and the disk become errors that a user can act on."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from models.errors import StoreBusy, StoreError, StoreFull, StoreReadOnly

_LITTLE = 1 << 20
"""Bytes; with less room than this a failed write is taken for a full disk."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise StoreError or one of its kinds for what fails inside; `path` is the database or folder in use.

    What is no failure of the store, such as a value that a column does not take, passes as it is.
    """
    try:
        yield
    except DBAPIError as error:
        raise _of(error.orig, path) or error from error
    except (sqlite3.Error, OSError) as error:
        raise _of(error, path) or error from error


def busy(path: Path) -> StoreBusy:
    return StoreBusy(f"{path}: another process is using the database; wait until it has ended and try again")


def read_only(path: Path) -> StoreReadOnly:
    return StoreReadOnly(
        f"{path}: it cannot be written; allow writing to it and to its folder, or set KEHOACH_HOME to another folder"
    )


def full(path: Path) -> StoreFull:
    return StoreFull(
        f"{path}: there is no room left to write; make room and run the same command again (what is stored stays)"
    )


def damaged(path: Path, why: str) -> StoreError:
    return StoreError(
        f"{path}: this is no whole database of kehoach ({why}); put it aside or restore a copy, then ingest again"
    )


def failed(path: Path, why: str) -> StoreError:
    return StoreError(f"{path}: {why}; check the path, the disk and its rights, then try again")


def _of(error: BaseException | None, path: Path) -> StoreError | None:
    if isinstance(error, OSError):
        return _of_system(error, path)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, path)
    return None


def _of_system(error: OSError, path: Path) -> StoreError:
    if error.errno in _FULL:
        return full(path)
    if error.errno in _CLOSED:
        return read_only(path)
    return failed(path, error.strerror or str(error))


def _of_sqlite(error: sqlite3.Error, path: Path) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF  # The rest of an extended code is detail.
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return busy(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return read_only(path)
        case sqlite3.SQLITE_FULL:
            return full(path)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(path, str(error))
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN:
            return _unwritten(path, str(error))
    return None


def _unwritten(path: Path, why: str) -> StoreError:
    """SQLite tells some writes to a full disk or a closed folder as nothing but input/output errors."""
    try:
        if path.parent.is_dir() and not os.access(path.parent, os.W_OK):
            return read_only(path)
        if shutil.disk_usage(path.parent).free < _LITTLE:
            return full(path)
    except OSError:
        pass  # Not even the folder answers: what SQLite said stands.
    return failed(path, why)
