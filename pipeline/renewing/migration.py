"""`kehoach migrate`: a database of an older form brought to the one known here, whole or not at all, a copy kept."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from models.base import Frozen
from pipeline.store import database
from pipeline.store.database import FORM, Place
from pipeline.store.errors import translated
from pipeline.store.migrating import migrate as bring


class Migration(Frozen):
    """What became of a database: its form before and now, how many versions were brought over, and where it is kept as
    it was. `copied_to` is None where nothing was done, and for a server, which keeps copies of its own."""

    database: str
    before: str
    after: str
    versions: int = 0
    copied_to: Path | None = None


def migrate(
    place: Place,
    on_version: Callable[[int, int], None] | None = None,
    on_copy: Callable[[Path], None] | None = None,
) -> Migration:
    """Bring a database to the form known here, in one transaction. Tells where the copy is once it is whole, and of
    each version how many are done and how many there are.

    Raises UsageError where there is none, StoreError for one that is newer, not ours, held, or cannot be written.
    """
    before = _form(place)
    if before == FORM:
        return Migration(database=place.name, before=before, after=FORM)
    engine = database.connect(place, read_only=False, migrating=True)
    try:
        with translated(place.name), database.writing(engine) as connection:
            # Asked again: the one that held it until now may have been another `migrate`.
            if (before := database.form_of(connection)) == FORM:
                return Migration(database=place.name, before=before, after=FORM)
            # Copied while nobody else can write, so that the copy is what is brought over.
            copy = _copy(place.file, before) if place.file else None
            if copy and on_copy:
                on_copy(copy)
            versions = bring(connection, on_version)
        return Migration(database=place.name, before=before, after=FORM, versions=versions, copied_to=copy)
    finally:
        engine.dispose()


def _form(place: Place) -> str:
    """Looked up without writing: nothing is made where there is no database."""
    engine = database.connect(place, read_only=True, migrating=True)
    try:
        with translated(place.name), engine.begin() as connection:
            return database.form_of(connection)
    finally:
        engine.dispose()


def _copy(file: Path, form: str) -> Path:
    """The database as it is, beside itself, under a name with its form and the time in UTC."""
    made = file.with_name(f"{file.stem}.form-{form}.{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}{file.suffix}")
    part = file.with_name(f".{file.name}.form-{form}.part")  # One name: what a killed run left is taken away.
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        shutil.copymode(file, part)
        with part.open("rb") as whole:
            os.fsync(whole.fileno())
        part.replace(made)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return made
