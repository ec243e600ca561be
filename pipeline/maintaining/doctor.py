"""Is everything there, and is the store whole? The doctor reads only, and works where there is no store, or a damaged
one; `clean` alone takes anything away, and only originals that the store has had no use for since a day."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from models.errors import KehoachError, StoreError, UsageError
from pipeline.maintaining import soundness
from pipeline.maintaining.findings import Finding, Health, found
from pipeline.maintaining.tools import installed
from pipeline.renewing.held import outdated
from pipeline.settings import Settings
from pipeline.store import originals, query, referred, write
from pipeline.store.database import locate
from pipeline.store.store import Store
from pipeline.store.tables import PlanTable, StoreTable, VersionTable

_PASSWORD = re.compile(r"//[^/@]*@")
_LITTLE = 1 << 30
"""Bytes of room; with less, a large batch may not fit."""
_UNUSED = timedelta(days=1)
"""An original is kept before its version is written: one younger than this may be about to be used."""


class Progress(Protocol):
    """Told what is looked at, how much of it there is (0: unknown), and of each that is done."""

    def begin(self, what: str, of: int) -> None: ...

    def step(self) -> None: ...


class Silent:
    """Nobody wants to know."""

    def begin(self, what: str, of: int) -> None:
        """Nothing."""

    def step(self) -> None:
        """Nothing."""


def examine(settings: Settings, *, deep: bool = False, progress: Progress | None = None) -> Health:
    """Everything that is found. `deep` reads every original, version and row too.

    Never raises for what is wrong with the store. Raises UsageError for settings that cannot be meant.
    """
    place = locate(settings.database, settings.home)
    kept = str(settings.originals or settings.home / "originals")
    originals.at(kept)
    in_force: dict[str, str | int] = {
        "home": str(settings.home),
        "database": place.name,
        "originals": _PASSWORD.sub("//***@", kept),
    }
    findings = [*installed(), Finding(area="settings", state="good", what="settings", values=in_force)]
    findings += _store(settings, deep=deep, progress=progress or Silent())
    findings += _disk(settings.home)
    return Health(findings=tuple(findings))


def clean(settings: Settings, *, now: datetime | None = None) -> list[str]:
    """Remove originals that the store has no use for and that are older than a day; returns their SHA-256.

    A store that keeps none keeps them all: it may be one that is being restored, or another than the one that is meant.
    Raises UsageError where there is no store, StoreError or one of its kinds.
    """
    with Store.open(settings.database, settings.home, originals=settings.originals, read_only=True):
        pass  # Nothing is made where there is nothing.
    now = now or datetime.now(UTC)
    before = now - _UNUSED
    with (
        Store.open(settings.database, settings.home, originals=settings.originals) as store,
        store.writing() as connection,  # Nobody writes a version of what is just being removed.
    ):
        wanted = referred.kept(connection, now.astimezone(UTC).replace(tzinfo=None))
        unused = [name for name in store.originals.names() if name not in wanted] if wanted else []
        removed = [name for name in unused if store.originals.kept_at(name) < before]
        referred.forget_pages(connection, removed)
        for name in removed:
            store.originals.remove(name)
    return removed


def _store(settings: Settings, *, deep: bool, progress: Progress) -> Iterator[Finding]:
    try:
        store = Store.open(settings.database, settings.home, originals=settings.originals, read_only=True)
    except UsageError as error:
        yield Finding(area="store", state="note", what="none", values={"reason": str(error)})
        return
    except (KehoachError, DBAPIError) as error:
        yield Finding(area="store", state="bad", what="unusable", values={"reason": _line(error)})
        return
    with store:
        looks: dict[str, Callable[[], Iterator[Finding]]] = {
            "pages": lambda: _of_pages(store),
            "plans": lambda: _of_plans(store, deep=deep, progress=progress),
            "originals": lambda: _of_originals(store, deep=deep, progress=progress),
            "index": lambda: _of_index(store),
        }
        for what, look in looks.items():
            progress.begin(what, 0)
            findings = list(_caught(look))
            yield from findings
            if what == "pages" and findings:
                return  # What stands on damaged pages is not worth a question.


def _caught(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What a look finds; where it fails, that."""
    try:
        yield from look()
    except (StoreError, DBAPIError) as error:
        yield Finding(area="store", state="bad", what="unusable", values={"reason": _line(error)})


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def _of_pages(store: Store) -> Iterator[Finding]:
    with store.reading() as connection:
        yield from soundness.pages(connection)


def _of_plans(store: Store, *, deep: bool, progress: Progress) -> Iterator[Finding]:
    with store.reading() as connection:
        number, versions = (
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (PlanTable, VersionTable)
        )
        wrong = [*soundness.plans(connection), *soundness.counts(connection), *soundness.arrivals(connection)]
        if deep:
            progress.begin("contents", versions)
            wrong += soundness.contents(connection, progress.step)
        behind = outdated(connection, None, reread=False)
    yield from wrong
    if not wrong:
        yield Finding(area="store", state="good", what="whole", values={"plans": number, "versions": versions})
    if behind:
        yield found(
            "rules", "outdated", list(dict.fromkeys(one.plan_id for one in behind)), "note", versions=len(behind)
        )
    else:
        yield Finding(area="rules", state="good", what="rules")


def _of_originals(store: Store, *, deep: bool, progress: Progress) -> Iterator[Finding]:
    with store.reading() as connection:
        wanted, kept = referred.needed(connection), referred.kept(connection, write.now())
    held = set(store.originals.names())
    lost = sorted(wanted - held)
    if lost:
        yield found("originals", "lost", lost)
    changed = []
    if deep:
        progress.begin("originals", len(wanted & held))
        changed = [name for name in sorted(wanted & held) if not _is_whole(store.originals, name, progress)]
    if changed:
        yield found("originals", "changed", changed)
    if not lost and not changed:
        yield Finding(area="originals", state="good", what="originals", values={"count": len(wanted)})
    if unused := sorted(held - kept):
        yield found("originals", "unused", unused, "note")


def _is_whole(kept: originals.Originals, name: str, progress: Progress) -> bool:
    progress.step()
    try:
        kept.read(name)
    except StoreError:
        return False
    return True


def _of_index(store: Store) -> Iterator[Finding]:
    """The index is a cache: what it lacks comes with the next search, but not what a disk did to its bytes."""
    from pipeline.search import SearchIndex

    with store.reading() as connection:
        name = connection.execute(select(StoreTable.id)).scalar_one()
        revision = query.revision(connection)
    index = SearchIndex.open(store.home / "index" / name)
    state = index.state()
    if state.why == "damaged":
        yield Finding(area="index", state="bad", what="index_damaged", values={"count": 1})
    elif damage := index.damage():
        yield found("index", "index_damaged", damage)
    elif state.store != name:
        yield Finding(area="index", state="note", what="no_index")
    elif state.revision < revision:
        yield Finding(area="index", state="note", what="behind", values={"count": revision - state.revision})
    elif state.revision > revision:
        yield Finding(area="index", state="bad", what="ahead", values={"count": state.revision - revision})
    else:
        yield Finding(area="index", state="good", what="index", values={"revision": revision})


def _disk(home: Path) -> Iterator[Finding]:
    """The room where the home is, or will be."""
    place = next((folder for folder in (home, *home.parents) if folder.is_dir()), None)
    if place is None:
        return
    free = shutil.disk_usage(place).free
    if free >= _LITTLE:
        yield Finding(area="disk", state="good", what="room", values={"mebibytes": free >> 20})
    else:
        yield Finding(area="disk", state="note", what="little_room", values={"mebibytes": free >> 20})
