"""A real Dask scheduler with two workers and a real PostgreSQL: the same store as in one process, whoever is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.ingest import ingest
from pipeline.settings import Settings
from pipeline.store import Store

ROOT = Path(__file__).parents[2]
PLANS = 6
PATIENCE = 120.0


def plan_text(number: int) -> str:
    return (
        f"ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU\n\nSố: {number}/KH-UBND\n\nCà Mau, ngày {number} tháng 3 năm 2020\n\n"
        "KẾ HOẠCH\n\n"
        f"Phát động phong trào thi đua số {number}\n\nI. TIÊU CHUẨN\n\n1. Có tối thiểu {number} sáng kiến.\n\n"
        f"II. TIẾN ĐỘ\n\n1. Sơ kết trong tháng {number} năm 2021.\n"
    )


def environment(**ours: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "KEHOACH_", "DASK_"))}
    return kept | {"PYTHONPATH": str(ROOT), **ours}


@contextmanager
def started(*arguments: str, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603  (our own command)
        [sys.executable, "-m", *arguments],
        cwd=cwd,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class Cluster(NamedTuple):
    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    file = tmp_path / "scheduler.json"
    own = ("--scheduler-file", str(file), "--no-dashboard")
    with ExitStack() as stack:
        scheduler = ("dask", "scheduler", "--host", "127.0.0.1", "--port", "0", *own)
        stack.enter_context(started(*scheduler, cwd=tmp_path))
        # No nanny: a worker that is killed stays away.
        worker = ("dask", "worker", "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path), *own)
        workers = [stack.enter_context(started(*worker, cwd=tmp_path)) for _ in range(2)]
        wait_until(lambda: file.is_file() and file.read_text().strip().endswith("}"))
        yield Cluster(json.loads(file.read_text())["address"], workers)


def wait_until(there: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.1)


def stored(url: str | None, home: Path) -> dict[str, Any]:
    """What a store holds, but for when it came."""
    held = {}
    with Store.open(url, home, read_only=True) as store:
        for row in store.plans():
            plan = store.load(row.id)
            held[row.id] = (row.symbol, row.issued, row.counts, plan.document.sha256, [r.id for r in plan.records()])
    return held


def test_two_workers_make_the_same_store_and_one_that_is_killed_loses_nothing(
    cluster: Cluster, postgres_url: str, tmp_path: Path
) -> None:
    folder, alone, home = tmp_path / "plans", tmp_path / "alone", tmp_path / "home"
    folder.mkdir()
    for number in range(1, PLANS + 1):
        (folder / f"{number:03}.txt").write_text(plan_text(number), encoding="utf-8")
    with Store.open(None, alone) as store:
        assert ingest([folder], store, Settings(home=alone)).count("stored") == PLANS
    settings = {"KEHOACH_HOME": str(home), "KEHOACH_DATABASE": postgres_url}

    def kehoach(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603  (our own command)
            [sys.executable, "-m", "app.cli", *arguments, "--dask", cluster.address, "--json"],
            cwd=ROOT,
            env=environment(**settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    with Store.open(postgres_url, home) as store:
        first = kehoach("ingest", str(folder))
        wait_until(lambda: store.plans() or first.poll() is not None)
        at_kill = len(store.plans())
    cluster.workers[0].send_signal(signal.SIGKILL)
    out, err = first.communicate(timeout=PATIENCE)
    assert first.returncode == 0, err
    assert at_kill < PLANS, "nothing was left to lose"
    outcomes = json.loads(out)["outcomes"]
    assert sorted(Path(o["path"]).name for o in outcomes) == [f"{n:03}.txt" for n in range(1, PLANS + 1)]
    assert {o["status"] for o in outcomes} <= {"stored", "unchanged"}  # Stored, and done again because nobody said so.
    expected = stored(None, alone)
    assert stored(postgres_url, home) == expected

    again = kehoach("reextract", "--reread")
    out, err = again.communicate(timeout=PATIENCE)
    assert again.returncode == 0, err
    assert len(json.loads(out)["renewed"]) == PLANS
    assert json.loads(out)["totals"] == {}
    assert stored(postgres_url, home) == expected
