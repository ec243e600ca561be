"""Files in, through the real command: what is done, what fails, and how the command ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from models.interchange import load
from models.plan_json import schema
from tests.app.conftest import PLANS, Run

PLAN = PLANS / "ca-mau-2019-108-kh-ubnd.txt"


def one_line(stderr: str) -> str:
    """The one line of complaint; no traceback stands beside it."""
    (line,) = stderr.splitlines()
    assert line.startswith("kehoach: ")
    return line


def test_ingesting_again_changes_nothing(kehoach: Run, tmp_path: Path) -> None:
    first = json.loads(kehoach("ingest", PLAN, "--json", home=tmp_path).stdout)
    again = kehoach("ingest", PLAN, "--json", home=tmp_path)
    assert again.returncode == 0
    (before,), (after,) = first["outcomes"], json.loads(again.stdout)["outcomes"]
    assert (before["status"], after["status"]) == ("stored", "unchanged")
    assert before["plan_id"] == after["plan_id"]


def test_one_bad_file_among_twenty_fails_alone(kehoach: Run, tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    text = PLAN.read_text(encoding="utf-8")
    for k in range(19):
        (folder / f"{k:02}.txt").write_text(text.replace("108 /KH-UBND", f"{200 + k}/KH-UBND"), encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"")
    done = kehoach("ingest", folder, home=tmp_path / "home")
    assert done.returncode == 0
    bad = next(line for line in done.stdout.splitlines() if "bad.txt" in line)
    assert "KHÔNG ĐỌC ĐƯỢC" in bad
    assert "19 lưu mới" in done.stdout


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\n"),
        ("program.txt", b"\x7fELF" + bytes(range(256)) * 20),
        ("lost.txt", None),
    ],
)
@pytest.mark.parametrize("command", ["ingest", "extract"])
def test_a_file_that_cannot_be_read_is_named_in_one_line(
    kehoach: Run, tmp_path: Path, command: str, name: str, content: bytes | None
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    done = kehoach(command, file, home=tmp_path / "home")
    assert done.returncode == 1
    assert name in one_line(done.stderr)


@pytest.mark.parametrize("name", ["lost.txt", "longer than a name may be" * 20])
def test_a_missing_file_does_not_keep_the_others_waiting(kehoach: Run, tmp_path: Path, name: str) -> None:
    done = kehoach("ingest", tmp_path / name, PLAN, "--json", home=tmp_path / "home")
    assert done.returncode == 0
    assert [o["status"] for o in json.loads(done.stdout)["outcomes"]] == ["failed", "stored"]


def test_an_empty_folder_is_nothing_to_do(kehoach: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = kehoach("ingest", tmp_path / "empty", home=tmp_path / "home")
    assert done.returncode == 1
    one_line(done.stderr)


def test_control_characters_of_a_file_name_do_not_reach_the_terminal(kehoach: Run, tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[31mb.txt"
    file.write_bytes(b"")
    assert "\x1b" not in kehoach("ingest", file, PLAN, home=tmp_path / "home").stdout
    assert "\x1b" not in kehoach("extract", file).stderr


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_home_that_cannot_be_written_is_the_stores_failure(kehoach: Run, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = kehoach("ingest", PLAN, home=tmp_path / "home")
    assert done.returncode == 3


def test_a_database_of_another_program_is_the_stores_failure(kehoach: Run, tmp_path: Path) -> None:
    (tmp_path / "kehoach.sqlite").write_text("this is no database " * 100, encoding="utf-8")
    done = kehoach("plans", home=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "kehoach.sqlite" in one_line(done.stderr)


def test_extract_prints_the_published_json(kehoach: Run) -> None:
    done = kehoach("extract", PLAN, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    plan = json.loads(done.stdout)
    jsonschema.validate(plan, schema())
    assert load(plan).document.text == plan["text"]


def test_the_published_schema_is_that_of_the_models(kehoach: Run) -> None:
    published = json.loads(kehoach("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(published)
    assert published == schema()


def test_extract_as_text_shows_the_whole_plan(kehoach: Run) -> None:
    shown = kehoach("extract", PLAN, "--format", "text").stdout
    for part in ("Thông tin chung", "Đề cương", "Tiêu chuẩn (", "Khen thưởng ("):
        assert part in shown
    assert "Việc tổ chức phát động phong trào thi đua phải đảm bảo trang trọng" in shown


def test_extract_needs_no_home(kehoach: Run, tmp_path: Path) -> None:
    home = tmp_path / "never"
    assert kehoach("extract", PLAN, home=home).returncode == 0
    assert not home.exists()
