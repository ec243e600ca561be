"""Answers into files and a whole store into a package, through the command."""

from __future__ import annotations

import json
from enum import Enum
from typing import get_args

import openpyxl
import polars as pl
import pytest

from app.commands.exporting import words
from pipeline.export.headings import heading
from pipeline.export.table import ROWS


def enumerations():
    """Of every kind, each column that holds words of an enumeration, and the words."""
    for kind, row in ROWS.items():
        for name, field in row.model_fields.items():
            for one in (field.annotation, *get_args(field.annotation)):
                if isinstance(one, type) and issubclass(one, Enum):
                    yield kind, name, tuple(str(member.value) for member in one)


@pytest.mark.parametrize(("kind", "name", "said"), enumerations())
def test_every_word_of_an_enumeration_has_a_word_for_people(kind, name, said):
    assert [word for word in said if word not in words().get(name, {})] == []


COMMANDS = {
    "criteria": "criteria",
    "timeline": "milestones",
    "awards": "awards",
    "references": "references",
    "assignments": "assignments",
    "quantities": "quantities",
    "clauses": "clauses",
    "plans": "plans",
}


@pytest.mark.parametrize(("command", "kind"), COMMANDS.items())
def test_a_workbook_has_what_was_counted_in_the_words_of_people(kehoach, filled, answer, tmp_path, command, kind):
    asked = (command, "--unit", "Cà Mau")
    done = kehoach(*asked, "--out", tmp_path / "x.xlsx", home=filled)
    rows = answer(*asked)
    assert (done.returncode, done.stdout) == (0, "")
    assert f" {len(rows)} " in done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    head, *lines = sheet.iter_rows(values_only=True)
    assert len(lines) == len(rows) > 0
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(head)).column_letter}{len(rows) + 1}"
    assert head == tuple(heading(kind, name, "vi") for name in rows[0])
    known = words()
    for line, row in zip(lines, rows, strict=True):
        for cell, (name, value) in zip(line, row.items(), strict=True):
            if name in known and value:
                each = value if isinstance(value, list) else [value]
                assert cell == "\n".join(known[name][one] for one in each), name


def test_programs_get_the_codes_and_people_the_words(kehoach, filled, answer, tmp_path):
    asked = ("criteria", "--unit", "Cà Mau")
    codes = [row["audience"] for row in answer(*asked)]
    for name in ("x.json", "x.jsonl", "x.csv", "x.parquet"):
        assert kehoach(*asked, "--out", tmp_path / name, home=filled).returncode == 0
    assert [row["audience"] for row in json.loads((tmp_path / "x.json").read_text())] == codes
    assert [json.loads(line)["audience"] for line in (tmp_path / "x.jsonl").read_text().splitlines()] == codes
    assert pl.read_csv(tmp_path / "x.csv")["audience"].to_list() == codes
    assert pl.read_parquet(tmp_path / "x.parquet")["audience"].to_list() == codes
    assert kehoach(*asked, "--out", tmp_path / "e.csv", "--excel", home=filled).returncode == 0
    said = pl.read_csv(tmp_path / "e.csv")["Đối tượng"].to_list()
    assert said == [words()["audience"][code] for code in codes]


def test_a_file_that_is_there_is_kept(kehoach, filled, tmp_path):
    (tmp_path / "x.csv").write_text("dear")
    done = kehoach("plans", "--out", tmp_path / "x.csv", home=filled)
    assert done.returncode == 1
    assert "--force" in done.stderr
    assert (tmp_path / "x.csv").read_text() == "dear"


def test_a_store_is_exported_and_imported(kehoach, filled, answer, tmp_path):
    done = kehoach("export", tmp_path / "p", "--json", home=filled)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["plans"], told["originals"], told["left_out"]) == (5, 5, 0)
    assert told["rows"]["criteria"] == len(answer("criteria"))
    done = kehoach("import", tmp_path / "p", "--json", home=tmp_path / "new")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["plans"] == 5
    done = kehoach("criteria", "--json", home=tmp_path / "new")
    assert json.loads(done.stdout) == answer("criteria")
    done = kehoach("import", tmp_path / "p", home=tmp_path / "new")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_what_is_left_out_is_said(kehoach, filled, tmp_path):
    done = kehoach("export", tmp_path / "p", "--no-originals", home=filled)
    assert done.returncode == 0
    assert " 5 " in done.stderr
    done = kehoach("import", tmp_path / "p", home=tmp_path / "new")
    assert done.returncode == 0
    assert " 5 " in done.stderr
    assert kehoach("export", tmp_path / "p", home=filled).returncode == 1
    assert kehoach("export", tmp_path / "p", "--force", home=filled).returncode == 0


def test_there_is_nothing_to_export_where_no_store_is(kehoach, tmp_path):
    done = kehoach("export", tmp_path / "p", home=tmp_path / "none")
    assert done.returncode == 1
    assert not (tmp_path / "p").exists()
