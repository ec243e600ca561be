"""Whose turn it is at a host. The turns stand in the database (table `host`), so that all processes of an office are
polite together; each is taken in one short transaction, and waited for outside of it.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select, update

from models.errors import AskedToWait
from pipeline.clock import VIETNAM, Clock
from pipeline.fetch import waiting
from pipeline.fetch.addresses import shown
from pipeline.store import Store
from pipeline.store.arriving_tables import HostTable

_QUEUE = 100
"""Processes that may wait for one host; a turn further away than these could put it comes of a clock that jumped."""
_SLACK = timedelta(minutes=1)


class _Asking:
    """The locks of this process, one for each host."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._meeting = threading.Lock()

    def lock(self, host: str) -> threading.Lock:
        with self._meeting:
            return self._locks[host]


_asking = _Asking()
if hasattr(os, "register_at_fork"):  # What another thread of the parent held would be held in the child for ever.
    os.register_at_fork(after_in_child=_asking.forget)


class Turn(NamedTuple):
    """Permission to ask a host, `wait` seconds from now. `troubled` tells that it refused when it was last asked."""

    wait: float
    troubled: bool


@contextmanager
def alone(host: str) -> Iterator[None]:
    """Within this process one request at a time goes to a host."""
    with _asking.lock(host):
        yield


class Turns:
    """The turns at all hosts. Every method raises StoreError."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def take(self, host: str, address: str, delay: float) -> Turn:
        """The next turn at a host; the one after it comes `delay` seconds later. Raises AskedToWait where it is closed
        for longer than is worth waiting for."""
        if delay == 0:  # Nothing to write down.
            with self._store.reading() as connection:
                return self._next(_row(connection, host), host, address, delay)
        with self._store.writing() as connection:
            row = _row(connection, host)
            turn = self._next(row, host, address, delay)
            after = self._clock.now() + timedelta(seconds=turn.wait + delay)
            _put(connection, host, new=row is None, next_at=after)
        return turn

    def refused(self, host: str, status: int, asked: float | None) -> None:
        """Remember that a host refused, or asked for `asked` seconds; it may be closed now."""
        with self._store.writing() as connection:
            row = _row(connection, host)
            in_a_row = (row.refusals if row else 0) + (status in waiting.BREAKER)
            closed = waiting.closed_for(status, in_a_row, asked)
            until = self._clock.now() + timedelta(seconds=closed) if closed else None
            said = f"it answered {status}"
            _put(connection, host, new=row is None, refusals=in_a_row, closed_until=until, reason=said)

    def welcomed(self, host: str) -> None:
        """Forget the refusals of a host."""
        with self._store.writing() as connection:
            _put(connection, host, refusals=0, closed_until=None, reason=None)

    def rest(self, connection: Connection, host: str, delay: float) -> None:
        """Give a host its rest after a long answer, too: the next turn comes no sooner than `delay` from now."""
        if delay == 0:
            return
        after = self._clock.now() + timedelta(seconds=delay)
        sooner = (HostTable.name == host) & (HostTable.next_at < after)
        connection.execute(update(HostTable).where(sooner).values(next_at=after))

    def closed(self, host: str) -> float:
        """Seconds for which a host is still closed."""
        with self._store.reading() as connection:
            return _closed(_row(connection, host), self._clock.now())

    def _next(self, row: Row[Any] | None, host: str, address: str, delay: float) -> Turn:
        now = self._clock.now()
        if row is None:
            return Turn(0.0, troubled=False)
        closed = _closed(row, now)
        if closed > waiting.SHORT:
            until = f"{row.closed_until + VIETNAM:%H:%M %d/%m/%Y}"
            raise AskedToWait(
                f"{shown(address)}: {host} is left alone until {until} (Vietnam time), since {row.reason}; "
                f"it is asked again by itself after that"
            )
        waits = (row.next_at - now).total_seconds() if row.next_at else 0.0
        if waits > delay * _QUEUE:
            waits = 0.0
        return Turn(max(0.0, waits, closed), troubled=bool(row.refusals or row.closed_until))


def _closed(row: Row[Any] | None, now: datetime) -> float:
    """Seconds; none where the clock has jumped since."""
    if row is None or row.closed_until is None:
        return 0.0
    left = (row.closed_until - now).total_seconds()
    return left if 0 < left <= waiting.LONGEST + _SLACK.total_seconds() else 0.0


def _row(connection: Connection, host: str) -> Row[Any] | None:
    columns = (HostTable.next_at, HostTable.refusals, HostTable.closed_until, HostTable.reason)
    return connection.execute(select(*columns).where(HostTable.name == host)).one_or_none()


def _put(connection: Connection, host: str, *, new: bool = False, **values: object) -> None:
    if new:
        connection.execute(insert(HostTable).values({"name": host, "refusals": 0, **values}))
    else:
        connection.execute(update(HostTable).where(HostTable.name == host).values(**values))
