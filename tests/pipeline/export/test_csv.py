"""CSV: the letter of RFC 4180, and no cell that a spreadsheet would run where the file is for one."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given

from pipeline.export import Options, table, write
from pipeline.export.csv import guarded, unguarded
from pipeline.export.table import ColumnType
from tests.pipeline.export.samples import FORMULAS, criterion, texts

COLUMNS = {c.name: c for c in table("criteria").columns}
TEXT, KEY = COLUMNS["text"], COLUMNS["version"]

RUNS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
"""What OWASP counts among the beginnings of a formula, blanks before it or not."""


def made(tmp_path: Path, rows, **options) -> str:
    write(table("criteria"), rows, tmp_path / "x.csv", options=Options(**options))
    return (tmp_path / "x.csv").read_bytes().decode("utf-8")


def test_lines_end_as_the_standard_says_and_inner_quotes_are_doubled(tmp_path):
    said = made(tmp_path, [criterion('a "b", c', quote="một\nhai")])
    head, body = said.split("\r\n", 1)
    assert head.split(",") == list(COLUMNS)
    assert '"a ""b"", c","một\nhai"' in body
    assert body.endswith("\r\n")
    assert "\r\n" not in body[:-2]


def test_null_and_the_empty_text_are_told_apart(tmp_path):
    _, body = made(tmp_path, [criterion(plan_symbol=None, plan_unit="")]).split("\r\n", 1)
    assert body.startswith('ca-mau-2019-108-kh-ubnd,1,,"",2019-08-19,')


def test_the_module_of_the_standard_library_reads_it(tmp_path):
    rows = [criterion(text) for text in FORMULAS]
    found = list(csv.DictReader(io.StringIO(made(tmp_path, rows), newline="")))
    assert [line["text"] for line in found] == list(FORMULAS)
    assert found[0]["levels"] == '["province", "district"]'


@given(texts)
def test_no_guarded_text_begins_as_a_formula_and_each_guard_comes_off(text):
    safe = guarded(TEXT, text)
    assert not RUNS.match(safe)
    assert unguarded(safe) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Đạt 80%", "'- Đạt 80%"),
        ("=1", "'=1"),
        (" =1", "' =1"),
        ("'=1", "''=1"),
        ("\tx", "'\tx"),
        ("1/2", "'1/2"),
        ("007", "'007"),
        ("12e4", "'12e4"),
        ("80%", "'80%"),
        ("True", "'True"),
        ("108/KH-UBND", "108/KH-UBND"),
        ("2 đợt", "2 đợt"),
        ("Đạt = 80%", "Đạt = 80%"),
        ("", ""),
        (None, None),
    ],
)
def test_only_what_needs_a_guard_gets_one(text, expected):
    assert guarded(TEXT, text) == expected


@pytest.mark.parametrize(("number", "expected"), [("-5", "-5"), ("9" * 15, "9" * 15), ("9" * 16, "'" + "9" * 16)])
def test_numbers_stay_numbers_unless_a_spreadsheet_would_round_them(number, expected):
    assert KEY.type is ColumnType.INTEGER
    assert guarded(KEY, number) == expected
    assert unguarded(expected) == number
