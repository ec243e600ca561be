"""Names that are made of data: never a path, never a name that some system keeps for itself."""

from __future__ import annotations

import re
from pathlib import Path

from models.errors import UsageError
from pipeline.store.identity import slug

_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(?:\..*)?", re.IGNORECASE | re.S
)
"""What Windows takes for a device, whatever follows a dot."""
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9][a-z0-9_-]*)*")
_LONGEST = 120
"""Characters of a file's name; systems end at 255 bytes."""

_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_LONGEST_SHEET = 31


def file_name(text: str, suffix: str = "") -> str:
    """A name for a file about what `text` names: plain letters, digits and hyphens, then the suffix (`.json`).

    >>> file_name("Kế hoạch 108/KH-UBND", ".json"), file_name("../../etc/passwd"), file_name("nul", ".csv")
    ('ke-hoach-108-kh-ubnd.json', 'etc-passwd', 'nul-.csv')
    """
    stem = slug(text) or "unnamed"
    stem = "".join(c for c in stem if c.isascii()).strip("-") or "unnamed"
    return (f"{stem}-" if _RESERVED.fullmatch(stem) else stem) + suffix


def inside(folder: Path, name: str) -> Path:
    """The place of a file that a package names, which must stand in the folder itself. Raises UsageError.

    Only what `file_name` could have made is taken: no path, no hidden file, no device, nothing that a system folds.
    """
    if len(name) > _LONGEST or not _PLAIN.fullmatch(name) or _RESERVED.fullmatch(name):
        raise UsageError(
            f"{name[:_LONGEST]!r} cannot be the name of a file in {folder}; the package is not one of kehoach's"
        )
    return folder / name


def sheet_name(text: str, taken: set[str]) -> str:
    """A name that a workbook takes and has not yet; it is added to `taken`.

    >>> taken = set()
    >>> [sheet_name("Mốc: thời gian/năm", taken) for _ in range(2)]
    ['Mốc thời gian năm', 'Mốc thời gian năm (2)']
    """
    plain = " ".join(_NOT_IN_SHEETS.sub(" ", text).split()).strip("' ") or "kehoach"
    if plain.casefold() == "history":  # Excel keeps it for itself.
        plain += " "
        plain = plain.strip() + "_"
    number = 1
    while (name := _numbered(plain, number)).casefold() in taken:
        number += 1
    taken.add(name.casefold())
    return name


def _numbered(plain: str, number: int) -> str:
    ending = f" ({number})" if number > 1 else ""
    room = 2 * (_LONGEST_SHEET - len(ending))
    return plain.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore").strip("' ") + ending
