"""The folder of the index: generations, one of which is current; the lock of those who write.

current        names the generation in use and the form of the index; replaced in one step
<32 figures>/  one generation, a whole index of Tantivy
lock           held by the one process that writes; the system frees it when that process ends, however it ends
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import time
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.search.errors import busy

FORM = 1
"""Counted up whenever what is indexed, or how, changes: an index of another form is built anew."""

_NAME = re.compile(r"[0-9a-f]{32}")
_PAUSE = 0.02
_LONGEST = 4_096
"""Bytes of the file `current`; more than a few dozen are not ours."""
_END = b"\x39\x05\x00\x00"
"""The last four bytes of each of Tantivy's files."""


class NothingIndexed(Exception):
    """There is no index to read here, and why: one of the reasons of `State`."""


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._pointer = path / "current"

    def current(self) -> Path:
        """The generation in use. Raises NothingIndexed, or OSError where the folder cannot be read."""
        try:
            with self._pointer.open("rb") as file:
                said = json.loads(file.read(_LONGEST))
        except (FileNotFoundError, NotADirectoryError):
            raise NothingIndexed("absent") from None
        except ValueError:
            raise NothingIndexed("damaged") from None
        if not isinstance(said, dict) or not _NAME.fullmatch(str(said.get("generation"))):
            raise NothingIndexed("damaged")
        if said.get("form") != FORM:
            raise NothingIndexed("other form")
        return self.path / str(said["generation"])

    def fresh(self) -> Path:
        """A new empty generation, which nobody reads before it is chosen."""
        path = self.path / uuid.uuid4().hex
        path.mkdir()
        return path

    def choose(self, generation: Path) -> None:
        """Make a whole generation the current one, in one step, and remove all others."""
        new = self.path / "current.new"
        with new.open("w", encoding="ascii") as file:
            json.dump({"form": FORM, "generation": generation.name}, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._pointer)
        _sync(self.path)
        self.sweep(generation)

    def sweep(self, keep: Path) -> None:
        """Remove what killed builds left. Those who still read a generation keep its open files."""
        for path in self.path.iterdir():
            if _NAME.fullmatch(path.name) and path != keep:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def held(self, patience: float) -> Iterator[None]:
        """The right to write, for one process and one thread. Raises StoreBusy after `patience` seconds."""
        self.path.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            _locked(lock, time.monotonic() + patience, self.path)
            yield
        finally:
            os.close(lock)


def _locked(lock: int, until: float, path: Path) -> None:
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise busy(path) from None
            time.sleep(_PAUSE)
        else:
            return


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unfinished(generation: Path) -> bool:
    """Whether a file in use ends as none does that was written to its end. Raises where the list of them is unreadable.

    Tantivy trusts the ends of its files, and dies of those that are none.
    """
    return not all(map(_ended, _in_use(generation)))


def _in_use(generation: Path) -> Iterator[Path]:
    """The files of what is committed: beside them may be those of a write that goes on or was killed."""
    for segment in json.loads((generation / "meta.json").read_bytes())["segments"]:
        name = str(segment["segment_id"]).replace("-", "")
        if not _NAME.fullmatch(name):
            raise ValueError(name)
        deleted = f"{name}.{(segment['deletes'] or {}).get('opstamp')}.del"
        yield from (p for p in sorted(generation.glob(f"{name}.*")) if p.suffix != ".del" or p.name == deleted)


def _ended(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 8, 0))
        end = file.read(8)
    return end[4:] == _END and int.from_bytes(end[:4], "little") <= size - 8


def changed_bytes(generation: Path) -> list[str]:
    """The names of the files whose bytes are not those that were written, by the checksum at the end of each."""
    return [path.name for path in _in_use(generation) if not _whole(path.read_bytes())]


def _whole(content: bytes) -> bool:
    """The end of a file: JSON with a checksum of all before it, the length of that JSON, a constant."""
    if len(content) < 8 or content[-4:] != _END:
        return False
    length = int.from_bytes(content[-8:-4], "little")
    body, told = content[: -8 - length], content[-8 - length : -8]
    try:
        return bool(json.loads(told)["crc"] == zlib.crc32(body))
    except (ValueError, KeyError, TypeError):
        return False
