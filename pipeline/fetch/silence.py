"""Hosts that do not answer at all: after a few addresses in a row nobody waits for the others, for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.errors import FetchError, Unreachable
from pipeline.clock import Clock
from pipeline.fetch.addresses import host_of, shown

_SOME = 3
"""Addresses in a row, each tried several times: a dead host with hundreds of documents must not take the night."""
_WHILE = timedelta(minutes=10)


class Silence:
    """What this process knows of hosts that did not answer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._unanswered: dict[str, tuple[int, datetime]] = {}

    def check(self, address: str) -> None:
        """Raises Unreachable where the host of the address is not worth asking now."""
        count, last = self._unanswered.get(host_of(address), (0, self._clock.now()))
        if count >= _SOME and timedelta(0) <= self._clock.now() - last < _WHILE:
            raise Unreachable(
                f"{shown(address)}: {host_of(address)} did not answer several times in a row and is not asked again "
                f"for ten minutes; it is tried again by itself"
            )

    def heard(self, address: str, error: FetchError | None = None) -> None:
        """Remember how asking an address ended."""
        host = host_of(address)
        if isinstance(error, Unreachable):
            self._unanswered[host] = (self._unanswered.get(host, (0,))[0] + 1, self._clock.now())
        else:
            self._unanswered.pop(host, None)
