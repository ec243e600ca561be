"""How long to wait, and for what: between two tries, when a host asks for it, and after it refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 86_400.0
"""Seconds; no wish and no refusal closes a host for longer than a day."""
SHORT = 60.0
"""Seconds; a host that is closed no longer than this is waited for, one closed longer is left for another run."""

_CLOSED = (600.0, 3_600.0, 21_600.0, LONGEST)
"""Seconds that a host is left alone, the longer the more often it refused."""
_REFUSED_SOME = 3
"""403 in a row until it is the host that refuses, and not a document that is closed. 429 always speaks of the host."""
_BACK_OFF = (2.0, 8.0)
"""Seconds before the second and the third try, half of it to one and a half times as much, so that the hosts of a fleet
do not come back all at once."""

TRIES = len(_BACK_OFF) + 1
BREAKER = frozenset({403, 429})
"""Answers that close a host when they come in a row."""


def back_off(failed: int, chance: Callable[[], float]) -> float:
    """Seconds to wait after as many tries failed; `chance` gives a number from 0 to 1."""
    return _BACK_OFF[failed - 1] * (0.5 + chance())


def asked_for(header: str | None, now: datetime) -> float | None:
    """Seconds that Retry-After asks for, a day at most (RFC 9110, section 10.2.3); None where it says nothing.

    >>> asked_for("120", datetime(2026, 1, 1)), asked_for("Thu, 01 Jan 2026 00:00:30 GMT", datetime(2026, 1, 1))
    (120.0, 30.0)
    """
    said = (header or "").strip()[:40]
    if said.isascii() and said.isdigit():
        return min(LONGEST, float(said))
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    zoned = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(LONGEST, max(0.0, (zoned - now.replace(tzinfo=UTC)).total_seconds()))


def closed_for(status: int, in_a_row: int, asked: float | None) -> float:
    """Seconds that a host is left alone after an answer, `in_a_row` refusals among which it is the last.

    >>> [closed_for(403, n, None) for n in (1, 2, 3, 4)], closed_for(429, 1, None), closed_for(429, 1, 30.0)
    ([0.0, 0.0, 600.0, 3600.0], 600.0, 30.0)
    """
    if status not in BREAKER:
        return asked or 0.0
    step = in_a_row - (1 if status == 429 and asked is None else _REFUSED_SOME)
    return max(asked or 0.0, _CLOSED[min(step, len(_CLOSED) - 1)] if step >= 0 else 0.0)
