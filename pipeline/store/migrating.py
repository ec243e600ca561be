"""Making the tables, and bringing a database of an older form up to date (Alembic), in one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Connection, DateTime, insert, inspect, select, text, update

from pipeline.store import sqlite, write
from pipeline.store.database import form_of
from pipeline.store.packing import unpacked
from pipeline.store.tables import PlanTable, StoreTable, VersionTable
from pipeline.store.views import make_views

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = Path(__file__).with_name("migrations")


def make(connection: Connection) -> None:
    """Make the tables in an empty database."""
    _upgrade(connection)
    if connection.dialect.name == "sqlite":
        sqlite.mark_ours(connection)
    _name(connection)


def migrate(connection: Connection, on_version: Callable[[int, int], None] | None = None) -> int:
    """Bring the tables to the form known here, and return how many versions were written anew: those of the first form,
    whose tables were others. Tells of each how many are done and how many there are.

    Later forms have tables more, and what stands in those that stay is as it was.
    """
    from alembic import command

    if not inspect(connection).has_table("alembic_version"):
        command.stamp(_config(connection), form_of(connection))
    _upgrade(connection)
    _name(connection)
    done = 0
    for done, total in _bring_versions(connection) if inspect(connection).has_table("form1_version") else ():
        if on_version:
            on_version(done, total)
    return done


def _upgrade(connection: Connection) -> None:
    from alembic import command

    command.upgrade(_config(connection), "head")
    make_views(connection)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _name(connection: Connection) -> None:
    """Give the store its own name, once."""
    if connection.execute(select(StoreTable.id)).first() is None:
        connection.execute(insert(StoreTable).values(id=uuid4().hex, made_at=write.now()))


def _bring_versions(connection: Connection) -> Iterator[tuple[int, int]]:
    """From the tables of the first form, put aside by the migration: each of its versions had one file."""
    ids = connection.execute(text("SELECT id FROM form1_version ORDER BY plan_id, ordinal")).scalars().all()
    for done, version_id in enumerate(ids, 1):
        _bring(connection, version_id)
        yield done, len(ids)
    for table in ("form1_version", "form1_plan"):
        connection.execute(text(f"DROP TABLE {table}"))


_OLD = text(
    "SELECT plan_id, ordinal, sha256, media_type, source, stored_at, json, latest"
    " FROM form1_version JOIN form1_plan ON form1_plan.id = plan_id WHERE form1_version.id = :id"
).columns(stored_at=DateTime)


def _bring(connection: Connection, version_id: int) -> None:
    """One version, with its file; and its plan, where it is the latest."""
    row = connection.execute(_OLD, {"id": version_id}).one()
    ready = write.Ready.of(unpacked(row.json), rows=row.ordinal == row.latest)
    known = connection.execute(select(PlanTable.no).where(PlanTable.id == row.plan_id)).scalar_one_or_none()
    plan_no = write.new_plan(connection, row.plan_id, ready.plan) if known is None else int(known)
    version_no = write.new_version(connection, plan_no, row.ordinal, ready)
    # Read by rules that left no mark: `kehoach reextract` will read it anew.
    then = {"stored_at": row.stored_at, "read_at": row.stored_at, "reading_rules": "0.1.0", "extraction_rules": "0.1.0"}
    connection.execute(update(VersionTable).where(VersionTable.no == version_no).values(then))
    rendition = write.Rendition(
        sha256=row.sha256,
        media_type=row.media_type,
        source=row.source,
        why="of the first form",
        stored_at=row.stored_at,
    )
    write.new_rendition(connection, version_no, rendition, ready, leading=True)
    if row.ordinal == row.latest:
        write.refresh(connection, plan_no, ready)
        write.changed(connection, plan_no, "migrated")
