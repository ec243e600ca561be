"""What is exported is what was counted, and reads back as it was: exactly, and from a workbook but for what it says."""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.base import Frozen
from pipeline.export import FORMATS, Options, table, write
from pipeline.export import cells as text_of
from pipeline.export.csv import unguarded
from pipeline.export.table import ROWS, Column, ColumnType, Table
from tests.pipeline.export.samples import criterion, tables_with_rows, texts

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
given_rows = given(tables_with_rows())


def exported(kind, rows, name: str, options: Options | None = None):
    """The file's bytes and what the writer counted."""
    with TemporaryDirectory() as folder:
        to = Path(folder) / f"x.{name}"
        count = write(table(kind), iter(rows), to, name, options)
        return to.read_bytes(), count


def values(kind, rows: list[Frozen]) -> list[list[Any]]:
    return [table(kind).values(row) for row in rows]


@many
@given_rows
def test_json_and_json_lines_are_exact(given):
    kind, rows = given
    array, count = exported(kind, rows, "json")
    lines, lines_count = exported(kind, rows, "jsonl")
    row_class = ROWS[kind]
    assert [row_class.model_validate_json(json.dumps(item)) for item in json.loads(array)] == rows
    *each, after = lines.decode().split("\n")
    assert [row_class.model_validate_json(line) for line in each] == rows
    assert after == ""
    assert count == lines_count == len(rows)


def from_csv(data: bytes, columns: tuple[Column, ...], *, guard: bool) -> list[list[Any]]:
    """As another program reads it; then each cell by the rule of the format."""
    frame = pl.read_csv(data, infer_schema=False)
    found = [[unguarded(c) if guard else c for c in row] for row in frame.rows()]
    return [[text_of.value(c, text) for c, text in zip(columns, row, strict=True)] for row in found]


@many
@given_rows
def test_csv_is_exact(given):
    kind, rows = given
    data, count = exported(kind, rows, "csv")
    assert not data.startswith(b"\xef\xbb\xbf")
    assert from_csv(data, table(kind).columns, guard=False) == values(kind, rows)
    assert count == len(rows)


@many
@given_rows
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_csv_for_excel_is_exact_once_the_guards_are_taken_off(lang, given):
    kind, rows = given
    data, count = exported(kind, rows, "csv", Options(excel=True, lang=lang))
    assert data.startswith(b"\xef\xbb\xbf")
    assert pl.read_csv(data, infer_schema=False).columns == [c.heading(lang) for c in table(kind).columns]
    assert from_csv(data, table(kind).columns, guard=True) == values(kind, rows)
    assert count == len(rows)


@few
@given_rows
def test_parquet_is_exact_and_typed(given):
    kind, rows = given
    data, count = exported(kind, rows, "parquet")
    frame = pl.read_parquet(data)
    columns = table(kind).columns
    expected = [
        [text_of.cell(c, v) if c.type is ColumnType.OBJECT else v for c, v in zip(columns, row, strict=True)]
        for row in values(kind, rows)
    ]
    assert [list(row) for row in frame.rows()] == expected
    assert frame.columns == [c.name for c in columns]
    assert count == len(rows) == frame.height


def test_parquet_has_lists_as_lists_and_dates_as_dates():
    data, _ = exported("criteria", [], "parquet")
    schema = pl.read_parquet(data).schema
    assert schema["levels"] == pl.List(pl.String)
    assert schema["plan_issued"] == pl.Date
    assert (schema["confidence"], schema["page"], schema["text"]) == (pl.Float64, pl.Int64, pl.String)


ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(value: Any) -> Any:
    """The format's escape of characters that XML has not, which Excel turns back and openpyxl leaves."""
    return ESCAPE.sub(lambda m: chr(int(m[1], 16)), value) if isinstance(value, str) else value


def from_workbook(column: Column, value: Any) -> Any:
    """A cell by what pipeline/export/xlsx.py says of it."""
    value = unescaped(value)
    if column.many:
        return [] if value is None else json.loads(value) if value.startswith("[") else value.split("\n")
    if value is None:
        return None
    match column.type:
        case ColumnType.OBJECT:
            return json.loads(value)
        case ColumnType.DATE if isinstance(value, datetime):
            return value.date()
        case ColumnType.DATE:
            day, month, year = map(int, value.split("/"))
            return date(year, month, day)
        case ColumnType.INTEGER:
            return int(value)
        case ColumnType.NUMBER:
            return float(value)
    return value


def fits(column: Column, value: Any) -> Any:
    """What may be asked of a workbook: numbers to sixteen digits."""
    is_number = column.type is ColumnType.NUMBER and value is not None
    return pytest.approx(value, rel=1e-15) if is_number else value


def sheet_rows(data: bytes, table: Table, tmp: Path) -> list[list[Any]]:
    (tmp / "x.xlsx").write_bytes(data)
    _, *rows = openpyxl.load_workbook(tmp / "x.xlsx").worksheets[0].iter_rows()
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d", "b", "inlineStr"}, "no formula"
    return [[from_workbook(c, cell.value) for c, cell in zip(table.columns, row, strict=True)] for row in rows]


@few
@given_rows
def test_a_workbook_is_exact_but_for_what_it_says(given):
    kind, rows = given
    data, count = exported(kind, rows, "xlsx")
    with TemporaryDirectory() as folder:
        found = sheet_rows(data, table(kind), Path(folder))
    expected = [[fits(c, v) for c, v in zip(table(kind).columns, row, strict=True)] for row in values(kind, rows)]
    assert found == expected
    assert count == len(rows)


@many
@given(st.lists(texts, min_size=1, max_size=30))
def test_any_text_stays_what_it_is(said):
    rows = [criterion(text) for text in said]
    at = [c.name for c in table("criteria").columns].index("text")
    for options in (Options(), Options(excel=True)):
        data, _ = exported("criteria", rows, "csv", options)
        assert [row[at] for row in from_csv(data, table("criteria").columns, guard=options.excel)] == said


@pytest.mark.parametrize("named", FORMATS, ids=lambda f: f.name)
@pytest.mark.parametrize("count", [0, 1, 200, 201])
def test_what_is_counted_is_what_can_be_read_back(named, count, tmp_path):
    to = tmp_path / "rows"
    rows = (criterion(f"- Tiêu chuẩn thứ {n}\ncó hai dòng", version=n) for n in range(count))
    assert write(table("criteria"), rows, to, named.name) == count
    assert read_versions(to, named.name) == list(range(count))


def test_parquet_joins_its_parts_in_order(tmp_path):
    for count in (10_000, 10_001, 20_001):
        rows = (criterion(version=n) for n in range(count))
        assert write(table("criteria"), rows, tmp_path / "x.parquet", force=True) == count
        assert read_versions(tmp_path / "x.parquet", "parquet") == list(range(count))


def read_versions(path: Path, name: str) -> list[int]:
    match name:
        case "json":
            return [item["version"] for item in json.loads(path.read_text("utf-8"))]
        case "jsonl":
            return [json.loads(line)["version"] for line in path.read_text("utf-8").splitlines()]
        case "csv":
            return [int(v) for v in pl.read_csv(path, infer_schema=False)["version"]]
        case "parquet":
            return pl.read_parquet(path)["version"].to_list()
    with path.open("rb") as file:
        sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
        return [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("named", FORMATS, ids=lambda f: f.name)
def test_a_number_that_is_none_ends_no_export(named, number, tmp_path):
    rows = [criterion(confidence=number)]
    assert write(table("criteria"), rows, tmp_path / "x", named.name) == 1
