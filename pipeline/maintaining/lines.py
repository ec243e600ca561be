"""Rows as lines of JSON and back, whichever engine they came from or go to. What comes back is held to its column."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any

from pydantic import ConfigDict, Field, NaiveDatetime, TypeAdapter
from pydantic_core import to_json
from sqlalchemy import JSON, BigInteger, Column, Date, DateTime, Enum, Integer, Table
from typing_extensions import TypedDict

from pipeline.store.packing import packed
from pipeline.store.tables import VersionTable

Row = dict[str, Any]

_OF_VERSION = ("text", "json")
"""The columns of `version` that are made of the plan, which stands in the line itself."""

_LONG = Annotated[int, Field(ge=-(1 << 63), lt=1 << 63)]
_SHORT = Annotated[int, Field(ge=-(1 << 31), lt=1 << 31)]


def written(table: Table, row: Mapping[str, Any]) -> bytes:
    """A row as one line, its end included."""
    values = dict(row)
    if table is not VersionTable.__table__:
        return to_json(values, bytes_mode="base64") + b"\n"
    plan = zlib.decompress(values["json"])
    head = {name: value for name, value in values.items() if name not in _OF_VERSION}
    return to_json(head)[:-1] + b',"plan":' + plan + b"}\n"


def read(table: Table, line: bytes) -> Row:
    """The row of a line. Raises ValueError for what is no row of the table."""
    row: Row = _adapter(table).validate_json(line)
    if table is not VersionTable.__table__:
        return row
    plan = row.pop("plan")
    return {**row, "text": _text(plan), "json": packed(plan)}


def _text(plan: Row) -> str:
    text = plan.get("text")
    if isinstance(text, str):
        return text
    raise ValueError("a plan without a text")


@cache
def _adapter(table: Table) -> TypeAdapter[Row]:
    left_out = _OF_VERSION if table is VersionTable.__table__ else ()
    kinds = {column.name: _kind(column) for column in table.columns if column.name not in left_out}
    if left_out:
        kinds["plan"] = dict[str, Any]
    made: Any = TypedDict
    row = made(table.name, kinds)
    row.__pydantic_config__ = ConfigDict(strict=True, extra="forbid", val_json_bytes="base64", allow_inf_nan=False)
    return TypeAdapter(row)


def _kind(column: Column[Any]) -> Any:
    kind = _not_null(column)
    return kind | None if column.nullable else kind


def _not_null(column: Column[Any]) -> Any:
    match column.type:
        case Enum(enum_class=known):
            return known
        case JSON():
            return list[Any] | dict[str, Any]
        case DateTime():
            return NaiveDatetime
        case Date():
            return date
        case BigInteger():
            return _LONG
        case Integer():
            return _SHORT
    return column.type.python_type
