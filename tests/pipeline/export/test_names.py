"""Names made of data stay names: never a path, a device or another's."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import UsageError
from pipeline.export.names import file_name, inside, sheet_name

HOSTILE = (
    "../x",
    "..",
    ".",
    "",
    "a/b",
    "a\\b",
    "/etc/passwd",
    "C:\\x",
    "c:x",
    "x\0.csv",
    "nul",
    "NUL.csv",
    "con.tar.gz",
    "com1",
    "COM¹",
    "lpt9.json",
    ".hidden",
    "x.",
    "x ",
    " x",
    "x:stream",
    "~root",
    "-rf",
    "a\nb",
    "a\u202eb",
    "%2e%2e%2fx",
    "file:///etc/passwd",
    "http://example.org/x",
    "ẍ" * 500,
    "x" * 500,
    "History",
    "'a'",
    "a[1]*?",
)
names = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60), st.text(alphabet="./\\\0 aănulco1:", max_size=12))


@pytest.mark.parametrize("name", [n for n in HOSTILE if n not in ("History",)])
def test_a_package_cannot_name_a_place_outside_itself(name, tmp_path):
    if name == "x" * 500 or not re.fullmatch(r"[a-z0-9]+", name) or name in ("nul", "com1"):
        with pytest.raises(UsageError, match="cannot be the name"):
            inside(tmp_path, name)


@given(names)
def test_whatever_is_taken_stands_in_the_folder_itself(name):
    folder = Path("/folder")
    try:
        place = inside(folder, name)
    except UsageError:
        return
    assert place.parent == folder
    assert place.name == name
    assert place.resolve().parent == folder.resolve()


@given(names, st.sampled_from(["", ".json", ".csv"]))
def test_a_name_made_of_any_text_is_one_that_a_package_may_have(text, suffix):
    made = file_name(text, suffix)
    assert inside(Path("/folder"), made).name == made
    assert made.endswith(suffix)


@pytest.mark.parametrize("name", ["plans.csv", "ca-mau-2019-108-kh-ubnd.json", "a_b.tar.gz", "nullable.csv"])
def test_ordinary_names_are_taken(name, tmp_path):
    assert inside(tmp_path, name) == tmp_path / name


@settings(deadline=None, max_examples=60)
@given(st.lists(names, min_size=1, max_size=8))
def test_a_workbook_takes_every_name_of_a_sheet(tmp_path_factory, given):
    taken: set[str] = set()
    made = [sheet_name(text, taken) for text in given]
    assert len({name.casefold() for name in made}) == len(given)
    to = tmp_path_factory.mktemp("book") / "x.xlsx"
    with xlsxwriter.Workbook(to) as workbook:
        for name in made:
            workbook.add_worksheet(name)  # Raises where Excel would refuse it.
    found = openpyxl.load_workbook(to).sheetnames
    assert len(found) == len(given)


def test_a_long_name_keeps_its_number_and_its_bound():
    taken: set[str] = set()
    made = [sheet_name("Tiêu chuẩn " * 9, taken) for _ in range(12)]
    assert made[11].endswith(" (12)")
    assert max(map(len, made)) <= 31
