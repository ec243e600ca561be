"""Thirty simulated days at six portals full of traps: every document stored once, every change a version, every
failure named, and no request beyond politeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select

from pipeline.collect import collect
from pipeline.collect.types import RunTold
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.arriving_tables import FetchTable, FoundTable, HostTable
from tests.portal import checks, sources
from tests.portal.clock import SimulatedClock
from tests.portal.exchange import Asked
from tests.portal.script import SITES, START, Script, load
from tests.portal.server import Portal
from tests.portal.watching import connections

COUNTED = ("found", "new", "changed", "unchanged", "withdrawn", "failed", "requests")


class Day(NamedTuple):
    number: int
    told: RunTold
    asked: list[Asked]
    due: int
    """Documents that were due when it began."""
    closed: list[tuple[str, datetime, datetime]]
    """The hosts that were to be left alone when it ended."""


def test_thirty_days(tmp_path: Path, tell: Callable[[str], None]) -> None:
    script, clock = load(), SimulatedClock(START)
    with Portal.open(script, clock) as portal, connections() as reached:
        sources.write(tmp_path / "sources.toml", portal)
        days = [_lived(number, portal, clock, tmp_path) for number in range(script.days)]
    for line in _table(days):
        tell(line)
    wrong = [
        *_unlike_the_script(script, days),
        *_impolite(portal, days, reached),
        *(line for day in days for line in _restless(script, day)),
    ]
    assert wrong == []
    with Store.open(home=tmp_path) as store:
        _holds_what_was_published(script, store)


def _lived(number: int, portal: Portal, clock: SimulatedClock, home: Path) -> Day:
    begins = START + timedelta(days=number)
    assert clock.now() <= begins, f"the run of the day before day {number} did not end before it"
    clock.set(begins)
    before = len(portal.journal)
    due = _due(home, begins)
    # One source after the other: with several, the clock moves on while a request is on its way.
    told = collect(Settings(home=home), clock=clock, together=1)
    return Day(number, told, portal.journal[before:], due, _closed(home, portal, clock.now()))


def _due(home: Path, now: datetime) -> int:
    with Store.open(home=home) as store, store.reading() as connection:
        return int(connection.execute(select(func.count()).where(FoundTable.next_at <= now)).scalar_one())


def _closed(home: Path, portal: Portal, now: datetime) -> list[tuple[str, datetime, datetime]]:
    with Store.open(home=home) as store, store.reading() as connection:
        hosts = connection.execute(select(HostTable.name, HostTable.closed_until)).all()
    return [
        (site, now, until)
        for name, until in hosts
        for site, served in portal.sites.items()
        if until is not None and served.base.endswith(name)
    ]


def _unlike_the_script(script: Script, days: list[Day]) -> list[str]:
    """Failures that the script does not have, and those of the script that no run named; counts that are not true."""
    wrong = []
    for day in days:
        named: dict[str, set[str]] = defaultdict(set)
        for failure in day.told.failures:
            named[str(failure.source)].add(failure.failure)
        if dict(named) != (expected := checks.failures_of(script, day.number)):
            reasons = [f"{f.stage} {f.source} {f.address}: {f.failure}: {f.reason}" for f in day.told.failures]
            wrong.append(f"day {day.number}: {dict(named)}, not {expected}: {reasons}")
        for trap in script.traps:
            told = {(f.stage, f.failure) for f in day.told.failures if f.source == trap.site}
            if trap.failure and day.number in trap.days and (trap.stage, trap.failure) not in told:
                wrong.append(f"day {day.number}: {trap.failure} of {trap.site} is not told of {trap.stage}: {told}")
        if day.told.standing != "done":
            wrong.append(f"day {day.number}: {day.told.standing}: {day.told.error}")
        refused = sum(failure.failure == "NotPublic" for failure in day.told.failures)  # None of them left the machine.
        if day.told.counts.get("requests", 0) != len(day.asked) + refused:
            wrong.append(f"day {day.number}: told of {day.told.counts} requests, the portal saw {len(day.asked)}")
    return wrong


def _impolite(portal: Portal, days: list[Day], reached: list[str]) -> list[str]:
    journal = portal.asked()
    closed = [*checks.waits(journal), *(row for day in days for row in day.closed)]
    assert closed  # The script has some.
    elsewhere = {host for host in reached if not host.startswith("127.")}
    return [
        *checks.impolite(journal),
        *checks.asked_while_closed(journal, closed),
        *(f"connected to {host}" for host in sorted(elsewhere)),
    ]


def _restless(script: Script, day: Day) -> list[str]:
    """A day on which nothing new is listed asks for robots.txt and the listings, and for what is due: a page and its
    files each."""
    if any(document.day in (day.number, day.number - 1) for document in script.documents):
        return []
    if any(day.number in trap.days or day.number - 1 in trap.days for trap in script.traps):
        return []
    pages = sum(-(-len(script.listed(site, day.number)) // 3) for site in SITES) + 1
    allowed = len(SITES) + pages + 3 * day.due
    return [f"day {day.number}: {len(day.asked)} requests, {allowed} at most"] if len(day.asked) > allowed else []


def _holds_what_was_published(script: Script, store: Store) -> None:
    assert checks.stored_plans(store) == script.expected()
    assert checks.stored_bodies(store) == checks.main_bodies(script)
    assert checks.lost_originals(store) == []
    standings = checks.standings(store)
    withdrawn = {place for place, standing in standings.items() if standing == "withdrawn"}
    assert withdrawn == {(d.site, d.symbol) for d in script.documents if d.withdrawn is not None}
    with store.reading() as connection:
        of_files = select(FetchTable.address, FetchTable.sha256).where(
            FetchTable.purpose == "file", FetchTable.sha256.is_not(None)
        )
        fetched = connection.execute(of_files).all()
    assert len(set(fetched)) == len(fetched), "the same file is written down as fetched twice"


def _table(days: list[Day]) -> list[str]:
    head = "thirty days     day  " + "  ".join(f"{name:>9}" for name in COUNTED) + "  failures"
    lines = [head]
    for day in days:
        counts = "  ".join(f"{day.told.counts.get(name, 0):9}" for name in COUNTED)
        failures = ", ".join(sorted({f"{f.source} {f.failure}" for f in day.told.failures}))
        lines.append(f"thirty days: {day.number:6}  {counts}  {failures}".rstrip())
    sums = "  ".join(f"{sum(d.told.counts.get(name, 0) for d in days):9}" for name in COUNTED)
    lines.append(f"thirty days: in all  {sums}")
    return lines
