"""SQLite: one file in WAL mode, marked as ours."""

from __future__ import annotations

import os
import sqlite3
from functools import partial
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL

from models.errors import UsageError
from pipeline.store.errors import damaged
from pipeline.store.packing import json_text

APPLICATION = 0x4B45484F
"""Marks a SQLite file as ours (`PRAGMA application_id`): the letters KEHO."""


def file_of(url: URL) -> Path:
    """The file that a URL means. Raises UsageError where it means none."""
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise UsageError(f"the database must be a file (sqlite:///FILE), not {url}")
    return Path(url.database).absolute()


def engine_on(path: Path, wait: float, *, read_only: bool) -> Engine:
    """An engine on the file; for writing, the file is made where it is missing."""
    if not read_only:
        path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        "sqlite://",
        creator=partial(_connection, path, wait, read_only),
        poolclass=QueuePool,
        json_serializer=json_text,
    )
    event.listen(engine, "begin", _begin)
    return engine


def is_empty(connection: Connection) -> bool:
    return not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()


def check_ours(connection: Connection, path: Path) -> None:
    """Raises StoreError for a database of another program."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION:
        raise damaged(path, "it was made by another program")


def mark_ours(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once, so that nothing is decided on what another may yet change.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _connection(path: Path, wait: float, read_only: bool) -> sqlite3.Connection:
    mode = _reading_mode(path) if read_only else "mode=rwc"
    # Transactions begin where SQLAlchemy says so (`_begin`), not where the driver guesses.
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?{mode}", uri=True, timeout=wait, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")  # KiB: the indexes of a large store.
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")  # What was said to be stored outlives a power cut.
    except BaseException:
        connection.close()
        raise
    return connection


def _reading_mode(path: Path) -> str:
    """SQLite reads a WAL database through files beside it. Where none is left and none can be made, none is needed."""
    log = path.with_name(path.name + "-wal")
    alone = not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    return "mode=ro&immutable=1" if alone else "mode=ro"
