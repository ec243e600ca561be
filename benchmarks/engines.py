"""The databases that the store is measured on, and what they take alone for the statements that the store sends."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event

from pipeline.store import Store

ENGINES = ("sqlite", "postgres")
_SERVER = Path(__file__).parent.parent / "tests" / "postgres.py"


@contextmanager
def database(engine: str) -> Iterator[str | None]:
    """The URL of an empty database; None for SQLite's file in the home. PostgreSQL runs as long as it is asked."""
    if engine == "sqlite":
        yield None
        return
    spec = importlib.util.spec_from_file_location("kehoach_server", _SERVER)
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if module.binaries() is None:
        raise SystemExit("PostgreSQL's programs are not installed here")
    with module.server() as server:
        yield server.database()


Statement = tuple[str, Any]


def sent(store: Store, work: Callable[[], object]) -> list[Statement]:
    """The statements with their values that a piece of work sends to the database."""
    said: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if statement != "BEGIN":
            said.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
    return said


def alone(connection: Connection, statements: list[Statement]) -> float:
    """Seconds that the driver takes for these statements, all their rows fetched: no question, no types, no models."""
    cursor = connection.connection.cursor()
    begun = time.perf_counter()
    for statement, values in statements:
        cursor.execute(statement, values)
        cursor.fetchall()
    took = time.perf_counter() - begun
    cursor.close()
    return took


def settled(store: Store) -> None:
    """What an office's server does by itself after large writes."""
    if store.place.file is None:
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    else:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def sizes(store: Store) -> tuple[float, float]:
    """Megabytes of the database, and of its indexes within (not known of SQLite where it was built without them)."""
    with store.reading() as connection:
        if store.place.file is None:
            whole = "SELECT pg_database_size(current_database())"
            indexes = "SELECT sum(pg_relation_size(indexrelid)) FROM pg_stat_user_indexes"
            found = [connection.exec_driver_sql(query).scalar_one() for query in (whole, indexes)]
            return float(found[0]) / 1e6, float(found[1]) / 1e6
    whole_size = sum(p.stat().st_size for p in store.home.glob("kehoach.sqlite*"))
    return whole_size / 1e6, float("nan")
