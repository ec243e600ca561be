"""JSON: one array, an object a row and a line. Exact."""

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
        file.write("[")
        for count, row in enumerate(rows, 1):
            file.write(("\n" if count == 1 else ",\n") + row.model_dump_json())
        file.write("\n]\n")
    return count
