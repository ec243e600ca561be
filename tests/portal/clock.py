"""A clock that the collector and the portal share: sleeping advances it, so that thirty days pass in a minute."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta


class SimulatedClock:
    """`pipeline.clock.Clock` whose time is set by hand, in UTC without a time zone."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._lock = threading.Lock()
        self.slept = 0.0

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        with self._lock:
            self.slept += seconds
            self._now += timedelta(seconds=seconds)

    def set(self, now: datetime) -> None:
        """Make it that time: forwards as days pass, backwards as a clock that jumps."""
        with self._lock:
            self._now = now
