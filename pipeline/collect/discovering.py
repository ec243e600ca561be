"""What a source lists, written down: new documents to be fetched, known ones that the listing says have changed.

A look begins at the first page and ends at the first page that holds nothing new, for listings begin with the newest;
once in a while, and in a backfill, it goes on to the end. Documents that move between pages while the listing is read
are met twice, or on the next walk to the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from models.errors import StoreError
from pipeline.clock import Clock
from pipeline.collect import runs
from pipeline.collect.work import Work
from pipeline.sources.kinds import kind_of
from pipeline.sources.selecting import passed_over
from pipeline.sources.settings import SourceSettings
from pipeline.sources.suspicion import empty
from pipeline.sources.types import Cursor, Entry, Listed, Window
from pipeline.store.arriving_tables import FoundTable, SourceTable
from pipeline.store.filters import among

INTERRUPTED = "Interrupted"
"""The failure of a source whose last look did not end, such as one that is under way."""

_AT_ONCE = 500
"""Rows that are written down in one change: a sitemap has fifty thousand, and others wait to write meanwhile."""

_BEFORE = 2
"""Pages in a row, all of days before the first asked for, after which a backfill ends: one may be out of order."""


def discover(source: SourceSettings, work: Work, window: Window | None = None, *, backfill: bool = False) -> None:
    """Look at a source and write down what it lists. Raises only StoreError: what else fails is recorded."""
    try:
        walked = _walk(source, work, window or Window(), backfill=backfill)
    except StoreError:
        raise
    except Exception as error:  # A fault of the rules on one page must not keep the other sources waiting.
        _failed(source, work, error)
    else:
        ended = {"checkpoint": None} if backfill else {}
        if backfill and window not in (None, Window()):
            # Of other days nothing was written down: what was left out stands behind pages on which nothing is new.
            walked, ended = False, {**ended, "walked_at": None}
        _well(source, work, walked=walked, **ended)


def _walk(source: SourceSettings, work: Work, window: Window, *, backfill: bool) -> bool:
    """Read the pages; returns whether all that are to be read were."""
    kind = kind_of(source)
    before = _remembered(work, source)
    to_end = not kind.NEWEST_FIRST or backfill or _is_time_for_all(source, before, work.clock)
    _remember(work, source, failure=INTERRUPTED)  # Until it ends: pages further on may hold what is new.
    cursor = _checkpoint(before["checkpoint"], window) if backfill else None
    early = 0
    for number, listed in enumerate(kind.pages(source, work.reach, cursor, window), 1):
        if number == 1 and not backfill:  # The days of a backfill may well hold nothing.
            empty(listed, None if kind.MAY_BE_EMPTY else before["entries"])
            _remember(work, source, entries=len(listed.entries))
        new = _note(source, listed, work, window, _kept(window, listed.cursor) if backfill else None)
        early = early + 1 if _is_before(listed.entries, window.since) else 0
        if backfill and early == _BEFORE:
            return False
        if not to_end and not new:
            return False
        if not backfill and number == source.most_pages:
            break
    return True


def _note(source: SourceSettings, listed: Listed, work: Work, window: Window, checkpoint: dict[str, Any] | None) -> int:
    """Write down one page, and with its last rows where to go on after it. Returns how many of its entries are new."""
    entries = [entry for entry in {e.key: e for e in listed.entries}.values() if _is_within(entry, window)]
    new = 0
    for start in range(0, max(1, len(entries)), _AT_ONCE):
        last = start + _AT_ONCE >= len(entries)
        new += _note_some(source, entries[start : start + _AT_ONCE], work, checkpoint if last else None)
    return new


def _note_some(source: SourceSettings, entries: list[Entry], work: Work, checkpoint: dict[str, Any] | None) -> int:
    """Write down some rows in one change."""
    new = found = 0
    with work.store.writing() as connection:
        known = _known(connection, source, entries)
        for entry in entries:
            if entry.key in known:
                _seen_again(connection, source, entry, known[entry.key], work.clock)
            else:
                new += 1
                found += _first_seen(connection, source, entry, work.clock)
        if checkpoint is not None:
            connection.execute(update(SourceTable).where(SourceTable.name == source.name).values(checkpoint=checkpoint))
        runs.count(connection, work.clock, work.run_no, found=found, passed_over=new - found)
    return new


def _known(connection: Connection, source: SourceSettings, entries: list[Entry]) -> dict[str, Any]:
    listed = among(connection, FoundTable.key, [entry.key for entry in entries])
    rows = select(FoundTable).where(FoundTable.source == source.name, listed)
    return {row["key"]: row for row in connection.execute(rows).mappings()}


def _first_seen(connection: Connection, source: SourceSettings, entry: Entry, clock: Clock) -> bool:
    """Write down a new document; returns whether it is taken."""
    now, reason = clock.now(), passed_over(source.select, entry)
    taken = {"standing": "new", "next_at": now} if reason is None else {"standing": "passed over", "reason": reason}
    row = {"source": source.name, "key": entry.key, "first_seen": now, "last_seen": now, "attempts": 0, **taken}
    connection.execute(insert(FoundTable).values(row | _said(entry)))
    return reason is None


def _seen_again(connection: Connection, source: SourceSettings, entry: Entry, row: Any, clock: Clock) -> None:
    """A known document: due at once where the listing says that it changed, or where it was not selected before."""
    now = clock.now()
    then = Entry.model_validate(row["listed"])
    values: dict[str, Any] = {"last_seen": now}
    if entry != then:
        values |= _said(entry)
    if row["standing"] == "passed over":
        reason = passed_over(source.select, entry)
        values |= {"standing": "new", "next_at": now, "reason": None} if reason is None else {"reason": reason}
    elif (entry.mark, entry.attachments) != (then.mark, then.attachments):
        values["next_at"] = now
    connection.execute(update(FoundTable).where(FoundTable.no == row["no"]).values(values))


def _said(entry: Entry) -> dict[str, Any]:
    listed = entry.model_dump(mode="json", exclude_defaults=True)
    return {"title": entry.title, "symbol": entry.symbol, "issued": entry.issued, "listed": listed}


def _is_within(entry: Entry, window: Window) -> bool:
    """An entry without a day may be of any."""
    if entry.issued is None:
        return True
    return (window.since or date.min) <= entry.issued <= (window.until or date.max)


def _is_before(entries: Iterable[Entry], since: date | None) -> bool:
    days = [entry.issued for entry in entries if entry.issued]
    return bool(since and days and max(days) < since)


def _is_time_for_all(source: SourceSettings, before: Any, clock: Clock) -> bool:
    walked_at = before["walked_at"]
    if walked_at is None or before["failure"] is not None:
        return True
    # An hour less: runs of one schedule begin at nearly the same time of day. A walk that is said to have been later
    # than now was made by a clock that has jumped since.
    return not timedelta() <= clock.now() - walked_at < timedelta(days=source.walk_days, hours=-1)


def _remembered(work: Work, source: SourceSettings) -> Any:
    with work.store.writing() as connection:
        rows = select(SourceTable).where(SourceTable.name == source.name)
        if connection.execute(rows).first() is None:
            connection.execute(insert(SourceTable).values(name=source.name, failures=0))
        return connection.execute(rows).mappings().one()


def _remember(work: Work, source: SourceSettings, **values: Any) -> None:
    with work.store.writing() as connection:
        connection.execute(update(SourceTable).where(SourceTable.name == source.name).values(values))


def _kept(window: Window, cursor: Cursor | None) -> dict[str, Any]:
    """A checkpoint: where to go on, and for which days that holds."""
    return {"window": _days(window), "cursor": cursor}


def _checkpoint(kept: dict[str, Any] | None, window: Window) -> Cursor | None:
    return kept["cursor"] if kept and kept["window"] == _days(window) else None


def _days(window: Window) -> list[str | None]:
    return [day.isoformat() if day else None for day in window]


def _well(source: SourceSettings, work: Work, *, walked: bool, **more: Any) -> None:
    now = work.clock.now()
    more |= {"walked_at": now} if walked else {}
    _remember(work, source, looked_at=now, well_at=now, failures=0, failure=None, reason=None, **more)


def _failed(source: SourceSettings, work: Work, error: Exception) -> None:
    told = {"failure": runs.kind_of(error), "reason": runs.reason_of(error), "looked_at": work.clock.now()}
    at = runs.At("discover", source.name, _place(source))
    with work.store.writing() as connection:
        of_source = SourceTable.name == source.name
        connection.execute(update(SourceTable).where(of_source).values(**told, failures=SourceTable.failures + 1))
        runs.fail(connection, work.clock, work.run_no, at, error)


def _place(source: SourceSettings) -> str | None:
    """Where a source is: its address, or its folder or file."""
    places = (getattr(source, name, None) for name in ("address", "path", "file"))
    return next((str(place) for place in places if place), None)
