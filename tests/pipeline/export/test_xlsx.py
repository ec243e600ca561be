"""The workbook as another program and a person meet it."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.records import MilestoneKind
from pipeline.export import Options, table, write, xlsx
from pipeline.export.table import ROWS, table_of
from pipeline.store.rows import CriterionRow, MilestoneRow
from tests.pipeline.export.samples import FORMULAS, criterion

CRITERIA = table("criteria")
AT = {c.name: k for k, c in enumerate(CRITERIA.columns)}


def book(tmp_path: Path, rows, **options) -> openpyxl.Workbook:
    write(CRITERIA, rows, tmp_path / "x.xlsx", options=Options(**options))
    return openpyxl.load_workbook(tmp_path / "x.xlsx")


def parts(path: Path) -> dict[str, str]:
    with ZipFile(path) as packed:
        return {name: packed.read(name).decode("utf-8") for name in packed.namelist()}


@pytest.mark.parametrize(
    ("lang", "title", "first"), [("vi", "Tiêu chuẩn", "Mã kế hoạch"), ("en", "Criteria", "Plan id")]
)
def test_what_a_person_sees_first(lang, title, first, tmp_path):
    sheet = book(tmp_path, [criterion(), criterion()], lang=lang).worksheets[0]
    last = sheet.cell(1, len(CRITERIA.columns)).column_letter
    assert (sheet.title, sheet["A1"].value) == (title, first)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{last}3"
    assert sheet["A1"].font.bold
    text = sheet.cell(2, AT["text"] + 1)
    assert text.alignment.wrap_text
    assert 8 <= sheet.column_dimensions["B"].width < sheet.column_dimensions[text.column_letter].width <= 61


def test_dates_are_dates_and_numbers_are_numbers(tmp_path):
    row = book(tmp_path, [criterion()]).worksheets[0][2]
    issued = row[AT["plan_issued"]]
    assert (issued.value, issued.number_format) == (datetime(2019, 8, 19), "dd/mm/yyyy")
    assert (row[AT["page"]].value, row[AT["confidence"]].value) == (3, 0.93)
    assert row[AT["levels"]].value == "province\ndistrict"
    assert row[AT["group"]].value is None


def test_nothing_in_the_file_is_a_formula_or_an_address(tmp_path):
    book(tmp_path, [criterion(text, rule=text, plan_symbol=text) for text in FORMULAS])
    said = parts(tmp_path / "x.xlsx")
    assert [name for name, text in said.items() if re.search(r"<f[ >]|<hyperlink|DDE", text)] == []
    assert not any("external" in name.lower() for name in said)


@pytest.mark.parametrize("text", ["<r>x</r>", "<r></r>", "<r><t>a</t></r>", "<r>&</r>", "<r></si></r>"])
def test_a_text_that_looks_like_the_markup_of_the_file_stays_a_text(text, tmp_path):
    sheet = book(tmp_path, [criterion(text)]).worksheets[0]
    assert sheet.cell(2, AT["text"] + 1).value == text


@pytest.mark.parametrize("length", [32_767, 32_768, 70_000])
@pytest.mark.parametrize("letter", ["ă", "𝄞"])
def test_a_text_too_long_for_a_cell_is_kept_whole_beside(letter, length, tmp_path):
    text = letter * (length // len(letter.encode("utf-16-le")) * 2)
    units = len(text.encode("utf-16-le")) // 2
    made = book(tmp_path, [criterion("ngắn", quote="ngắn"), criterion("ngắn", quote=text)])
    cell = made.worksheets[0].cell(3, AT["quote"] + 1)
    if units <= 32_767:
        assert len(made.worksheets) == 1
        assert cell.value == text
        return
    rest = made["Phần còn lại"]
    mark = " … [→ Phần còn lại, 2]"
    assert cell.value.endswith(mark)
    assert text.startswith(cell.value.removesuffix(mark))
    assert len(cell.value.encode("utf-16-le")) // 2 in (32_766, 32_767)
    _, *kept = rest.iter_rows(values_only=True)
    assert [line[:3] for line in kept] == [("Tiêu chuẩn", cell.coordinate, n) for n in range(1, len(kept) + 1)]
    assert "".join(line[3] for line in kept) == text


@given(st.text(alphabet="aă𝄞\n", max_size=40), st.integers(2, 9))
def test_pieces_are_the_text_and_none_is_too_long(text, longest):
    pieces = xlsx._pieces(text, longest)
    assert "".join(pieces) == text
    assert all(0 < len(p.encode("utf-16-le")) // 2 <= longest for p in pieces)


@pytest.mark.parametrize(("count", "sheets"), [(0, [0]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1])])
def test_more_rows_than_a_sheet_takes_go_on_the_next(count, sheets, tmp_path):
    rows = (criterion(version=n) for n in range(count))
    assert xlsx.write(CRITERIA, rows, tmp_path / "x.xlsx", Options(), most_rows=3) == count
    made = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [s.max_row - 1 for s in made.worksheets] == sheets
    assert made.sheetnames == ["Tiêu chuẩn", "Tiêu chuẩn (2)", "Tiêu chuẩn (3)"][: len(sheets)]
    assert [row[1] for s in made for row in s.iter_rows(min_row=2, values_only=True)] == list(range(count))
    assert {s["A1"].value for s in made} == {"Mã kế hoạch"}


def test_days_that_no_spreadsheet_knows_are_texts(tmp_path):
    shared = criterion().model_dump(include=set(ROWS["milestones"].model_fields))
    said = {"kind": MilestoneKind.PHASE, "granularity": None, "relation": None, "recurrence": None}
    row = MilestoneRow(**shared, **said, start=date(1890, 5, 19), end=date(1900, 3, 1), action=None, actor=None)
    write(table("milestones"), [row], tmp_path / "x.xlsx")
    found = [cell.value for cell in openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0][2]]
    assert "19/05/1890" in found
    assert datetime(1900, 3, 1) in found


def test_whole_numbers_that_a_spreadsheet_would_round_are_texts(tmp_path):
    key = 2**62 + 1
    found = book(tmp_path, [criterion(version=key), criterion(version=10**15 - 1)]).worksheets[0]
    assert [found.cell(row, 2).value for row in (2, 3)] == [str(key), 10**15 - 1]


def test_moments_stand_on_the_clock_of_the_country(tmp_path):
    class Later(CriterionRow):
        at: datetime

    moment = datetime.fromisoformat("2026-07-01T18:30:00+00:00")
    row = Later(**criterion().model_dump(), at=moment)
    write(table_of("criteria", Later), [row], tmp_path / "x.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0][2][-1]
    assert (cell.value, cell.number_format) == (datetime(2026, 7, 2, 1, 30), "dd/mm/yyyy hh:mm:ss")


def test_lists_are_read_back_whatever_stands_in_them(tmp_path):
    given = [(), ("a",), ("a", "b"), ("a\nb", "c"), ("",), ("[x]",), ("=1", "- b")]
    sheet = book(tmp_path, [criterion(quantities=g) for g in given]).worksheets[0]
    found = [sheet.cell(row, AT["quantities"] + 1).value for row in range(2, len(given) + 2)]
    assert found == [None, "a", "a\nb", '["a\\nb", "c"]', '[""]', '["[x]"]', "=1\n- b"]
