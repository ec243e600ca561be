"""Opening the database: located, connected to, and checked to be ours and of the form that is known here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from models.errors import StoreError, UsageError
from pipeline.store import postgres, sqlite
from pipeline.store.errors import damaged, outdated, translated

FORM = "0003"
"""The form of the tables: the last of `migrations/versions`."""

_FORMS = ("0001", "0002", FORM)
_READER_WAITS = 5.0
_WRITER_WAITS = 30.0
"""Seconds to wait for another process to end its transaction; `?timeout=` in the URL says otherwise. Readers wait for
nobody but one who holds all. Writers hold the database for milliseconds each, but many may come at once, and SQLite
lets them in as chance has it."""

_LONGEST_WAIT = 86_400


@dataclass(frozen=True)
class Place:
    """Where a database is. `name` is what messages call it: the file, or the URL without its password."""

    url: URL
    name: str
    wait: float | None
    """Seconds to wait for others, where the URL says so."""

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database."""
        return sqlite.file_of(self.url) if self.url.get_backend_name() == "sqlite" else None


def locate(url: str | None, home: Path) -> Place:
    """The place that the URL means, by default a file in `home`. Raises UsageError for another kind of database."""
    if url is None:
        path = home / "kehoach.sqlite"
        return Place(URL.create("sqlite", database=str(path)), str(path), None)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # Neither here nor in a traceback stands what was given: there may be a password in it.
        raise UsageError(
            "KEHOACH_DATABASE is no database URL such as sqlite:////srv/kehoach.sqlite or "
            "postgresql+psycopg://USER@HOST/NAME"
        ) from None
    wait = _seconds(parsed.query["timeout"]) if "timeout" in parsed.query else None
    return _placed(parsed.difference_update_query(["timeout"]), wait)


def _seconds(typed: object) -> float:
    try:
        seconds = float(str(typed))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= _LONGEST_WAIT:
        raise UsageError(f"timeout= in a database URL is a number of seconds, 0 to {_LONGEST_WAIT:,}, not {typed!r}")
    return seconds


def _placed(url: URL, wait: float | None) -> Place:
    match url.get_backend_name():
        case "sqlite":
            return Place(url, str(sqlite.file_of(url)), wait)
        case "postgresql" | "postgres":
            return Place(postgres.driven(url), url.render_as_string(hide_password=True), wait)
        case other:
            raise UsageError(f"only SQLite and PostgreSQL are known here (sqlite:///FILE, postgresql://…), not {other}")


def connect(place: Place, *, read_only: bool, migrating: bool = False) -> Engine:
    """An engine on the database, its tables made where there are none. `migrating` lets one of an older form pass.

    Raises StoreError; UsageError where there is nothing to read.
    """
    file = place.file
    if read_only and file and not file.is_file():
        raise UsageError(f"there is no database at {place.name} yet; make one with: kehoach ingest FILE-OR-FOLDER")
    wait = (_READER_WAITS if read_only else _WRITER_WAITS) if place.wait is None else place.wait
    with translated(place.name):
        if file:
            engine = sqlite.engine_on(file, wait, read_only=read_only)
        else:
            engine = postgres.engine_on(place.url, wait, read_only=read_only)
        try:
            _check(engine, place, read_only=read_only, migrating=migrating)
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes; only one at a time does."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def form_of(connection: Connection) -> str:
    """The form of the tables. SQLite databases of the first form told it by `PRAGMA user_version` alone."""
    if inspect(connection).has_table("alembic_version"):
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
        return str(found or "unknown")
    if connection.dialect.name == "sqlite":
        return f"{connection.exec_driver_sql('PRAGMA user_version').scalar_one():04}"
    return "unknown"


def _is_empty(connection: Connection) -> bool:
    if connection.dialect.name == "sqlite":
        return sqlite.is_empty(connection)
    return postgres.is_empty(connection)


def _check(engine: Engine, place: Place, *, read_only: bool, migrating: bool) -> None:
    """Make the tables in an empty database; refuse one that is not ours or of another form."""
    with engine.begin() as connection:
        if not _is_empty(connection):
            return _check_form(connection, place, migrating=migrating)
    if read_only:
        raise UsageError(f"{place.name} holds no plans yet; store some with: kehoach ingest FILE-OR-FOLDER")
    from pipeline.store.migrating import make

    with writing(engine) as connection:
        if _is_empty(connection):  # Another process may have been quicker.
            make(connection)
        _check_form(connection, place, migrating=migrating)
    return None


def _check_form(connection: Connection, place: Place, *, migrating: bool) -> None:
    if connection.dialect.name == "sqlite":
        sqlite.check_ours(connection, Path(place.name))
    form = form_of(connection)
    if form == FORM or (migrating and form in _FORMS):
        return
    if form in _FORMS:
        raise outdated(place.name)
    if form == "unknown" or form < FORM:
        raise damaged(place.name, "it was made by another program")
    raise StoreError(
        f"{place.name}: the database was made by a newer kehoach (form {form}, known here: {FORM}); update kehoach"
    )
