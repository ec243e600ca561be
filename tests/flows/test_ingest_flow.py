"""The ingest flow on Prefect's own server, run once for all tests here in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.store import Store
from tests import sharing

ROOT = Path(__file__).parents[2]
MANY = 9


class Done(NamedTuple):
    report: dict[str, Any]
    output: str
    errors: str
    home: Path
    user: Path


def plan_text(number: int) -> str:
    return (
        f"ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU\n\nSố: {number}/KH-UBND\n\nCà Mau, ngày 5 tháng 3 năm 2020\n\nKẾ HOẠCH\n\n"
        f"Phát động phong trào thi đua số {number}\n\nI. MỤC ĐÍCH\n\n1. Nâng cao nhận thức lần thứ {number}.\n"
    )


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> Done:
    """A server takes long to start: it is started once in a run."""
    folder = sharing.place("flow") or tmp_path_factory.mktemp("flow")
    return sharing.once("flow", lambda: ran(folder))


def ran(folder: Path) -> Done:
    folder.mkdir(exist_ok=True)
    home, user, report = folder / "kehoach home", folder / "user", folder / "report.json"
    for name, count in (("plans", 3), ("many", MANY), ("many-again", MANY)):
        (folder / name).mkdir()
        for k in range(1, count + 1):
            (folder / name / f"{k:03}.txt").write_text(plan_text(k), encoding="utf-8")
    (folder / "plans" / "bad.txt").write_bytes(bytes(range(256)) * 40)
    user.mkdir()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "KEHOACH_"))}
    told = {"HOME": str(user), "KEHOACH_HOME": str(home), "PYTHONPATH": str(ROOT)}
    surprise = {"PREFECT_API_URL": "http://127.0.0.1:1/api", "PREFECT_SERVER_ANALYTICS_ENABLED": "true"}
    process = subprocess.run(  # noqa: S603  (our own code)
        [sys.executable, str(Path(__file__).with_name("scenario.py")), str(folder), str(report)],
        env={**kept, **told, **surprise},
        cwd=user,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return Done(json.loads(report.read_text(encoding="utf-8")), process.stdout, process.stderr, home, user)


def statuses(summary: dict[str, Any]) -> dict[str, int]:
    return Counter(o["status"] for o in summary["outcomes"])


def test_plans_are_stored_and_a_bad_file_is_named(done):
    assert done.report["code"] == 0
    assert done.output.count("stored: ") == 3
    assert "bad.txt" in done.errors
    with Store.open(home=done.home, read_only=True) as store:
        assert len(store.plans()) == 3


def test_the_second_run_finds_nothing_new(done):
    assert statuses(done.report["again"]) == {"unchanged": 3, "failed": 1}
    assert done.report["again"]["error"] is None


def test_prefect_keeps_its_files_below_the_home(done):
    assert list(done.user.iterdir()) == []
    assert (done.home / "prefect" / "prefect.db").is_file()


def test_a_busy_store_is_tried_again_where_it_stopped(done):
    summary, calls = done.report["busy"]["summary"], done.report["busy"]["calls"]
    assert statuses(summary) == {"stored": MANY}
    assert len({o["path"] for o in summary["outcomes"]}) == MANY
    assert {name for name, times in calls.items() if times != 1} == {"008.txt"}


def test_a_full_store_ends_the_run_with_what_was_done(done):
    summary, calls = done.report["full"]["summary"], done.report["full"]["calls"]
    assert statuses(summary) == {"stored": 7}
    assert summary["error"] == "no room"
    assert [Path(p).name for p in summary["left"]] == [f"{k:03}.txt" for k in range(8, MANY + 1)]
    assert calls["008.txt"] == 1  # trying again makes no room


def test_more_paths_than_a_run_takes_are_several_runs(done):
    assert [o["status"] for o in done.report["pieces"]["outcomes"]] == ["stored"] * 3 + ["failed"]


def test_prefect_knows_what_became_of_the_runs(done):
    # Six flows; files in batches of five, a task each; the full store fails one of each.
    assert done.report["runs"] == {"flow Completed": 5, "flow Failed": 1, "task Completed": 7, "task Failed": 1}


def test_a_schedule_creates_runs(done):
    """With SQLAlchemy 2.1 none is ever created, and nothing says so."""
    assert len(done.report["scheduled"]) >= 4


def test_the_server_understands_prefects_own_clients(done):
    """With FastAPI 0.151 and later it does not: neither `prefect deploy` nor a worker gets an answer."""
    assert done.report["deployments"] == 1


def test_dask_workers_do_the_batches_of_the_flow_as_its_tasks(done):
    assert statuses(done.report["dask"]) == {"stored": 3, "failed": 1}
    assert done.report["dask"]["error"] is None


def test_a_collecting_flow_stores_what_is_new_and_names_what_fails(done):
    first, again = done.report["collected"]["first"], done.report["collected"]["again"]
    assert (first["standing"], first["counts"]["new"]) == ("done", 3)
    assert [(f["stage"], f["failure"]) for f in first["failures"] if f["source"] == "lost"] == [
        ("discover", "SourceMissing")
    ]
    assert [f["stage"] for f in first["failures"] if f["address"] and "bad.txt" in f["address"]] == ["ingest"]
    assert again["counts"].get("new", 0) == 0
    with Store.open(home=Path(done.report["collected"]["home"]), read_only=True) as store:
        assert len(store.plans()) == 3


def test_a_backfilling_flow_ends_and_finds_nothing_twice(done):
    past = done.report["collected"]["backfill"]
    assert (past["what"], past["standing"], past["counts"].get("new", 0)) == ("backfill", "done", 0)


def test_prefect_reads_the_deployments_for_a_server_that_runs_already(done):
    assert done.report["deployed"]["complaints"] == ""
    made = done.report["deployed"]["deployments"]
    assert {name: one["flow"] for name, one in made.items()} == {n: n for n in ("collect", "announce", "backfill")}
    assert all(one["unknown"] == [] for one in made.values())
    assert {s["timezone"] for one in made.values() for s in one["schedules"]} == {"Asia/Ho_Chi_Minh"}
