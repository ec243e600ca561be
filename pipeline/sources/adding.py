"""Writing a proposed entry into sources.toml: behind what stands there, which is kept as it is, remarks included."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from models.errors import UsageError
from pipeline.sources.config import faulty, parsed, read

_BEGINNING = """# The places where plans appear; every kind and key is explained in docs/sources.md.

[fetch]
# An address for people who wonder who asks; it is sent with every request.
# contact = "van-thu@example.gov.vn"

"""


def free_name(path: Path, name: str) -> str:
    """The name, or the first of `name-2`, `name-3` … that no source of the file has. Raises UsageError."""
    if not path.exists():
        return name
    catalogue, _ = parsed(read(path), path.absolute().parent)
    taken, number, free = {source.name for source in catalogue.sources}, 1, name
    while free in taken:
        number += 1
        free = f"{name[:60]}-{number}"
    return free


def append(path: Path, entry: str) -> None:
    """Add an entry at the end of the file, which is made where it is missing. Raises UsageError where the file has a
    fault already or would have one then: nothing is written in that case."""
    before = read(path) if path.exists() else _BEGINNING
    text = before.rstrip("\n") + "\n\n" + entry if before.strip() else entry
    _, faults = parsed(text, path.absolute().parent)
    if faults:
        raise faulty(path, faults)
    try:
        _replace(path, text)
    except OSError as error:
        raise UsageError(f"{path}: the file of sources cannot be written: {error.strerror or error}") from error


def _replace(path: Path, text: str) -> None:
    """All of it or nothing, however the machine stops; a link to the file stays one."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
