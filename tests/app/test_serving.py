"""`kehoach serve`: what is due is looked at, what has its time is run by a schedule, and an interruption ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.collect import runs
from pipeline.store import Store
from tests.app.conftest import ROOT, Run, environment_with

PATIENCE = 240.0


def plan_text(number: int) -> str:
    return (
        f"ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU\n\nSố: {number}/KH-UBND\n\nCà Mau, ngày {number} tháng 3 năm 2020\n\n"
        "KẾ HOẠCH\n\n"
        f"Phát động phong trào thi đua số {number}\n\nI. MỤC ĐÍCH\n\n1. Nâng cao nhận thức lần thứ {number}.\n"
    )


def a_source(home: Path, every: str) -> Path:
    """A home whose one source is a folder; returns the folder."""
    folder = home / "inbox"
    folder.mkdir(parents=True)
    said = f'[[source]]\nname = "hop-thu"\nkind = "folder"\npath = "{folder}"\nevery = "{every}"\nsettle = 0\n'
    (home / "sources.toml").write_text(said, encoding="utf-8")
    return folder


def wait_until(there: Callable[[], object], process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while not there():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.5)


def ended(store: Store) -> bool:
    """Whether there were runs, and none is under way."""
    return {run.standing for run in runs.every(store)} == {"done"}


def test_what_is_due_is_looked_at_once(kehoach: Run, tmp_path: Path) -> None:
    folder = a_source(tmp_path, "0 0 1 1 *")
    (folder / "1.txt").write_text(plan_text(1), encoding="utf-8")
    first = kehoach("serve", "--once", home=tmp_path)
    assert first.returncode == 0, first.stderr
    again = kehoach("serve", "--once", home=tmp_path)
    assert (again.returncode, again.stdout) == (0, "Chưa nguồn nào đến giờ.\n")
    with Store.open(home=tmp_path, read_only=True) as store:
        assert [run.counts["new"] for run in runs.every(store)] == [1]


def test_a_look_at_what_is_due_that_finds_no_source_fails_as_a_collect_does(kehoach: Run, tmp_path: Path) -> None:
    a_source(tmp_path, "0 0 1 1 *").rmdir()
    done = kehoach("serve", "--once", home=tmp_path, KEHOACH_LANG="en")
    assert done.returncode == 1
    assert "run 1 could look at no source" in done.stderr


def test_a_home_without_sources_is_told_so_before_a_server_starts(kehoach: Run, tmp_path: Path) -> None:
    begun = time.monotonic()
    done = kehoach("serve", home=tmp_path)
    assert done.returncode == 1
    assert "sources.toml" in done.stderr.splitlines()[-1]
    assert not (tmp_path / "prefect").exists()
    assert time.monotonic() - begun < 30


def test_a_schedule_creates_a_run_that_ingests_and_an_interruption_ends_it_all(tmp_path: Path) -> None:
    """With SQLAlchemy 2.1 no schedule ever creates a run, and nothing says so."""
    home = tmp_path / "home"
    folder = a_source(home, "* * * * *")
    user = tmp_path / "user"
    user.mkdir()
    environment = environment_with(KEHOACH_HOME=str(home), HOME=str(user), PYTHONPATH=str(ROOT))
    with (
        Store.open(home=home) as store,
        subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve"],
            cwd=user,
            env={k: v for k, v in environment.items() if not k.startswith("PREFECT_")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        ) as served,
    ):
        # It was never looked at: at once. It is empty, which is no failure as long as nothing was ever in it.
        wait_until(lambda: ended(store), served)
        (folder / "1.txt").write_text(plan_text(1), encoding="utf-8")
        wait_until(store.plans, served)  # By the schedule, within a minute.
        wait_until(lambda: ended(store), served)
        time.sleep(3)  # It tells what ended every two seconds.
        served.send_signal(signal.SIGTERM)
        out, err = served.communicate(timeout=60)
        assert served.returncode == 0, err
        told = out.splitlines()
        assert "hop-thu" in told[0]
        assert "giờ Việt Nam" in told[0]
        assert told[-1] == "Đã dừng."
        assert sum("1 mới, 0 thay đổi, 0 lỗi" in line for line in told) == 1
        assert ended(store)
    assert list(user.iterdir()) == []
    assert not _alive(str(home))


def _alive(home: str) -> list[str]:
    """Processes that still work for this home."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            if f"KEHOACH_HOME={home}\0".encode() in (one / "environ").read_bytes() and one.name != str(os.getpid()):
                found.append((one / "cmdline").read_text())
        except OSError:
            continue
    return found
