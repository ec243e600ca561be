"""SQL of a person's own against the store: one question, which can read and nothing else, within bounds."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from models.base import Frozen
from models.errors import UsageError
from pipeline.store.store import Store

_LONGEST = 50_000_000
"""Bytes of one value: no question makes more of nothing."""

_MAY_DO_ALL = """
    SELECT 1 FROM pg_roles mine, pg_roles reader
    WHERE mine.rolname = current_user AND mine.rolsuper AND reader.rolname = 'pg_read_all_data'
"""

_CHECKED = 20_000
"""Steps of SQLite between two looks at the clock: some milliseconds."""


class Table(Frozen):
    """What a question answered: the names of the columns, the rows, and whether there were more than were taken."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool


def ask(store: Store, sql: str, *, seconds: float, limit: int) -> Table:
    """The answer to one SELECT, of `limit` rows at most, within some seconds. The store must be open for reading.

    Raises UsageError for what is no question, what the database cannot understand, and what takes too long.
    """
    if not store.read_only:
        raise ValueError("a store that is open for writing is not asked in SQL")
    question = sql.strip().rstrip(";").strip()
    if not question or "\0" in question or any("\ud800" <= c <= "\udfff" for c in question):
        raise UsageError('there is no question; try: kehoach sql "SELECT id, subject FROM plans"')
    with store.reading() as connection:
        try:
            return _asked(connection, question, seconds, limit)
        except DBAPIError as error:
            if isinstance(error.orig, sqlite3.Error) and (refused := _refused_by_sqlite(error.orig, seconds)):
                raise refused from error
            raise


def _asked(connection: Connection, question: str, seconds: float, limit: int) -> Table:
    # Standing inside another question, nothing but a question is understood; the break ends a comment at its end.
    wrapped = f"SELECT * FROM ({question}\n) AS asked LIMIT {limit + 1}"  # noqa: S608  (it is the reader's own, in a store open for reading)
    if connection.dialect.name == "sqlite":
        found = _in_sqlite(connection, wrapped, seconds)
    else:
        found = _in_postgres(connection, wrapped, seconds)
    columns, rows = found
    return Table(columns=columns, rows=tuple(rows[:limit]), more=len(rows) > limit)


def _in_sqlite(connection: Connection, wrapped: str, seconds: float) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    raw: Any = connection.connection.driver_connection
    until = time.monotonic() + seconds
    raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    raw.set_authorizer(_allowed)
    raw.set_progress_handler(lambda: time.monotonic() > until, _CHECKED)
    try:
        found = connection.exec_driver_sql(wrapped)
        return tuple(found.keys()), [tuple(row) for row in found.fetchall()]
    finally:
        raw.set_progress_handler(None, 0)
        raw.set_authorizer(None)


_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_REACHING = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})
"""Functions that reach beyond the database, in builds of SQLite that have them."""


def _allowed(action: int, _one: str | None, other: str | None, *_where: str | None) -> int:
    if action not in _READING or (action == sqlite3.SQLITE_FUNCTION and (other or "").lower() in _REACHING):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _refused_by_sqlite(error: sqlite3.Error, seconds: float) -> UsageError | None:
    """What is the question's fault; None for a failure of the store."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_INTERRUPT:
        return _too_long(seconds)
    if code == sqlite3.SQLITE_AUTH:
        return UsageError("only SELECT is understood here, of what the database holds")
    if code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE, 0):
        return _not_understood(error)
    return None


def _in_postgres(connection: Connection, wrapped: str, seconds: float) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    import psycopg

    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")
    if connection.exec_driver_sql(_MAY_DO_ALL).scalar_one_or_none():
        # Whoever may do everything could read the server's files: the question is asked by one who may read tables.
        connection.exec_driver_sql("SET LOCAL ROLE pg_read_all_data")
    raw: Any = connection.connection.driver_connection
    try:
        with raw.cursor() as cursor:
            # Prepared, since a prepared statement is one: nothing can follow the question.
            cursor.execute(wrapped.encode(), prepare=True)
            return tuple(column.name for column in cursor.description), cursor.fetchall()
    except psycopg.errors.QueryCanceled as error:
        raise _too_long(seconds) from error
    except (psycopg.ProgrammingError, psycopg.DataError, psycopg.NotSupportedError, psycopg.InternalError) as error:
        raise _not_understood(error) from error


def _too_long(seconds: float) -> UsageError:
    return UsageError(f"the question was not answered within {seconds:g} seconds; narrow it, or allow more: --seconds")


def _not_understood(error: Exception) -> UsageError:
    # PostgreSQL tells the fault apart from the line it is in, which is not the line that was typed.
    told = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
    said = " ".join(str(told).split())[:300]
    return UsageError(
        f"the database does not understand the question ({said}); one SELECT alone is asked, and nothing is written; "
        "the views: docs/sql.md"
    )
