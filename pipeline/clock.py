"""The time of day, and waiting: given to whatever must do both, so that thirty days can pass in a test."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

VIETNAM = timedelta(hours=7)
"""Ahead of UTC, the year round (Quyết định 134/2002/QĐ-TTg)."""


class Clock(Protocol):
    """A clock. `now` is in UTC, without a time zone written to it, as the store keeps times."""

    def now(self) -> datetime: ...

    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own."""

    def now(self) -> datetime:
        return datetime.now(UTC).replace(tzinfo=None)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
