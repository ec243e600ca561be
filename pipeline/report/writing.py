"""The one way in which a report reaches the disk."""

from __future__ import annotations

from pathlib import Path

from models.errors import StoreReadOnly, UsageError
from pipeline.export import target


def whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`, all of it or nothing: what stood there before stays until the new file is complete.

    Raises UsageError for a place where no file can be (a folder, a missing folder above, a place that is closed to
    writing), StoreError or one of its kinds for a disk that fails, StoreFull for one without room.
    """
    try:
        with target.whole(path, force=True) as new:
            new.write_bytes(content)
    except StoreReadOnly as error:
        # A report is no part of the store: what helps is another name, not another home.
        raise UsageError(f"{path}: it cannot be written here; name a file elsewhere, or allow writing there") from error
