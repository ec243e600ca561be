"""What is expensive and the same for all tests is made once in a run, however many processes the run has.

Whoever comes first makes it, and the others read what it made (by pickle), or wait where it is being made. Outside of a
run of pytest, and where files cannot be locked, each process makes its own.
"""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

try:
    import fcntl
except ImportError:  # No such thing on Windows.
    fcntl = None  # type: ignore[assignment]

PLACE = "TESTS_SHARE"
"""The variable that names the folder of a run: set by its first process (tests/conftest.py), inherited by others."""

Made = TypeVar("Made")


def once(name: str, make: Callable[[], Made]) -> Made:
    """What `make` returns, made once in a run under this name; it and what it is made of must be the same in every
    process. What `make` raises is raised, and the next one tries again."""
    return each({name: make})[name]


def each(wanted: Mapping[str, Callable[[], Made]]) -> dict[str, Made]:
    """Several things that are each made once: two processes that want them at the same time share the work."""
    folder = _folder()
    if folder is None:
        return {name: make() for name, make in wanted.items()}
    found: dict[str, Made] = {}
    for patient in (False, True):  # First what nobody else is making, then what is left.
        for name, make in wanted.items():
            if name not in found:
                with _held(folder / f"{_plain(name)}.lock", patient=patient) as mine:
                    if mine:
                        found[name] = _made(folder / f"{_plain(name)}.pickle", make)
    return {name: found[name] for name in wanted}


def place(name: str) -> Path | None:
    """A folder for files that what is shared under this name consists of; None where nothing is shared."""
    folder = _folder()
    return folder / f"{_plain(name)}.files" if folder else None


def _folder() -> Path | None:
    told = os.environ.get(PLACE)
    return Path(told) if told and fcntl else None


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name)


def _made(file: Path, make: Callable[[], Any]) -> Any:
    if not file.exists():
        made = make()
        new = file.with_suffix(".new")
        new.write_bytes(pickle.dumps(made))
        new.replace(file)
        return made
    return pickle.loads(file.read_bytes())  # noqa: S301  (our own, of this run)


@contextmanager
def _held(file: Path, *, patient: bool) -> Iterator[bool]:
    """Hold a lock while the block runs; false where another process holds it and this one is not patient."""
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if patient else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
