"""Where an export goes: a file that is there whole, or not at all, and never instead of another by accident."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from models.errors import UsageError
from pipeline.store.errors import translated


@contextmanager
def whole(to: Path, *, force: bool = False) -> Iterator[Path]:
    """A path in a private folder beside `to`: what is written there takes the name `to` if nothing fails.

    `force` allows taking the place of a file; a link of that name is replaced, not followed. Raises UsageError for
    a place where no file can be, StoreError or one of its kinds for a disk that is full or closed.
    """
    _check(to, force=force)
    with translated(to):
        folder = Path(mkdtemp(dir=to.parent, prefix=".new-"))
        try:
            yield folder / "whole"
            _publish(folder / "whole", to, force=force)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        sync(to.parent)


def _check(to: Path, *, force: bool) -> None:
    if "\0" in str(to):
        raise UsageError("the name of a file cannot hold a NUL character; give another")
    if to.is_dir():
        raise UsageError(f"{to}: this is a folder; name a file in it")
    if not to.parent.is_dir():
        raise UsageError(f"{to}: there is no folder {to.parent}; make it first")
    if to.exists() and not to.is_file():
        raise UsageError(f"{to}: this is no ordinary file; name another")
    if os.path.lexists(to) and not force:
        raise _taken(to)


def _taken(to: Path) -> UsageError:
    return UsageError(f"{to}: this file exists already; name another, or allow overwriting it (--force)")


def _publish(made: Path, to: Path, *, force: bool) -> None:
    sync(made)
    if not force:
        try:
            os.link(made, to)  # Unlike a renaming it cannot take the place of a file that came meanwhile.
        except FileExistsError as error:
            raise _taken(to) from error
        except OSError:
            _check(to, force=False)  # A disk without links.
        else:
            return
    made.replace(to)


def sync(path: Path) -> None:
    """Make what is there last through a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
