"""What is exported: the columns of a kind of rows, derived from its class, so that a new field needs no word here."""

from __future__ import annotations

import types
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from pydantic_core import to_jsonable_python

from models.base import Frozen
from pipeline.export.headings import Lang, heading, kind_name
from pipeline.store.rows import (
    AssignmentRow,
    AwardRow,
    ClauseRow,
    CriterionRow,
    MilestoneRow,
    PlanRow,
    QuantityRow,
    ReferenceRow,
)

Kind = Literal["plans", "clauses", "criteria", "quantities", "milestones", "awards", "references", "assignments"]

ROWS: dict[Kind, type[Frozen]] = {
    "plans": PlanRow,
    "clauses": ClauseRow,
    "criteria": CriterionRow,
    "quantities": QuantityRow,
    "milestones": MilestoneRow,
    "awards": AwardRow,
    "references": ReferenceRow,
    "assignments": AssignmentRow,
}
"""The row class of each kind, in the order in which kinds are exported."""


class ColumnType(StrEnum):
    """What a value is; `object` is anything of several parts, written as JSON where the format has no better."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    OBJECT = "object"


class Column(Frozen):
    """A field of the rows. `many`: it holds a list of such values. `nullable`: it may be null."""

    name: str
    type: ColumnType
    many: bool
    nullable: bool
    vi: str
    en: str

    def heading(self, lang: Lang) -> str:
        return self.vi if lang == "vi" else self.en


class Table(Frozen):
    """A kind of rows and its columns, in the order of the fields."""

    name: str
    columns: tuple[Column, ...]

    def title(self, lang: Lang) -> str:
        """The kind as people call it."""
        return kind_name(self.name, lang)

    def values(self, row: Frozen) -> list[Any]:
        """What the row says, a value a column: a text, number, date, None, a list of such; objects as JSON has them."""
        found = [getattr(row, c.name) for c in self.columns]
        return [v if v.__class__ in _BARE else _plain(c, v) for c, v in zip(self.columns, found, strict=True)]


@cache
def table(kind: Kind) -> Table:
    """The table of a kind.

    >>> [(c.name, c.type.value, c.many) for c in table("criteria").columns][-5:-2]
    [('audience', 'text', False), ('levels', 'text', True), ('rounds', 'text', True)]
    """
    return table_of(kind, ROWS[kind])


def table_of(kind: str, rows: type[Frozen]) -> Table:
    """The table of any row class."""
    fields = rows.model_fields.items()
    return Table(name=kind, columns=tuple(_column(kind, name, field.annotation) for name, field in fields))


def _column(kind: str, name: str, annotation: Any) -> Column:
    inner, nullable = _without_null(annotation)
    item = _item(inner)
    return Column(
        name=name,
        type=_type(inner if item is None else item),
        many=item is not None,
        nullable=nullable,
        vi=heading(kind, name, "vi"),
        en=heading(kind, name, "en"),
    )


def _without_null(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation, False
    kept = [a for a in get_args(annotation) if a is not types.NoneType]
    return (kept[0] if len(kept) == 1 else object), len(kept) < len(get_args(annotation))


def _item(annotation: Any) -> Any | None:
    """The type of a list's items; None for what is no list, or a list of things that may be null or lists."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is list or (origin is tuple and len(args) == 2 and args[1] is Ellipsis):
        return args[0] if _type(args[0]) is not ColumnType.OBJECT else None
    return None


def _type(annotation: Any) -> ColumnType:
    if get_origin(annotation) is Literal:
        kinds = {type(a) for a in get_args(annotation)}
        annotation = kinds.pop() if len(kinds) == 1 else object
    if not isinstance(annotation, type):
        return ColumnType.OBJECT
    return next((named for known, named in _TYPES if issubclass(annotation, known)), ColumnType.OBJECT)


_TYPES: tuple[tuple[type, ColumnType], ...] = (
    (bool, ColumnType.BOOLEAN),  # Before int, and datetime before date: each is a kind of the other.
    (int, ColumnType.INTEGER),
    (float, ColumnType.NUMBER),
    (str, ColumnType.TEXT),
    (datetime, ColumnType.DATETIME),
    (date, ColumnType.DATE),
)


_BARE = frozenset({types.NoneType, str, int, float, bool})
"""Classes of values that are written as they are: most of them, told at a glance."""


def _plain(column: Column, value: Any) -> Any:
    if column.many:
        return [_single(column.type, item) for item in value]
    return _single(column.type, value)


def _single(kind: ColumnType, value: Any) -> Any:
    if kind is ColumnType.TEXT:
        return str.__str__(value)  # A word of an enumeration becomes a mere word.
    return to_jsonable_python(value) if kind is ColumnType.OBJECT else value
