"""The original bytes, kept by their SHA-256 under `ab/cd/`: never a path from a name.

The place is a folder, or any URL that fsspec knows (`s3://…`, `sftp://…`), for offices whose hosts share a store.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256 as hashed
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol
from uuid import uuid4

from models.errors import StoreError, UsageError
from pipeline.store.errors import failed, translated

_URL = re.compile(r"[a-z][a-z0-9+]{1,20}://")
_NAME = re.compile(r"[0-9a-f]{64}")


class Originals(Protocol):
    """Where original bytes are kept. Every method raises StoreError where the place cannot be used."""

    def keep(self, content: bytes) -> str:
        """Keep the bytes unless they are kept already, whole or not at all; returns their SHA-256."""
        ...

    def read(self, sha256: str) -> bytes:
        """The bytes; StoreError where they are gone or are no longer what they were."""
        ...

    def names(self) -> Iterator[str]:
        """The SHA-256 of everything that is kept."""
        ...

    def remove(self, sha256: str) -> None:
        """Take the bytes away, if they are there."""
        ...

    def kept_at(self, sha256: str) -> datetime:
        """When the bytes were last asked to be kept, in UTC; at a URL, when they were written."""
        ...


def at(place: str | Path) -> Originals:
    """The originals at a folder or URL. Raises UsageError for a URL that cannot be meant."""
    if isinstance(place, Path) or not _URL.match(place):
        return Folder(Path(place))
    return Remote(place)


class Folder:
    """Originals in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def place(self, sha256: str) -> Path:
        return self.root / _relative(sha256)

    def keep(self, content: bytes) -> str:
        sha256 = hashed(content).hexdigest()
        target = self.place(sha256)
        with translated(self.root):
            if not target.is_file() or target.stat().st_size != len(content):
                target.parent.mkdir(parents=True, exist_ok=True)
                _write_whole(target, content)
            else:
                with suppress(OSError):  # Another's file: it is older than it could be, no more.
                    os.utime(target)  # What is about to be used is not taken for forgotten.
        return sha256

    def read(self, sha256: str) -> bytes:
        with translated(self.place(sha256)):
            return _checked(self.place(sha256).read_bytes(), sha256, str(self.root))

    def names(self) -> Iterator[str]:
        with translated(self.root):
            yield from sorted(p.name for p in self.root.glob("*/*/*") if _NAME.fullmatch(p.name))

    def remove(self, sha256: str) -> None:
        with translated(self.root):
            self.place(sha256).unlink(missing_ok=True)

    def kept_at(self, sha256: str) -> datetime:
        with translated(self.root):
            return datetime.fromtimestamp(self.place(sha256).stat().st_mtime, UTC)


class Remote:
    """Originals at a URL that fsspec knows."""

    def __init__(self, url: str) -> None:
        import fsspec

        self.url = url
        try:
            self._files, self._root = fsspec.core.url_to_fs(url)
        except (ValueError, ImportError) as error:
            raise UsageError(f"KEHOACH_ORIGINALS {url!r} cannot be used: {error}") from error

    def keep(self, content: bytes) -> str:
        sha256 = hashed(content).hexdigest()
        target = self._place(sha256)
        with _reached(self.url):
            if not self._files.exists(target) or self._files.size(target) != len(content):
                # Under a name of its own first: no reader ever meets a part under the name.
                self._files.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
                new = f"{target}.new-{uuid4().hex}"
                self._files.pipe_file(new, content)
                self._files.mv(new, target)
        return sha256

    def read(self, sha256: str) -> bytes:
        target = self._place(sha256)
        with _reached(self.url):
            content: bytes = self._files.cat_file(target)
        return _checked(content, sha256, self.url)

    def names(self) -> Iterator[str]:
        with _reached(self.url):
            found = self._files.find(self._root) if self._files.exists(self._root) else []
        yield from sorted(name for path in found if _NAME.fullmatch(name := path.rsplit("/", 1)[-1]))

    def remove(self, sha256: str) -> None:
        target = self._place(sha256)
        with _reached(self.url):
            if self._files.exists(target):
                self._files.rm_file(target)

    def kept_at(self, sha256: str) -> datetime:
        with _reached(self.url):
            told: datetime = self._files.modified(self._place(sha256))
        return told if told.tzinfo else told.replace(tzinfo=UTC)

    def _place(self, sha256: str) -> str:
        return f"{self._root}/{_relative(sha256)}"


@contextmanager
def _reached(url: str) -> Iterator[None]:
    """Failures of a foreign file system, each of which has errors of its own, as StoreError."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        raise failed(url, f"the originals cannot be reached: {type(error).__name__}: {error}") from error


def _relative(sha256: str) -> str:
    if not _NAME.fullmatch(sha256):
        raise ValueError(f"no SHA-256: {sha256!r}")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _checked(content: bytes, sha256: str, place: str) -> bytes:
    if hashed(content).hexdigest() != sha256:
        raise failed(place, f"the original {sha256} is no longer what it was; restore it from a backup")
    return content


def _write_whole(target: Path, content: bytes) -> None:
    """Through a temporary file beside the target: no reader and no crash ever meets a part under the name."""
    with NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as file:
        new = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            new.replace(target)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
