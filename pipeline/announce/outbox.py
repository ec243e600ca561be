"""Notices: what is to be sent, written in one transaction with the mark of what was looked at.

Sending is apart from that and comes afterwards: what was written is sent sooner or later, and what was looked at is
never looked at again. A notice that is being sent is leased: its next time lies ahead, so that no other process
sends it too, and a process that dies leaves it to be sent when the lease has run out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, Select, func, insert, or_, select, update

from models.errors import AnnounceError
from pipeline.announce.news import News
from pipeline.announce.types import Digest, Notice, Target, Watch, origin_of
from pipeline.clock import Clock
from pipeline.store import Store
from pipeline.store.arriving_tables import NoticeTable, WatchTable
from pipeline.store.tables import StoreTable

LEASE = timedelta(minutes=10)
"""How long one sending may take at most: longer than the time-outs of every channel together."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=5), timedelta(days=1)
_IMPOSSIBLE = 2 * _LONGEST_WAIT
"""Nothing is ever put off for so long: a time beyond it was written by a clock that has jumped since."""
MOST_ATTEMPTS, MOST_HOPELESS = 20, 3
"""Attempts before a notice is given up: about a fortnight where waiting may help, and few where it cannot (an address
that does not exist), since a receiver may be wrong about that too."""


def write(store: Store, clock: Clock, watch: Watch, found: News) -> int:
    """Write a notice for each channel, where there is something to tell, and what was looked at, whole or not at all;
    returns how many. None at all where another process was quicker, or the watch is gone. Raises StoreError."""
    digest, now = found.digest, clock.now()
    with store.writing() as connection:
        kept = select(WatchTable.seen, WatchTable.memory).where(WatchTable.name == watch.name)
        there = connection.execute(kept.where(WatchTable.made_at == watch.made_at)).one_or_none()
        if there is None or (there.seen, there.memory) != (watch.seen, watch.memory):
            return 0
        if not digest.is_empty and _told_today(connection, watch, digest):
            return 0  # Deadlines beyond the bounds of the last digest: they are told on another day, or with news.
        targets = () if digest.is_empty else watch.targets
        for target in targets:
            connection.execute(insert(NoticeTable).values(_row(watch, target, digest, now)))
        seen: dict[str, Any] = {"seen": digest.until, "seen_at": now}
        if (memory := found.memory.stored()) != there.memory:  # It may be long, and seldom changes.
            seen["memory"] = memory
        connection.execute(update(WatchTable).where(WatchTable.name == watch.name).values(seen))
    return len(targets)


def _told_today(connection: Connection, watch: Watch, digest: Digest) -> bool:
    table = NoticeTable
    same = table.watch == watch.name, table.until == digest.until, table.day == digest.day
    return connection.execute(select(table.no).where(*same)).first() is not None


def _row(watch: Watch, target: Target, digest: Digest, now: datetime) -> dict[str, Any]:
    return {
        "watch": watch.name,
        "channel": target.name,
        "since": digest.since,
        "until": digest.until,
        "day": digest.day,
        "made_at": now,
        "digest": digest.model_dump(mode="json"),
        "standing": "waiting",
        "attempts": 0,
        "next_at": now,
    }


class Due(NamedTuple):
    """A notice that may be sent, and the channel whose order it must keep."""

    no: int
    watch: str
    channel: str


def due(store: Store, clock: Clock, watches: Sequence[str] = ()) -> list[Due]:
    """The notices that may be sent now, oldest first. A channel gets its notices in their order: behind one that waits,
    the later ones wait too. Raises StoreError."""
    now, table = clock.now(), NoticeTable
    asked = select(table.no, table.watch, table.channel, table.next_at).where(table.standing == "waiting")
    with store.reading() as connection:
        rows = connection.execute(asked.order_by(table.no)).all()
    held: set[tuple[str, str]] = set()
    out = []
    for row in rows:
        if row.next_at and now < row.next_at <= now + _IMPOSSIBLE:
            held.add((row.watch, row.channel))
        if (row.watch, row.channel) not in held and (not watches or row.watch in watches):
            out.append(Due(row.no, row.watch, row.channel))
    return out


