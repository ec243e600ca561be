"""One process at a time works on a source: two would ask its host for the same things.

Nothing depends on it but manners; what is stored twice is told by the tables themselves.
"""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import insert, select, update

from pipeline.clock import Clock
from pipeline.store import Store
from pipeline.store.arriving_tables import SourceTable

LEASE = timedelta(minutes=10)
"""How long a sign of life lasts. A process that works on a source gives one with each document."""


def holder() -> str:
    """A name for this process that no other one has."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


def is_dead(name: str) -> bool:
    """Whether a holder was a process of this machine and is no more; of other machines nobody can tell."""
    host, process, _ = name.rsplit(":", 2)
    if host != socket.gethostname() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:  # It lives, and belongs to somebody else.
        return False
    return False


def hold(store: Store, clock: Clock, source: str, who: str) -> bool:
    """Take a source for this process, or hold on to it. False where another one that lives has it."""
    now = clock.now()
    with store.writing() as connection:
        row = connection.execute(
            select(SourceTable.holder, SourceTable.held_until).where(SourceTable.name == source)
        ).one_or_none()
        if row is None:
            connection.execute(insert(SourceTable).values(name=source, failures=0, holder=who, held_until=now + LEASE))
            return True
        if row.holder not in (None, who) and _in_force(row.held_until, now) and not is_dead(row.holder):
            return False
        taken = {"holder": who, "held_until": now + LEASE}
        connection.execute(update(SourceTable).where(SourceTable.name == source).values(taken))
        return True


def free(store: Store, source: str, who: str) -> None:
    """Let go of a source, where this process still has it."""
    mine = (SourceTable.name == source) & (SourceTable.holder == who)
    with store.writing() as connection:
        connection.execute(update(SourceTable).where(mine).values(holder=None, held_until=None))


def _in_force(until: datetime | None, now: datetime) -> bool:
    """A lease that ends later than one could have been given was given by a clock that has jumped since."""
    return until is not None and now < until <= now + LEASE
