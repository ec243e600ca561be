"""`backup`, `restore`, `doctor` and `reindex`, as they are typed."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.messages import names
from tests.app.conftest import ROOT, Run

ASKED = (
    ["plans", "--json"],
    ["criteria", "--search", "trang phuc", "--json"],
    ["timeline", "--json"],
    ["show", "108/KH-UBND", "--json"],
)


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """A home of the five plans that a test may change."""
    return Path(shutil.copytree(filled, tmp_path / "home"))


def test_a_store_goes_to_another_place_and_answers_the_same(kehoach: Run, filled: Path, tmp_path: Path) -> None:
    file, there = tmp_path / "kho.kehoach.zip", tmp_path / "there"
    made = kehoach("backup", file, "--json", home=filled)
    assert (made.returncode, made.stderr) == (0, "")
    told = json.loads(made.stdout)
    assert (told["plans"], told["originals"], told["missing"]) == (5, 5, [])
    assert told["bytes"] == file.stat().st_size
    checked = kehoach("restore", file, "--check", "--json", home=there)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert not there.exists() or not list(there.iterdir())
    restored = kehoach("restore", file, home=there)
    assert (restored.returncode, restored.stderr) == (0, "")
    for asked in ASKED:
        here, other = (kehoach(*asked, home=place).stdout for place in (filled, there))
        assert json.loads(here) == json.loads(other)
    assert kehoach("doctor", "--deep", home=there).returncode == 0
    again = kehoach("restore", file, home=there)
    assert again.returncode == 1
    assert "KEHOACH_HOME" in again.stderr


def test_a_backup_takes_no_other_files_place(kehoach: Run, filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text("mine")
    refused = kehoach("backup", file, home=filled)
    assert (refused.returncode, refused.stdout, file.read_text()) == (1, "", "mine")
    assert "--force" in refused.stderr
    assert kehoach("backup", file, "--force", home=filled).returncode == 0
    assert file.read_bytes().startswith(b"PK")


def test_a_backup_that_is_none_restores_nothing(kehoach: Run, tmp_path: Path) -> None:
    file, there = tmp_path / "b.zip", tmp_path / "there"
    file.write_bytes(b"PK" + bytes(100))
    done = kehoach("restore", file, home=there)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert str(file) in line
    assert not there.exists() or not list(there.iterdir())


def test_an_original_that_is_lost_is_told_by_backup_and_doctor(kehoach: Run, home: Path, tmp_path: Path) -> None:
    next(p for p in (home / "originals").rglob("*") if p.is_file()).unlink()
    made = kehoach("backup", tmp_path / "b.zip", home=home)
    assert made.returncode == 3
    assert "kehoach doctor" in made.stderr
    assert kehoach("restore", tmp_path / "b.zip", home=tmp_path / "there").returncode == 0
    ill = kehoach("doctor", "--json", home=home)
    assert ill.returncode == 3
    health = json.loads(ill.stdout)
    assert health["whole"] is False
    (bad,) = (f for f in health["findings"] if f["state"] == "bad")
    assert (bad["area"], bad["what"]) == ("originals", "lost")
    assert "kehoach restore" in bad["do"]


@pytest.mark.parametrize(("language", "whole"), [("vi", "Không thấy gì hỏng."), ("en", "Nothing was found broken.")])
def test_the_doctor_of_a_whole_store_and_of_none(kehoach: Run, home: Path, language: str, whole: str) -> None:
    for place in (home, None):
        done = kehoach("--lang", language, "doctor", home=place)
        assert (done.returncode, done.stderr) == (0, "")
        assert whole in done.stdout


def test_nothing_is_cleaned_away_from_a_store_that_is_not_whole(kehoach: Run, home: Path) -> None:
    with closing(sqlite3.connect(home / "kehoach.sqlite")) as database, database:
        database.execute("DELETE FROM rendition WHERE no = 1")
    before = sorted((home / "originals").rglob("*"))
    done = kehoach("doctor", "--clean", "--json", home=home)
    assert done.returncode == 3
    assert json.loads(done.stdout)["removed"] == []
    assert sorted((home / "originals").rglob("*")) == before


def test_a_damaged_file_is_told_without_a_traceback(kehoach: Run, home: Path) -> None:
    (home / "kehoach.sqlite").write_bytes(b"SQLite format 3\0" + b"\xa5" * 8192)
    done = kehoach("doctor", home=home, KEHOACH_DEBUG="1")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "✗" in done.stdout


def test_an_index_is_built_anew(kehoach: Run, home: Path) -> None:
    said = json.loads(kehoach("reindex", "--json", home=home).stdout)
    with closing(sqlite3.connect(home / "kehoach.sqlite")) as database:
        tables = ["plan", "clause", "criterion", "quantity", "milestone", "award", "reference", "assignment"]
        rows = [database.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables]  # noqa: S608  (our own names)
    assert said["entries"] == sum(rows)
    assert kehoach("reindex", home=home).returncode == 0
    health = json.loads(kehoach("doctor", "--json", home=home).stdout)
    assert [f["state"] for f in health["findings"] if f["area"] == "index"] == ["good"]


def test_every_finding_is_said_and_whatever_is_not_well_has_a_remedy() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "pipeline" / "maintaining").glob("*.py"))
    made = re.findall(r'state="(\w+)", what="([a-z_]+)"', source)
    made += [("bad", what) for what in re.findall(r'found\("\w+", "([a-z_]+)"', source)]
    made += [("missing", f"no_{what}") for what in re.findall(r'_missing\("([a-z]+)"', source)]
    assert len(made) > 20
    for state, what in made:
        assert what in names("doctor")
        assert state == "good" or what in names("remedy"), what
