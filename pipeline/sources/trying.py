"""Trying sources out: what a look would take, with nothing of it stored but how polite one has to be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from models.base import Frozen
from models.errors import KehoachError, StoreError, UsageError
from pipeline.clock import Clock
from pipeline.fetch.types import Manners, Reach
from pipeline.settings import Settings
from pipeline.sources.choosing import ranked
from pipeline.sources.kinds import kind_of
from pipeline.sources.selecting import passed_over
from pipeline.sources.settings import SourceSettings
from pipeline.sources.suspicion import empty
from pipeline.sources.types import Entry, Listed, Window

if TYPE_CHECKING:
    import httpx

    from pipeline.store import Store


class Weighed(Frozen):
    """An entry, and why it would not be taken; None where it would."""

    entry: Entry
    passed_over: str | None = None


class Tried(Frozen):
    """What a look at the first page of a source found, or how it failed (a name of models.errors, and the reason).

    The first entry that would be taken is shown with what the page behind it says, its main file first; what fails
    there fails in `behind`.
    """

    name: str
    weighed: tuple[Weighed, ...] = ()
    more: bool = False
    """Whether there are pages after it."""
    failure: str | None = None
    reason: str | None = None
    behind: str | None = None

    @property
    def taken(self) -> tuple[Entry, ...]:
        return tuple(one.entry for one in self.weighed if one.passed_over is None)


def tried(source: SourceSettings, reach: Reach, before: int | None = None) -> Tried:
    """Look at the first page of a source; `before` is how many entries it had when it was last well. Raises nothing but
    StoreError."""
    try:
        listed = next(iter(kind_of(source).pages(source, reach, None, Window())), Listed(entries=()))
        empty(listed, before)
    except StoreError:
        raise
    except KehoachError as error:
        return Tried(name=source.name, failure=type(error).__name__, reason=str(error))
    return _shown(source, listed, reach)


def _shown(source: SourceSettings, listed: Listed, reach: Reach) -> Tried:
    weighed = [Weighed(entry=entry, passed_over=passed_over(source.select, entry)) for entry in listed.entries]
    first = next((at for at, one in enumerate(weighed) if one.passed_over is None), None)
    wrong = None
    if first is not None:
        try:
            entry = kind_of(source).complete(source, weighed[first].entry, reach)
            files = ranked(entry.attachments, entry)
            entry = entry.model_copy(update={"attachments": files})
            weighed[first] = Weighed(entry=entry, passed_over=passed_over(source.select, entry))
        except StoreError:
            raise
        except KehoachError as error:
            wrong = str(error)
    return Tried(name=source.name, weighed=tuple(weighed), more=listed.cursor is not None, behind=wrong)


@contextmanager
def reaching(
    settings: Settings, manners: Manners, clock: Clock, transport: httpx.BaseTransport | None = None
) -> Iterator[Reach]:
    """What sources fetch with, over a store that is gone afterwards. When which host may be asked again is taken from
    the office's store and given back to it. Raises StoreError."""
    from pipeline.fetch.fetcher import Fetcher

    with TemporaryDirectory(prefix="kehoach-") as folder, _passing(Path(folder)) as passing:
        before = _copied(settings, passing, {}, back=False)
        try:
            with Fetcher(passing, manners, clock, transport=transport) as reach:
                yield reach
        finally:
            _copied(settings, passing, before, back=True)


@contextmanager
def _passing(folder: Path) -> Iterator[Store]:
    """A store with the tables of fetching alone: whole ones take seconds to be made."""
    from pipeline.store import Store
    from pipeline.store.arriving_tables import AddressTable, FetchTable, HostTable
    from pipeline.store.base import Base
    from pipeline.store.database import locate, writing
    from pipeline.store.sqlite import engine_on

    place, file = locate(None, folder), folder / "passing.sqlite"
    with Store(engine_on(file, 5.0, read_only=False), place, folder, folder / "originals", read_only=False) as store:
        with writing(store.engine) as connection:
            tables = [Base.metadata.tables[table.__tablename__] for table in (AddressTable, FetchTable, HostTable)]
            Base.metadata.create_all(connection, tables=tables)
        yield store


def remembered(settings: Settings) -> dict[str, dict[str, Any]]:
    """What the office's store remembers of its sources by their names; nothing where there is no store yet. Raises
    StoreError."""
    from sqlalchemy import select

    from pipeline.store import Store
    from pipeline.store.arriving_tables import SourceTable

    try:
        store = Store.open(settings.database, settings.home, originals=settings.originals, read_only=True)
    except UsageError:
        return {}
    with store, store.reading() as connection:
        return {row["name"]: dict(row) for row in connection.execute(select(SourceTable)).mappings()}


_Hosts = dict[str, dict[str, Any]]


def _copied(settings: Settings, passing: Store, before: _Hosts, *, back: bool) -> _Hosts:
    """Copy what is known of hosts from the office's store, or what is other than before back to it. An office whose
    store is not there, or cannot be had just now, is none the worse for a look."""
    from sqlalchemy import delete, insert, select

    from pipeline.store import Store
    from pipeline.store.arriving_tables import HostTable

    try:
        # A look makes no store: where there is none, opening it to read is refused.
        Store.open(settings.database, settings.home, originals=settings.originals, read_only=True).close()
        with Store.open(settings.database, settings.home, originals=settings.originals) as kept:
            source, target = (passing, kept) if back else (kept, passing)
            with source.reading() as connection:
                rows = {row["name"]: dict(row) for row in connection.execute(select(HostTable)).mappings()}
            with target.writing() as connection:
                for name, row in rows.items():
                    if before.get(name) != row:
                        connection.execute(delete(HostTable).where(HostTable.name == name))
                        connection.execute(insert(HostTable).values(row))
            return rows
    except (UsageError, StoreError):
        return {}
