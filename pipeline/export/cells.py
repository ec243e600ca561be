"""A value as the text of one cell, and back, exactly: what CSV holds, and a workbook where it has no better."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from pipeline.export.table import Column, ColumnType


def cell(column: Column, value: Any) -> str | None:
    """The text of a value, None for null: dates as ISO 8601, true and false, lists and objects as JSON."""
    if value is None:
        return None
    if column.many or column.type is ColumnType.OBJECT:
        return _JSON.encode(value)
    return _text(column.type, value)


def value(column: Column, text: str | None) -> Any:
    """What `cell` was told. Raises ValueError for a text that is no value of the column."""
    if text is None:
        return None
    if column.many:
        return [_value_in_list(column.type, item) for item in json.loads(text)]
    return json.loads(text) if column.type is ColumnType.OBJECT else _value(column.type, text)


def _text(kind: ColumnType, value: Any) -> str:
    if kind is ColumnType.BOOLEAN:
        return "true" if value else "false"
    if kind is ColumnType.NUMBER:
        return repr(float(value))
    return _iso(value) if kind in _DATES else str(value)


_DATES = frozenset({ColumnType.DATE, ColumnType.DATETIME})


def _iso(value: date) -> str:
    return value.isoformat()


_JSON = json.JSONEncoder(ensure_ascii=False, default=_iso)


def _value_in_list(kind: ColumnType, item: Any) -> Any:
    return _value(kind, item) if kind in _DATES else item


def _value(kind: ColumnType, text: str) -> Any:
    match kind:
        case ColumnType.INTEGER:
            return int(text)
        case ColumnType.NUMBER:
            return float(text)
        case ColumnType.BOOLEAN:
            return {"true": True, "false": False}[text]
        case ColumnType.DATE:
            return date.fromisoformat(text)
        case ColumnType.DATETIME:
            return datetime.fromisoformat(text)
    return text
