"""What hosts ask programs to leave alone: robots.txt (RFC 9309), kept for a day in the table `host`.

It holds for a scheme, a host and a port together, and so has rows of its own there, named by these
(`https://cong.vn`). A host that says there is none (4xx) allows everything; one that does not answer, nothing for now.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import insert, select, update

from models.errors import NotPublic, RobotsForbid, Unreachable, Untrusted
from pipeline.clock import Clock
from pipeline.fetch.addresses import host_of, origin_of, shown
from pipeline.fetch.turns import alone
from pipeline.store import Store
from pipeline.store.arriving_tables import HostTable

if TYPE_CHECKING:
    from protego import Protego

LARGEST = 500 * 1024
"""Bytes that are read of one; the RFC asks for no less (section 2.5)."""
SLOWEST = 120.0
"""Seconds between two requests that a Crawl-delay may ask for: more would keep a whole night for a few documents."""
TOKEN = "kehoach"  # noqa: S105  (what rules for this program are headed by)
_FRESH = timedelta(days=1)


class _Rules(NamedTuple):
    at: datetime
    parsed: Protego

    def are_fresh(self, now: datetime) -> bool:
        return timedelta(0) <= now - self.at < _FRESH


class Robots:
    """The rules of all hosts. `fetch` gives the text of a robots.txt by its address, or raises FetchError."""

    def __init__(self, store: Store, clock: Clock, fetch: Callable[[str], str]) -> None:
        self._store, self._clock, self._fetch = store, clock, fetch
        self._known: dict[str, _Rules] = {}

    def delay(self, address: str) -> float:
        """Seconds between two requests that the host of an address asks for, in bounds. Raises RobotsForbid where the
        address is not to be fetched, FetchError where the rules cannot be had, StoreError."""
        origin = origin_of(address)
        try:
            rules = self._of(origin)
        except (NotPublic, Unreachable, Untrusted) as error:  # So would it be with the address.
            raise type(error)(str(error).replace(f"{origin}/robots.txt", shown(address), 1)) from error
        if not rules.can_fetch(address, TOKEN):
            raise RobotsForbid(
                f"{shown(address)}: the robots.txt of {host_of(address)} asks not to fetch this; "
                f"ask the people of the site, or take the address out"
            )
        return min(SLOWEST, rules.crawl_delay(TOKEN) or 0.0)

    def _of(self, origin: str) -> Protego:
        known = self._known.get(origin)
        if known is None or not known.are_fresh(self._clock.now()):
            with alone(f"robots {origin}"):  # Others of this process wait for the one that asks.
                known = self._known[origin] = self._kept(origin) or self._asked(origin)
        return known.parsed

    def _kept(self, origin: str) -> _Rules | None:
        columns = select(HostTable.robots, HostTable.robots_at).where(HostTable.name == origin)
        with self._store.reading() as connection:
            row = connection.execute(columns).one_or_none()
        if row is None or row.robots is None or row.robots_at is None:
            return None
        rules = _parsed(row.robots_at, row.robots)
        return rules if rules.are_fresh(self._clock.now()) else None

    def _asked(self, origin: str) -> _Rules:
        text = self._fetch(f"{origin}/robots.txt").replace("\0", "")
        at = self._clock.now()
        said = {"robots": text, "robots_at": at}
        with self._store.writing() as connection:
            if not connection.execute(update(HostTable).where(HostTable.name == origin).values(said)).rowcount:
                connection.execute(insert(HostTable).values({"name": origin, "refusals": 0, **said}))
        return _parsed(at, text)


def _parsed(at: datetime, text: str) -> _Rules:
    from protego import Protego

    return _Rules(at, Protego.parse(text))
