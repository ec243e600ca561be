"""`kehoach reextract` and `kehoach migrate` as a person runs them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.pipeline.store.forms import put_second_form

ROOT = Path(__file__).parents[2]
FIRST_FORM = ROOT / "tests" / "cases" / "store" / "form-0001.sql"


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """A home of its own with the five plans."""
    copy = tmp_path / "home"
    shutil.copytree(filled, copy)
    return copy


def forget_an_award(home: Path) -> str:
    """Take the first award out of what is stored, as if the rules had not found it; returns its id."""
    from models import interchange
    from pipeline.store.packing import packed, unpacked

    with closing(sqlite3.connect(home / "kehoach.sqlite")) as database:
        query = "SELECT no, json FROM version WHERE no = (SELECT min(no) FROM version)"
        number, content = database.execute(query).fetchone()
        plan = unpacked(content)
        less = plan.model_copy(update={"awards": plan.awards[1:]})
        row = (packed(interchange.dump(less)), "older", number)
        database.execute("UPDATE version SET json = ?, extraction_rules = ? WHERE no = ?", row)
        database.commit()
    return plan.awards[0].id


def test_what_is_up_to_date_is_said_to_be(kehoach: Callable, filled: Path) -> None:
    done = kehoach("--lang", "en", "reextract", home=filled)
    assert (done.returncode, done.stderr) == (0, "")
    assert "up to date" in done.stdout


def test_the_difference_is_shown_then_written_then_gone(kehoach: Callable, home: Path) -> None:
    award = forget_an_award(home)
    told = kehoach("--lang", "en", "reextract", "--dry-run", home=home)
    assert told.returncode == 0, told.stderr
    assert "Nothing was written" in told.stdout
    (line,) = [line for line in told.stdout.splitlines() if award in line]
    assert line.strip().startswith("+")
    done = json.loads(kehoach("reextract", "--json", home=home).stdout)
    (renewed,) = done["renewed"]
    assert [(c["what"], c["kind"], c["name"]) for c in renewed["changes"]] == [("appeared", "awards", award)]
    assert done["totals"] == {"awards": {"appeared": 1, "vanished": 0, "changed": 0}}
    assert award in kehoach("evidence", award, home=home).stdout
    again = json.loads(kehoach("reextract", "--json", home=home).stdout)
    assert (again["renewed"], again["totals"]) == ([], {})


def test_one_plan_is_read_again(kehoach: Callable, home: Path) -> None:
    asked = ("--plan", "108/KH-UBND", "--reread", "--batch", "1")
    done = json.loads(kehoach("reextract", *asked, "--json", home=home).stdout)
    assert [(r["how"], r["changes"]) for r in done["renewed"]] == [("read", [])]


def test_originals_that_are_gone_end_with_1_and_a_line_each(kehoach: Callable, home: Path) -> None:
    shutil.rmtree(home / "originals")
    done = kehoach("--lang", "en", "reextract", "--reread", home=home)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 5
    assert "Traceback" not in done.stderr
    assert len(json.loads(kehoach("plans", "--json", home=home).stdout)) == 5


@pytest.mark.parametrize("wrong", [("--batch", "0"), ("--batch", "many"), ("--rereads",)])
def test_wrong_usage(kehoach: Callable, filled: Path, wrong: tuple[str, ...]) -> None:
    assert kehoach("reextract", *wrong, home=filled).returncode == 2


def test_no_such_plan(kehoach: Callable, filled: Path) -> None:
    done = kehoach("reextract", "--plan", "9999/KH-UBND", home=filled)
    assert done.returncode == 1
    assert "kehoach plans" in done.stderr


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "kehoach.sqlite")) as database:
        database.executescript(FIRST_FORM.read_text(encoding="utf-8"))
    return tmp_path


def test_an_old_database_is_migrated_and_a_copy_named(kehoach: Callable, old: Path) -> None:
    for command in (["plans"], ["ingest", "corpus/plans"], ["reextract"]):
        refused = kehoach(*command, home=old)
        assert refused.returncode == 3
        assert "kehoach migrate" in refused.stderr
        assert len(refused.stderr.splitlines()) == 1
    done = kehoach("--lang", "en", "migrate", home=old)
    assert done.returncode == 0, done.stderr
    (copy,) = old.glob("kehoach.form-0001.*.sqlite")
    assert str(copy) in done.stderr
    assert "0001" in done.stdout
    assert "2 versions" in done.stdout
    (plan,) = json.loads(kehoach("plans", "--json", home=old).stdout)
    assert plan["version"] == 2
    again = json.loads(kehoach("migrate", "--json", home=old).stdout)
    assert again["before"] == again["after"]
    assert again["copied_to"] is None


def test_a_database_of_the_second_form_gets_tables_alone(kehoach: Callable, tmp_path: Path) -> None:
    put_second_form(tmp_path, None)
    assert "kehoach migrate" in kehoach("plans", home=tmp_path).stderr
    done = kehoach("--lang", "en", "migrate", home=tmp_path)
    assert (done.returncode, "0 versions" in done.stdout, "reextract" in done.stdout) == (0, True, False)
    assert [plan["version"] for plan in json.loads(kehoach("plans", "--json", home=tmp_path).stdout)] == [2, 1]
    assert json.loads(kehoach("sql", "SELECT count(*) AS n FROM arrivals", "--json", home=tmp_path).stdout) == [
        {"n": 0}
    ]


def test_nothing_to_migrate(kehoach: Callable, tmp_path: Path) -> None:
    done = kehoach("migrate", home=tmp_path)
    assert done.returncode == 1
    assert "kehoach ingest" in done.stderr
    assert list(tmp_path.iterdir()) == []