def claim(store: Store, clock: Clock, no: int) -> Notice | None:
    """Take a notice to send it; None where another process has it, or nobody has to send it any more."""
    now, table = clock.now(), NoticeTable
    is_due = or_(table.next_at.is_(None), table.next_at <= now, table.next_at > now + _IMPOSSIBLE)
    mine = table.no == no, table.standing == "waiting", is_due
    with store.writing() as connection:
        taken = update(table).where(*mine).values(next_at=now + LEASE, attempts=table.attempts + 1, reason=None)
        if not connection.execute(taken).rowcount:
            return None
        found = connection.execute(_notices().where(table.no == no)).mappings().one()
        return _notice(found, _store_id(connection))


def sent(store: Store, clock: Clock, no: int) -> None:
    """Mark a notice that its channel took."""
    done = {"standing": "sent", "sent_at": clock.now(), "next_at": None, "reason": None}
    with store.writing() as connection:
        connection.execute(update(NoticeTable).where(NoticeTable.no == no).values(done))


def failed(store: Store, clock: Clock, notice: Notice, error: AnnounceError) -> bool:
    """Mark a notice that its channel did not take, to be sent later; returns whether it is given up."""
    given_up = notice.attempts >= (MOST_ATTEMPTS if error.passing else MOST_HOPELESS)
    wait = min(_FIRST_WAIT * 2 ** min(notice.attempts - 1, 20), _LONGEST_WAIT)
    next_at = None if given_up else clock.now() + wait
    standing = "given up" if given_up else "waiting"
    with store.writing() as connection:
        waiting = NoticeTable.no == notice.no, NoticeTable.standing == "waiting"
        values = {"standing": standing, "next_at": next_at, "reason": str(error)}
        connection.execute(update(NoticeTable).where(*waiting).values(values))
    return given_up


def again(store: Store, clock: Clock, watches: Sequence[str] = ()) -> int:
    """Let what waits after a failure, or was given up, be sent now; returns how many. What is being sent has no reason
    written to it, and is left alone."""
    table, now = NoticeTable, clock.now()
    failing = table.standing != "sent", table.reason.is_not(None)
    of_watches = (table.watch.in_(watches),) if watches else ()
    with store.writing() as connection:
        begin = update(table).where(*failing, *of_watches).values(standing="waiting", attempts=0, next_at=now)
        return int(connection.execute(begin).rowcount)


def of_watch(store: Store, watch: str, most: int = 50) -> list[Notice]:
    """The last notices of a watch, the newest first; what is waiting or given up is among them however old it is."""
    table = NoticeTable
    with store.reading() as connection:
        asked = _notices().where(table.watch == watch)
        rows = connection.execute(asked.where(table.standing != "sent").order_by(table.no.desc())).mappings().all()
        some = asked.where(table.standing == "sent").order_by(table.no.desc()).limit(most)
        rows = sorted([*rows, *connection.execute(some).mappings()], key=lambda row: -row["no"])
        store_id = _store_id(connection)
    return [_notice(row, store_id) for row in rows]


def up_to(store: Store, notice: Notice, most: int) -> list[Notice]:
    """A notice and those before it of the same channel, the newest first."""
    table = NoticeTable
    lane = table.watch == notice.watch, table.channel == notice.target.name, table.no <= notice.no
    with store.reading() as connection:
        rows = connection.execute(_notices().where(*lane).order_by(table.no.desc()).limit(most)).mappings().all()
        store_id = _store_id(connection)
    return [_notice(row, store_id) for row in rows]


def counts(store: Store, watches: Sequence[str] = ()) -> dict[str, int]:
    """How many notices of some watches, or of all, stand how."""
    table = NoticeTable
    of_watches = (table.watch.in_(watches),) if watches else ()
    with store.reading() as connection:
        counted = select(table.standing, func.count().label("n")).where(*of_watches).group_by(table.standing)
        return {row.standing: row.n for row in connection.execute(counted)}


def _notices() -> Select[Any]:
    columns = list(NoticeTable.__table__.columns)
    return select(*columns, WatchTable.made_at.label("watch_made_at")).join(
        WatchTable, WatchTable.name == NoticeTable.watch
    )


def _store_id(connection: Connection) -> str:
    return str(connection.execute(select(StoreTable.id)).scalar_one())


def _notice(row: RowMapping, store_id: str) -> Notice:
    values = {name: row[name] for name in Notice.model_fields if name in row}
    values["target"] = Target.named(row["channel"])
    values["origin"] = origin_of(store_id, row["watch"], row["watch_made_at"])
    return Notice.model_validate(values)
