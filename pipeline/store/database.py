"""Opening the database: one SQLite file in WAL mode, checked to be ours and of a form that is known here."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic_core import to_json
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from models.errors import StoreError, UsageError
from pipeline.store.errors import damaged, translated
from pipeline.store.tables import Base

APPLICATION = 0x4B45484F
"""Marks a SQLite file as ours (`PRAGMA application_id`): the letters KEHO."""

SCHEMA = 1
"""The form of the tables (`PRAGMA user_version`); raised by every change to them."""

_WAIT = 5.0
"""Seconds to wait for another process to end its transaction; `?timeout=` in the URL says otherwise."""


def locate(url: str | None, home: Path) -> tuple[Path, float]:
    """The file that the URL means, and how long to wait for a lock. Raises UsageError for another kind of database."""
    if url is None:
        return home / "kehoach.sqlite", _WAIT
    try:
        parsed = make_url(url)
        wait = float(str(parsed.query.get("timeout", _WAIT)))
    except (ArgumentError, ValueError) as error:
        raise UsageError(f"this is no database URL such as sqlite:////srv/kehoach.sqlite: {url!r}") from error
    return _file_of(parsed), wait


def _file_of(url: URL) -> Path:
    if url.get_backend_name() != "sqlite":
        raise UsageError(f"only SQLite databases are known here (sqlite:///FILE), not {url.get_backend_name()}")
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise UsageError(f"the database must be a file (sqlite:///FILE), not {url}")
    return Path(url.database).absolute()


def connect(path: Path, wait: float, *, read_only: bool) -> Engine:
    """An engine on the file, made where it is missing. Raises StoreError; UsageError where there is none to read."""
    if read_only and not path.is_file():
        raise UsageError(f"there is no database at {path} yet; make one with: kehoach ingest FILE-OR-FOLDER")
    with translated(path):
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            "sqlite://",
            creator=partial(_connection, path, wait, read_only),
            poolclass=QueuePool,
            json_serializer=_json,
        )
        event.listen(engine, "begin", _begin)
        try:
            _check(engine, path, read_only=read_only)
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: the lock is taken at once, so nothing is decided on what another may yet change."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def _json(value: Any) -> str:
    return to_json(value).decode()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _connection(path: Path, wait: float, read_only: bool) -> sqlite3.Connection:
    mode = _reading_mode(path) if read_only else "mode=rwc"
    # Transactions begin where SQLAlchemy says so (`_begin`), not where the driver guesses.
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?{mode}", uri=True, timeout=wait, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _reading_mode(path: Path) -> str:
    """SQLite reads a WAL database through files beside it. Where none is left and none can be made, none is needed."""
    log = path.with_name(path.name + "-wal")
    alone = not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    return "mode=ro&immutable=1" if alone else "mode=ro"


def _check(engine: Engine, path: Path, *, read_only: bool) -> None:
    """Make the tables in an empty file; refuse a file that is not ours or of another form."""
    with engine.begin() as connection:
        if not _is_empty(connection):
            return _check_form(connection, path)
    if read_only:
        raise UsageError(f"{path} holds no plans yet; store some with: kehoach ingest FILE-OR-FOLDER")
    with writing(engine) as connection:
        if _is_empty(connection):  # Another process may have been quicker.
            Base.metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
        _check_form(connection, path)
    return None


def _is_empty(connection: Connection) -> bool:
    return not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()


def _check_form(connection: Connection, path: Path) -> None:
    mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    form = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if mark != APPLICATION:
        raise damaged(path, "it was made by another program")
    if form > SCHEMA:
        raise StoreError(
            f"{path}: the database was made by a newer kehoach (form {form}, known here: {SCHEMA}); update kehoach"
        )
    if form < SCHEMA:
        raise damaged(path, f"its form is {form}, that of kehoach is {SCHEMA}")
