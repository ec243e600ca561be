"""PostgreSQL, for offices whose people share one store."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from models.errors import UsageError
from pipeline.store.packing import json_text

_WRITERS = 0x4B45484F
"""The advisory lock that a writing transaction holds: writers come one after the other, as in SQLite, so that changes
are numbered in the order of their commits and nothing is decided on what another may yet change."""

_DRIVER = "postgresql+psycopg"


def driven(url: URL) -> URL:
    """The URL with the driver that is installed. Raises UsageError for another driver."""
    if url.drivername not in ("postgresql", "postgres", _DRIVER):
        raise UsageError(f"the driver for PostgreSQL here is psycopg: {_DRIVER}://…, not {url.drivername}")
    if not url.database:
        raise UsageError(f"the database must be named ({_DRIVER}://USER@HOST/NAME), not {url}")
    return url.set(drivername=_DRIVER)


def engine_on(url: URL, wait: float, *, read_only: bool) -> Engine:
    """An engine on the database; a lock is waited for no longer than `wait` seconds."""
    settings = [
        f"-c lock_timeout={max(1, int(wait * 1000))}",  # 0 would be for ever.
        # A reading transaction sees one state: what is counted is what is listed.
        "-c default_transaction_isolation=" + ("repeatable\\ read" if read_only else "read\\ committed"),
        f"-c default_transaction_read_only={'on' if read_only else 'off'}",
    ]
    engine = create_engine(
        url,
        pool_pre_ping=True,
        connect_args={"connect_timeout": max(2, min(5, int(wait))), "options": " ".join(settings)},
        json_serializer=json_text,
    )
    event.listen(engine, "begin", _begin)
    return engine


def is_empty(connection: Connection) -> bool:
    found = "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()"
    return not connection.exec_driver_sql(found).scalar_one()


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
