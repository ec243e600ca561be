"""Making the tables, and bringing a database of an older form up to date (Alembic), in one transaction each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Connection, insert, inspect, select, text, update

from pipeline.store import sqlite, write
from pipeline.store.database import form_of
from pipeline.store.packing import unpacked
from pipeline.store.quality import Quality
from pipeline.store.tables import PlanTable, StoreTable, VersionTable
from pipeline.store.wording import content

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = Path(__file__).with_name("migrations")


def make(connection: Connection) -> None:
    """Make the tables in an empty database."""
    _upgrade(connection)
    if connection.dialect.name == "sqlite":
        sqlite.mark_ours(connection)
    _name(connection)


def migrate(connection: Connection, on_plan: Callable[[int, int], None] | None = None) -> None:
    """Bring the tables to the form known here, and write anew what is derived from the stored versions. Tells of each
    plan how many are done and how many there are."""
    from alembic import command

    if not inspect(connection).has_table("alembic_version"):
        command.stamp(_config(connection), form_of(connection))
    _upgrade(connection)
    _name(connection)
    if inspect(connection).has_table("form1_version"):
        _bring_versions(connection)
    plans = connection.execute(select(PlanTable.no).order_by(PlanTable.no)).scalars().all()
    for done, plan_no in enumerate(plans, 1):
        write.refresh(connection, plan_no)
        write.changed(connection, plan_no, "migrated")
        if on_plan:
            on_plan(done, len(plans))


def _upgrade(connection: Connection) -> None:
    from alembic import command

    command.upgrade(_config(connection), "head")


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


def _bring_versions(connection: Connection) -> None:
    """From the tables of the first form, put aside by the migration: each of its versions had one file."""
    versions = text("SELECT plan_id, ordinal, sha256, media_type, source, json FROM form1_version ORDER BY id")
    numbers: dict[str, int] = {}
    for row in connection.execute(versions).all():
        plan = unpacked(row.json)
        if row.plan_id not in numbers:
            numbers[row.plan_id] = write.new_plan(connection, row.plan_id, plan)
        version_no = write.new_version(connection, numbers[row.plan_id], row.ordinal, plan)
        # Read by rules that left no mark: `kehoach reextract` will read it anew.
        unknown = {"reading_rules": "0.1.0", "extraction_rules": "0.1.0"}
        connection.execute(update(VersionTable).where(VersionTable.no == version_no).values(unknown))
        rendition = write.Rendition(
            sha256=row.sha256,
            media_type=row.media_type,
            source=row.source,
            content=content(plan),
            quality=Quality.of(plan),
            why="of the first form",
        )
        write.new_rendition(connection, version_no, rendition, leading=True)
    for table in ("form1_version", "form1_plan"):
        connection.execute(text(f"DROP TABLE {table}"))
