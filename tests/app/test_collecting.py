"""`collect`, `backfill` and `runs`, as typed: an inbox is looked at again and again."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

PLAN = """ỦY BAN NHÂN DÂN
TỈNH CÀ MAU

Số: {number}/KH-UBND

Cà Mau, ngày 5 tháng 3 năm 2020

KẾ HOẠCH

Phát động phong trào thi đua số {number}

I. MỤC ĐÍCH

1. Nâng cao nhận thức {aim}.
"""

DECISION = PLAN.replace("KH-UBND", "QĐ-UBND").replace("KẾ HOẠCH\n", "QUYẾT ĐỊNH\n")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "inbox"\nkind = "folder"\npath = "inbox"\n', "utf-8")
    return tmp_path


def put(home: Path, name: str, text: str) -> None:
    """A file that lies there since an hour, so that it has stopped growing."""
    file = home / "inbox" / name
    file.write_text(text, encoding="utf-8")
    then = time.time() - 3600
    os.utime(file, (then, then))


def collected(kehoach, home, *arguments) -> dict:
    done = kehoach("collect", "--json", *arguments, home=home)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_inbox_is_collected_and_each_run_tells_what_it_did(kehoach, home):
    put(home, "a.txt", PLAN.format(number=1, aim="của cán bộ"))
    put(home, "b.txt", DECISION.format(number=2, aim="của cán bộ"))
    put(home, "c.txt", " \n")
    first = collected(kehoach, home)
    assert first["standing"] == "done"
    assert {k: first["counts"].get(k, 0) for k in ("found", "new", "not taken", "failed")} == {
        "found": 3,
        "new": 1,
        "not taken": 1,
        "failed": 1,
    }
    (failure,) = first["failures"]
    assert failure["failure"] == "EmptyFile"
    assert failure["address"].endswith("c.txt")
    assert failure["advice"]
    assert collected(kehoach, home)["counts"].get("new", 0) == 0

    put(home, "a.txt", PLAN.format(number=1, aim="của cán bộ, công chức, viên chức và người lao động"))
    assert collected(kehoach, home)["counts"]["changed"] == 1
    plans = json.loads(kehoach("plans", "--json", home=home).stdout)
    assert [(plan["symbol"], plan["version"]) for plan in plans] == [("1/KH-UBND", 2)]

    told = json.loads(kehoach("runs", "--json", home=home).stdout)
    assert [(run["no"], run["standing"]) for run in told] == [(3, "done"), (2, "done"), (1, "done")]
    shown = kehoach("runs", "1", home=home, KEHOACH_LANG="en").stdout
    assert "c.txt" in shown
    assert "Download the file and look at it" in shown


def test_a_run_in_which_every_source_failed_ends_with_a_failure(kehoach, home):
    (home / "inbox").rmdir()
    done = kehoach("collect", home=home, KEHOACH_LANG="en")
    assert done.returncode == 1
    assert "run 1 could look at no source" in done.stderr
    told = json.loads(kehoach("runs", "1", "--json", home=home).stdout)
    assert [f["failure"] for f in told["failures"]] == ["SourceMissing"]


def test_what_cannot_be_meant_is_said(kehoach, home, tmp_path):
    assert "inbox" in kehoach("collect", "inbocks", home=home).stderr
    assert kehoach("collect", "inbocks", home=home).returncode == 1
    assert kehoach("runs", "7", home=home).returncode == 1
    assert kehoach("backfill", "inbox", "--since", "2020-02-30", home=home).returncode == 2
    assert kehoach("backfill", "inbox", "--since", "2021-01-01", "--until", "2020-01-01", home=home).returncode == 2
    missing = kehoach("collect", home=tmp_path / "elsewhere", KEHOACH_LANG="en")
    assert missing.returncode == 1
    assert "sources add" in missing.stderr


def test_a_backfill_takes_the_days_that_it_is_asked_for(kehoach, home):
    put(home, "a.txt", PLAN.format(number=1, aim="của cán bộ"))
    done = kehoach("backfill", "inbox", "--since", "01/01/2020", "--until", "31/12/2020", "--json", home=home)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["what"], told["counts"]["new"]) == ("backfill", 1)


def test_what_a_person_removed_does_not_come_back_by_itself(kehoach, home):
    put(home, "a.txt", PLAN.format(number=1, aim="của cán bộ"))
    collected(kehoach, home)
    assert kehoach("remove", "1/KH-UBND", "--yes", "--originals", home=home).returncode == 0
    os.utime(home / "inbox" / "a.txt", (time.time() - 1800, time.time() - 1800))  # So it is looked at again.
    assert collected(kehoach, home)["counts"].get("new", 0) == 0
    assert json.loads(kehoach("plans", "--json", home=home).stdout) == []
    put(home, "a.txt", PLAN.format(number=1, aim="của công chức"))
    assert collected(kehoach, home)["counts"]["new"] == 1


def test_nothing_is_kept_of_what_is_classified(kehoach, home):
    secret = "MẬT\n\n" + PLAN.format(number=1, aim="của cán bộ")
    put(home, "a.txt", secret)
    for then in (1800, 900):
        told = collected(kehoach, home)
        assert [f["failure"] for f in told["failures"]] == ["Classified"]
        kept = [f for f in (home / "originals").rglob("*") if f.is_file()]
        assert not any("Nâng cao nhận thức" in f.read_bytes().decode("utf-8", "replace") for f in kept)
        os.utime(home / "inbox" / "a.txt", (time.time() - then, time.time() - then))
