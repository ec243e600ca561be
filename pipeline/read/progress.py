"""How far a long reading has come: a reader tells, whoever waits listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def tell(done: int, total: int) -> None:
    """Say that `done` of `total` pages are read. A reading that says nothing for long is taken to hang."""
    listener = _listener.get()
    if listener:
        listener(done, total)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Hear what the readers called in this context tell."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
