"""What must hold after the days of the script, whoever collected: of the store, of the failures, of the manners."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select

from pipeline.store import Store
from pipeline.store.arriving_tables import FileTable, FoundTable
from pipeline.store.tables import RenditionTable
from tests.portal import plans
from tests.portal.exchange import Asked
from tests.portal.script import Script

DELAY = 2.0
"""Seconds between two requests to one host, where its robots.txt asks for no more."""
DELAYS = defaultdict(lambda: DELAY, feed=7.0)


def stored_plans(store: Store) -> dict[tuple[str, str], int]:
    """Issuer and symbol of each plan, and how many versions it has."""
    rows = store.plans()
    assert len({(row.issuer_unit, row.symbol) for row in rows}) == len(rows), "a plan is stored twice"
    return {(str(row.issuer_unit), str(row.symbol)): row.version for row in rows}


def main_bodies(script: Script) -> Counter[str]:
    """The SHA-256 of every file that must have been read and stored: each main document in each of its revisions."""
    return Counter(
        sha256(plans.content(document, revision, document.main)).hexdigest()
        for document in script.wanted()
        for revision in range(len(document.changes) + 1)
    )


def stored_bodies(store: Store) -> Counter[str]:
    with store.reading() as connection:
        return Counter(connection.execute(select(RenditionTable.sha256)).scalars())


def standings(store: Store) -> dict[tuple[str, str], str]:
    """By source and symbol."""
    with store.reading() as connection:
        rows = connection.execute(select(FoundTable.source, FoundTable.symbol, FoundTable.standing))
        return {(source, str(symbol)): standing for source, symbol, standing in rows}


def lost_originals(store: Store) -> list[str]:
    """Files whose bytes are not kept; reading them checks their hash."""
    with store.reading() as connection:
        kept = connection.execute(select(FileTable.sha256).where(FileTable.sha256.is_not(None))).scalars().all()
    lost = []
    for digest in set(kept):
        try:
            store.originals.read(str(digest))
        except Exception as error:
            lost.append(f"{digest}: {error}")
    return lost


def failures_of(script: Script, day: int) -> dict[str, set[str]]:
    """The failures that a day must have, by source."""
    failures: dict[str, set[str]] = defaultdict(set)
    for trap in script.traps:
        if trap.failure and day in trap.days:
            failures[trap.site].add(trap.failure)
        elif trap.failure and not trap.days:
            assert trap.number is not None
            if script.by_place[trap.site, trap.number].day == day:
                failures[trap.site].add(trap.failure)  # Once: asking again cannot help.
    for document in script.documents:
        if document.private and document.day == day:
            failures[document.site].add("RobotsForbid")
    return dict(failures)


def impolite(journal: Sequence[Asked]) -> list[str]:
    """Requests that came too soon after one to the same host, or several at once, or where robots.txt forbids; all
    requests of a collector from its first one on."""
    wrong = too_soon(journal)
    for asked in {a.site: a for a in reversed(journal)}.values():
        if asked.target != "/robots.txt":
            wrong.append(f"{asked.site} was asked for {asked.target} before its robots.txt")
    for asked in journal:
        if asked.together > 1:
            wrong.append(f"{asked.site} was asked for {asked.target} while it answered another request")
        if asked.target.startswith("/private/"):
            wrong.append(f"{asked.site} was asked for {asked.target}")
        if not asked.agent.startswith("kehoach/"):
            wrong.append(f"{asked.site} was asked by {asked.agent!r}")
    return wrong


def too_soon(journal: Iterable[Asked]) -> list[str]:
    """Requests that came sooner after the one before, to the same host, than they may."""
    wrong = []
    last: dict[str, Asked] = {}
    for asked in journal:
        before = last.get(asked.site)
        last[asked.site] = asked
        if before is None:
            continue
        # How long is to be waited is not known before robots.txt says so.
        delay = DELAY if before.target == "/robots.txt" else DELAYS[asked.site]
        # Clocks count in microseconds, and turns are worked out with fractions of a second.
        if asked.at - before.at < timedelta(seconds=delay, microseconds=-10):
            wrong.append(f"{asked.site} was asked for {asked.target} {asked.at - before.at} after {before.target}")
    return wrong


def asked_while_closed(journal: Sequence[Asked], closed: Iterable[tuple[str, datetime, datetime]]) -> list[str]:
    """Requests to a site in a time in which it was to be left alone."""
    return [
        f"{asked.site} was asked for {asked.target} at {asked.at}, closed until {until}"
        for site, since, until in closed
        for asked in journal
        if asked.site == site and since < asked.at < until
    ]


def waits(journal: Iterable[Asked], seconds: float = 7200) -> list[tuple[str, datetime, datetime]]:
    """The times for which sites asked to be left alone (Retry-After)."""
    return [(a.site, a.at, a.at + timedelta(seconds=seconds)) for a in journal if a.status == 429]
