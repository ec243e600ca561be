"""Rows of the store to a file, in any of the formats of one ordered registry; a new format is a file and a row here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from models.base import Frozen
from models.errors import UsageError
from pipeline.export import csv, json, jsonl, parquet, xlsx
from pipeline.export.options import Options
from pipeline.export.table import Kind, Table, table
from pipeline.export.target import whole

__all__ = ["FORMATS", "Format", "Kind", "Options", "Table", "format_of", "table", "write"]


class Format(NamedTuple):
    """`name` is also the suffix of its files. `write` answers the number of rows it wrote."""

    name: str
    write: Callable[[Table, Iterable[Frozen], Path, Options], int]


FORMATS: tuple[Format, ...] = (
    Format("json", json.write),
    Format("jsonl", jsonl.write),
    Format("csv", csv.write),
    Format("xlsx", xlsx.write),
    Format("parquet", parquet.write),
)


def write(
    table: Table,
    rows: Iterable[Frozen],
    to: Path,
    format_name: str | None = None,
    options: Options | None = None,
    *,
    force: bool = False,
) -> int:
    """Write the rows to a file, whole or not at all; returns how many were written.

    The format is the one named, else that of the file's suffix. Rows are read one after the other, once. `force`
    allows overwriting a file. Raises UsageError for a format or a place that cannot be meant, StoreError or one of its
    kinds for a disk that is full or closed; what the rows themselves raise passes.
    """
    chosen, wanted = format_of(to, format_name), options or Options()
    if wanted.excel and chosen.name != "csv":
        raise UsageError(f"only csv is written for Excel in a way of its own, {chosen.name} is not; leave that out")
    with whole(to, force=force) as new:
        return chosen.write(table, rows, new, wanted)


def format_of(to: Path, name: str | None = None) -> Format:
    """The format of that name, else of the suffix of the path. Raises UsageError."""
    said = (name or to.suffix.removeprefix(".")).lower()
    for known in FORMATS:
        if known.name == said:
            return known
    names = ", ".join(f.name for f in FORMATS)
    what = f"{name!r} is no format" if name else f"{to}: its ending names no format"
    raise UsageError(f"{what}; known are {names}")
