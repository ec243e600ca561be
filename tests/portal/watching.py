"""Which addresses this process connects to: told by the interpreter itself, whatever library asks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_watched: list[list[str]] = []


@contextmanager
def connections() -> Iterator[list[str]]:
    """The hosts that are connected to while this is open."""
    _hook()
    seen: list[str] = []
    _watched.append(seen)
    try:
        yield seen
    finally:
        _watched.remove(seen)


@cache
def _hook() -> None:
    """An audit hook cannot be taken away again; it does nothing while nobody watches."""
    sys.addaudithook(_heard)


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect" or not _watched:
        return
    address = arguments[1]
    if isinstance(address, tuple):  # Another form is a socket of this machine's file system.
        for seen in _watched:
            seen.append(str(address[0]))
