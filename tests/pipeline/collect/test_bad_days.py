"""What can happen to a whole run: a host that is away, no room, a database that is held or away, a clock that jumps.
Each ends in a clear outcome, and the next run has everything once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine, event, select

from models.errors import StoreBusy, StoreFull
from pipeline.clock import SystemClock
from pipeline.collect import collect
from pipeline.collect.types import RunTold, Step
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.arriving_tables import RunTable
from tests.portal import checks, sources
from tests.portal.clock import SimulatedClock
from tests.portal.relay import Relay
from tests.portal.script import START, Document, Script
from tests.portal.server import Portal

SITES = ("plain", "sharepoint")
SCRIPT = Script(
    days=9,
    documents=(
        *(Document(site="plain", number=n, day=-n) for n in (1, 2, 3)),
        *(Document(site="sharepoint", number=n, day=-n) for n in (5,)),
        Document(site="plain", number=7, day=1),
        Document(site="sharepoint", number=8, day=2),
    ),
)
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(START)


@pytest.fixture
def portal(clock: SimulatedClock, tmp_path: Path) -> Iterator[Portal]:
    with Portal.open(SCRIPT, clock) as opened:
        opened.day = 0
        sources.write(tmp_path / "sources.toml", opened, SITES)
        yield opened


def holds_all_until(day: int, store: Store) -> None:
    published = SCRIPT.model_copy(update={"documents": tuple(d for d in SCRIPT.documents if d.day <= day)})
    assert checks.stored_plans(store) == published.expected()
    assert checks.stored_bodies(store) == checks.main_bodies(published)
    assert checks.lost_originals(store) == []


def failures(told: RunTold) -> set[tuple[str | None, str, str]]:
    return {(f.source, f.stage, f.failure) for f in told.failures}


def test_a_host_that_is_away_does_not_keep_the_others(portal, clock, tmp_path):
    sources.write(tmp_path / "sources.toml", portal, SITES, elsewhere={"plain": "http://127.0.0.99:9"})
    told = collect(Settings(home=tmp_path), clock=clock)
    assert told.standing == "done"
    assert failures(told) == {("plain", "discover", "Unreachable")}
    assert "127.0.0.99" in told.failures[0].reason
    with Store.open(home=tmp_path) as store:
        assert {unit for unit, _ in checks.stored_plans(store)} == {"tỉnh Lào Cai"}


def test_sources_of_one_host_take_turns(tmp_path):
    """Several at once, by the real clock: what is waited for is the host, not the source."""
    with Portal.open(SCRIPT, SystemClock()) as portal:
        portal.day, portal.lingers = 0, 0.03
        twin = tmp_path / "twin.toml"
        sources.write(twin, portal, ["plain"], delay=0.1)
        sources.write(tmp_path / "sources.toml", portal, SITES, delay=0.1)
        entry = twin.read_text(encoding="utf-8").partition("[[source]]")[2].replace('"plain"', '"twin"')
        with (tmp_path / "sources.toml").open("a", encoding="utf-8") as file:
            file.write(f"[[source]]{entry}")
        told = collect(Settings(home=tmp_path))
    assert (told.standing, told.failures) == ("done", ())
    for site in SITES:
        asked = portal.asked(site)
        assert {one.together for one in asked} == {1}
        # The portal sees a request a little after it was sent.
        assert min(b.at - a.at for a, b in pairwise(asked)) > timedelta(seconds=0.06)
    with Store.open(home=tmp_path) as store:
        holds_all_until(0, store)


@contextmanager
def little_room(home: Path, pages: int) -> Iterator[None]:
    """SQLite's own bound on its pages answers as a full disk does."""
    with closing(sqlite3.connect(home / "kehoach.sqlite")) as database:
        bound = database.execute("PRAGMA page_count").fetchone()[0] + pages

    def bounded(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {bound}")

    event.listen(Engine, "connect", bounded)
    try:
        yield
    finally:
        event.remove(Engine, "connect", bounded)


@pytest.mark.parametrize("pages", [0, 8])
def test_a_full_disk_ends_the_run_and_the_next_goes_on(portal, clock, tmp_path, pages):
    Store.open(home=tmp_path).close()
    with little_room(tmp_path, pages), pytest.raises(StoreFull, match="make room"):
        _live_until_it_ends(portal, clock, tmp_path)
    portal.day = 2
    clock.set(START + 3 * DAY)
    told = collect(Settings(home=tmp_path), clock=clock)
    assert (told.standing, told.failures) == ("done", ())
    with Store.open(home=tmp_path) as store:
        holds_all_until(2, store)
        with store.reading() as connection:
            others = connection.execute(select(RunTable.standing).where(RunTable.no != told.no)).scalars().all()
    assert set(others) <= {"done", "failed", "interrupted"}


def _live_until_it_ends(portal: Portal, clock: SimulatedClock, home: Path) -> None:
    for day in range(3):
        portal.day = day
        clock.set(START + day * DAY)
        collect(Settings(home=home), clock=clock, together=1)


class Mending(SimulatedClock):
    """Does something once so many seconds were slept."""

    def __init__(self, now: datetime, after: float, mend: Callable[[], object]) -> None:
        super().__init__(now)
        self._after, self._mend, self._mended = after, mend, False

    def begin(self) -> None:
        self._after += self.slept

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if self.slept >= self._after and not self._mended:
            self._mended = True
            self._mend()


def another(home: Path) -> sqlite3.Connection:
    """As another process has the database open."""
    return sqlite3.connect(home / "kehoach.sqlite", isolation_level=None, check_same_thread=False)


def at_step(stage: str, act: Callable[[], object]) -> Callable[[Step], None]:
    """Act at the first sign of progress of a stage."""
    left = [act]

    def heard(step: Step) -> None:
        if step.stage == stage and left:
            left.pop()()

    return heard


@pytest.mark.parametrize("stage", ["fetch", "ingest"])
def test_a_database_that_is_held_for_a_while_is_waited_for(portal, tmp_path, stage):
    database = f"sqlite:///{tmp_path / 'kehoach.sqlite'}?timeout=0.05"
    Store.open(home=tmp_path).close()
    with closing(another(tmp_path)) as other:
        clock = Mending(START, 20, lambda: other.execute("ROLLBACK"))

        def hold() -> None:
            clock.begin()
            other.execute("BEGIN IMMEDIATE")

        told = collect(
            Settings(home=tmp_path, database=database), clock=clock, together=1, on_step=at_step(stage, hold)
        )
    assert (told.standing, told.failures) == ("done", ())
    with Store.open(home=tmp_path) as store:
        holds_all_until(0, store)


def test_a_database_that_stays_held_ends_the_run_and_the_next_goes_on(portal, clock, tmp_path):
    database = f"sqlite:///{tmp_path / 'kehoach.sqlite'}?timeout=0.05"
    Store.open(home=tmp_path).close()
    with closing(another(tmp_path)) as other:
        hold = at_step("fetch", lambda: other.execute("BEGIN IMMEDIATE"))
        with pytest.raises(StoreBusy, match="another process"):
            collect(Settings(home=tmp_path, database=database), clock=clock, together=1, on_step=hold)
        other.execute("ROLLBACK")
    clock.set(START + DAY)
    assert collect(Settings(home=tmp_path), clock=clock).failures == ()
    with Store.open(home=tmp_path) as store:
        holds_all_until(0, store)


@pytest.mark.parametrize("stage", ["fetch", "ingest"])
def test_a_server_that_is_away_for_a_minute_is_waited_for(portal, tmp_path, postgres_url, stage):
    server = urlsplit(postgres_url)
    with Relay.to(int(server.port or 0)) as relay:
        url = postgres_url.replace(f":{server.port}/", f":{relay.port}/")
        clock = Mending(START, 50, relay.mend)

        def cut() -> None:
            clock.begin()
            relay.cut()

        told = collect(Settings(home=tmp_path, database=url), clock=clock, together=1, on_step=at_step(stage, cut))
    assert (told.standing, told.failures) == ("done", ())
    with Store.open(postgres_url, tmp_path) as store:
        holds_all_until(0, store)


class Jumping(SimulatedClock):
    """Jumps by each of these in turn, every so many times that it is asked."""

    def __init__(self, now: datetime, by: tuple[timedelta, ...], every: int) -> None:
        super().__init__(now)
        self._by, self._every, self._asked = list(by), every, 0

    def now(self) -> datetime:
        self._asked += 1
        if self._by and self._asked % self._every == 0:
            self.set(super().now() + self._by.pop(0))
        return super().now()


def test_a_clock_that_jumps_between_runs_keeps_nothing_waiting(portal, clock, tmp_path):
    for day, at in enumerate((0, 1, 0, -1, 400, 2)):
        portal.day = day
        clock.set(START + at * DAY)
        slept, asked = clock.slept, len(portal.journal)
        told = collect(Settings(home=tmp_path), clock=clock, together=1)
        assert (told.standing, told.failures) == ("done", ())
        assert clock.slept - slept < 600
        assert checks.too_soon(portal.journal[asked:]) == []
        assert told.seconds >= 0
        with Store.open(home=tmp_path) as store:
            holds_all_until(day, store)


@pytest.mark.parametrize(("by", "every"), [((DAY, -DAY), 7), ((-DAY, DAY), 40)], ids=["forwards", "backwards"])
def test_a_clock_that_jumps_within_a_run_stops_nothing(portal, tmp_path, by, every):
    clock = Jumping(START, by, every)
    told = collect(Settings(home=tmp_path), clock=clock, together=1)
    assert (told.standing, told.failures) == ("done", ())
    assert clock.slept < 600
    assert told.seconds >= 0
    with Store.open(home=tmp_path) as store:
        holds_all_until(0, store)
