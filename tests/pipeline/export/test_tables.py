"""The columns of an export are the fields of the rows, each with a heading in both languages."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal, get_args

import pytest

from models.base import Frozen
from pipeline.export.headings import heading, kind_name
from pipeline.export.table import ROWS, ColumnType, Kind, table, table_of
from pipeline.store import rows
from pipeline.store.rows import ClauseRow, CriterionRow, PlanRow, RecordRow

ROW_CLASSES = [
    named
    for name, named in vars(rows).items()
    if name.endswith("Row") and issubclass(named, Frozen) and named is not RecordRow
]


def kind_of(row_class: type[Frozen]) -> str:
    return next((kind for kind, known in ROWS.items() if known is row_class), "column")


@pytest.mark.parametrize("row_class", ROW_CLASSES, ids=lambda c: c.__name__)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_field_of_every_row_has_a_heading(row_class, lang):
    kind = kind_of(row_class)
    missing = [name for name in row_class.model_fields if heading(kind, name, lang) == name]
    assert missing == [], f"pipeline/export/headings.toml lacks {lang} headings"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("kind", ROWS)
def test_no_two_columns_of_a_table_share_a_heading(kind, lang):
    headings = [c.heading(lang) for c in table(kind).columns]
    assert len(set(headings)) == len(headings)
    assert kind_name(kind, lang) != kind


def test_every_kind_of_record_can_be_exported():
    assert set(ROWS.values()) == {PlanRow, ClauseRow, *(c for c in ROW_CLASSES if issubclass(c, RecordRow))}
    assert set(ROWS) == set(get_args(Kind))


def test_a_field_that_is_added_to_a_row_is_a_column_by_itself():
    class Later(CriterionRow):
        added: datetime | None
        marks: tuple[int, ...] = ()

    *before, added, marks = table_of("criteria", Later).columns
    assert tuple(before) == table("criteria").columns
    assert (added.name, added.type, added.many, added.nullable) == ("added", ColumnType.DATETIME, False, True)
    assert (marks.name, marks.type, marks.many, marks.nullable) == ("marks", ColumnType.INTEGER, True, False)
    assert (added.vi, added.en) == ("added", "added"), "without a heading a column is called by its field"


class Word(StrEnum):
    ONE = "one"


class Part(Frozen):
    n: int


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (bool, ("boolean", False, False)),
        (int | None, ("integer", False, True)),
        (float, ("number", False, False)),
        (str | None, ("text", False, True)),
        (Word, ("text", False, False)),
        (Literal["a", "b"] | None, ("text", False, True)),
        (Literal["a", 1], ("object", False, False)),
        (date, ("date", False, False)),
        (datetime, ("datetime", False, False)),
        (tuple[Word, ...], ("text", True, False)),
        (list[date] | None, ("date", True, True)),
        (tuple[int | None, ...], ("object", False, False)),
        (tuple[int, str], ("object", False, False)),
        (tuple[Part, ...], ("object", False, False)),
        (dict[str, int], ("object", False, False)),
        (Part | None, ("object", False, True)),
        (int | str, ("object", False, False)),
    ],
)
def test_what_a_column_holds_is_told_by_the_annotation(annotation, expected):
    made = type("Made", (Frozen,), {"__annotations__": {"field": annotation}})
    (column,) = table_of("plans", made).columns
    assert (column.type.value, column.many, column.nullable) == expected
