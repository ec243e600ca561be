"""Whose report it is: the issuing body, the signer and the recipients, from the office's file `report.toml`."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from models.errors import UsageError
from pipeline.report.types import Signing

MOST_BYTES = 64 * 1024
"""Of the file; a real one has under a thousand."""
LONGEST = 300
"""Characters of one entry."""
MOST_RECIPIENTS = 100


def read(path: Path) -> Signing:
    """What a file says, keys as in Signing; what it leaves out, or leaves empty, is to be filled by hand.

    Such a file: `body = "Sở Nội vụ"`, `place = "Cà Mau"`, `recipients = ["Như trên", "Lưu: VT"]`, a line each.

    Raises UsageError, which names the file and the key, for a file that cannot be read, is no TOML (1.0) in UTF-8, or
    says what cannot be meant.
    """
    table = _table(path, _text(path))
    said = {key: _entry(path, key, value) for key, value in table.items()}
    return Signing.model_validate({key: value for key, value in said.items() if value})


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageError(f"{path}: the file on who signs cannot be opened: {why}") from error
    if len(content) > MOST_BYTES:
        raise UsageError(f"{path}: the file on who signs is larger than {MOST_BYTES // 1024} KiB; is it another file?")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: the file on who signs is not in UTF-8; save it as UTF-8") from error


def _table(path: Path, text: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: the file on who signs is no TOML: {error}") from error
    for key in table:
        if key not in Signing.model_fields:
            known = ", ".join(Signing.model_fields)
            raise UsageError(f"{path}: {key!r} is no key of the file on who signs; its keys are {known}")
    return table


def _entry(path: Path, key: str, value: object) -> str | tuple[str, ...] | None:
    if key != "recipients":
        return _line(path, key, value)
    if not isinstance(value, list):
        raise UsageError(f'{path}: {key} is a list of texts, such as ["Như trên", "Lưu: VT"]')
    if len(value) > MOST_RECIPIENTS:
        raise UsageError(f"{path}: {key} has more than {MOST_RECIPIENTS} entries")
    return tuple(line for line in (_line(path, key, entry) for entry in value) if line)


def _line(path: Path, key: str, value: object) -> str | None:
    if not isinstance(value, str):
        raise UsageError(f'{path}: {key} is a text in quotation marks, such as "Sở Nội vụ"')
    line = unicodedata.normalize("NFC", value).strip()
    if len(line) > LONGEST:
        raise UsageError(f"{path}: {key} is longer than {LONGEST} characters")
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in line):
        raise UsageError(f"{path}: {key} is one line, without control characters")
    return line or None
