"""JSON Lines: an object a row, UTF-8, each line ended by a line feed. Exact."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from models.base import Frozen
from pipeline.export.options import Options
from pipeline.export.table import Table


def write(_table: Table, rows: Iterable[Frozen], to: Path, _options: Options) -> int:
    """The number of rows written."""
    count = 0
    with to.open("w", encoding="utf-8", newline="\n") as file:
        for count, row in enumerate(rows, 1):  # noqa: B007  (the last is the answer)
            file.write(row.model_dump_json() + "\n")
    return count
