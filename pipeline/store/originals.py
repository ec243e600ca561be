"""The original bytes, kept by their SHA-256 under `originals/ab/cd/`: never a path from a name."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from models.document import RawFile
from pipeline.store.errors import translated


def place(home: Path, sha256: str) -> Path:
    return home / "originals" / sha256[:2] / sha256[2:4] / sha256


def keep(home: Path, raw: RawFile) -> Path:
    """Keep the bytes unless they are kept already; whole or not at all. Returns their place. Raises StoreError."""
    target = place(home, raw.sha256)
    with translated(home / "originals"):
        if not target.is_file() or target.stat().st_size != len(raw.content):
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(target, raw.content)
    return target


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
