"""Parquet: typed columns, dates as dates, lists as lists; moments in UTC; objects as JSON texts. Exact."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.base import Frozen
from pipeline.export import cells
from pipeline.export.options import Options
from pipeline.export.table import Column, ColumnType, Table

if TYPE_CHECKING:
    import polars as pl

_SYSTEM_ERROR = re.compile(r"\(os error (\d{1,5})\)")

_BATCH = 10_000
"""Rows that are in memory at once."""


def write(table: Table, rows: Iterable[Frozen], to: Path, _options: Options) -> int:
    """The number of rows written. Parts are written beside `to`, then joined piece by piece."""
    import polars as pl

    try:
        return _write(table, rows, to)
    except pl.exceptions.PolarsError as error:
        raise _of_the_disk(error) or error from error


def _of_the_disk(error: Exception) -> OSError | None:
    """The failure of the disk that the library tells only in the words of its message."""
    found = _SYSTEM_ERROR.search(str(error))
    return OSError(int(found[1]), os.strerror(int(found[1]))) if found else None


def _write(table: Table, rows: Iterable[Frozen], to: Path) -> int:
    import polars as pl

    schema = {c.name: _type(c) for c in table.columns}
    parts: list[Path] = []
    count = 0
    for batch in _batches(rows):
        part = to.with_name(f"{to.name}-{len(parts)}")
        _frame(table, batch, schema).write_parquet(part)
        parts.append(part)
        count += len(batch)
    if parts:
        pl.scan_parquet(parts, glob=False).sink_parquet(to)
    else:
        pl.DataFrame(schema=schema).write_parquet(to)
    return count


def _batches(rows: Iterable[Frozen]) -> Iterator[list[Frozen]]:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _frame(table: Table, batch: list[Frozen], schema: dict[str, Any]) -> pl.DataFrame:
    import polars as pl

    rows = [list(map(_value, table.columns, table.values(row))) for row in batch]
    return pl.DataFrame(rows, schema=schema, orient="row", strict=True)


def _value(column: Column, value: Any) -> Any:
    if column.type is ColumnType.OBJECT:
        return cells.cell(column, value)
    if column.type is ColumnType.DATETIME and value is not None:
        return [_utc(v) for v in value] if column.many else _utc(value)
    return value


def _utc(moment: datetime) -> datetime:
    """The store's moments are in UTC, said or not."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _type(column: Column) -> Any:
    import polars as pl

    single = {
        ColumnType.INTEGER: pl.Int64(),
        ColumnType.NUMBER: pl.Float64(),
        ColumnType.BOOLEAN: pl.Boolean(),
        ColumnType.DATE: pl.Date(),
        ColumnType.DATETIME: pl.Datetime("us", "UTC"),
    }.get(column.type, pl.String())
    return pl.List(single) if column.many else single
