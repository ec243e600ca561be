"""Waiting for a database that is away for a moment: restarted, or held by another process."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from models.errors import StoreBusy, StoreUnreachable
from pipeline.clock import Clock

P = ParamSpec("P")
T = TypeVar("T")

_WAITS = (1, 4, 10, 20, 40)
"""Seconds: a little over a minute in all."""


def patiently(clock: Clock, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do a step that may be done twice. Raises what it raises, StoreBusy and StoreUnreachable only after a minute."""
    for wait in _WAITS:
        try:
            return step(*args, **kwargs)
        except (StoreBusy, StoreUnreachable):
            clock.sleep(wait)
    return step(*args, **kwargs)
