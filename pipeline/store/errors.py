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

from models.errors import StoreBusy, StoreError, StoreFull, StoreReadOnly, StoreUnreachable

_LITTLE = 1 << 20
"""Bytes; with less room than this a failed write is taken for a full disk."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@contextmanager
def translated(path: Path | str) -> Iterator[None]:
    """Raise StoreError or one of its kinds for what fails inside; `path` is the database or folder in use.

    What is no failure of the store, such as a value that a column does not take, passes as it is.
    """
    try:
        yield
    except DBAPIError as error:
        raise _of(error.orig, path) or error from error
    except (sqlite3.Error, OSError) as error:
        raise _of(error, path) or error from error


def busy(path: Path | str) -> StoreBusy:
    return StoreBusy(f"{path}: another process is using the database; wait until it has ended and try again")


def read_only(path: Path | str) -> StoreReadOnly:
    return StoreReadOnly(
        f"{path}: it cannot be written; allow writing to it and to its folder, or set KEHOACH_HOME to another folder"
    )


def full(path: Path | str) -> StoreFull:
    return StoreFull(
        f"{path}: there is no room left to write; make room and run the same command again (what is stored stays)"
    )


def damaged(path: Path | str, why: str) -> StoreError:
    return StoreError(
        f"{path}: this is no whole database of kehoach ({why}); put it aside or restore a backup, then ingest again"
    )


def failed(path: Path | str, why: str) -> StoreError:
    return StoreError(f"{path}: {why}; check the path, the disk and its rights, then try again")


def outdated(path: Path | str) -> StoreError:
    return StoreError(f"{path}: the database was made by an older kehoach; bring it up to date with: kehoach migrate")


def unreachable(path: Path | str, why: str) -> StoreUnreachable:
    return StoreUnreachable(
        f"{path}: the database server does not answer as asked ({why}); check the address, the name and the rights"
    )


def _of(error: BaseException | None, path: Path | str) -> StoreError | None:
    if isinstance(error, OSError):
        return _of_system(error, path)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, Path(path))
    if error is not None and hasattr(error, "sqlstate"):
        return _of_postgres(error, path)
    return None


def _of_postgres(error: BaseException, path: Path | str) -> StoreError | None:
    """By the classes of SQLSTATE (PostgreSQL, Appendix A)."""
    state = str(getattr(error, "sqlstate", None) or "")
    if not state and type(error).__name__ == "DataError":
        return None  # Refused by the driver before the server saw it: a NUL in a text.
    said = " ".join(str(error).split())[:200]
    match state:
        case "55P03" | "40P01" | "40001":
            return busy(path)
        case "25006" | "42501":
            return read_only(path)
        case "53100" | "53200":
            return full(path)
        case "XX001" | "XX002":
            return damaged(path, said)
    if state[:2] in ("", "08", "28", "3D", "53", "57"):
        return unreachable(path, said)
    return None


def _of_system(error: OSError, path: Path | str) -> StoreError:
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
