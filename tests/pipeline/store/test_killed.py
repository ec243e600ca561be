"""A process killed while it stores: the database opens, holds whole plans only, and the next run completes it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from pipeline.store import Store

PLANS = 40
TABLES = {
    "outline": "clause",
    "criteria": "criterion",
    "quantities": "quantity",
    "milestones": "milestone",
    "awards": "award",
    "references": "reference",
    "assignments": "assignment",
}
HERE = Path(__file__).parent

# Stores plans without end to its work, telling of each, until it is killed.
STORE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from conftest import make_sample
from pipeline.store import Store
with Store.open(home=Path(sys.argv[1])) as store:
    for k in range(int(sys.argv[3])):
        store.put(*make_sample(number=k + 1, salt=f"plan {k} " * 200))
        print(k, flush=True)
"""


def run(home: Path, after: int | None = None) -> None:
    """Store the plans in another process; kill it in its next transaction `after` so many."""
    command = [sys.executable, "-c", STORE, str(home), str(HERE), str(PLANS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  (our own code)
        for line in process.stdout:
            if after is not None and int(line) >= after:
                os.kill(process.pid, signal.SIGKILL)
                break
        process.stdout.read()
    assert process.returncode == (0 if after is None else -signal.SIGKILL)


def half_plans(home: Path) -> list[str]:
    """Versions whose rows are not those of their JSON, and plans without a version."""
    with closing(sqlite3.connect(home / "kehoach.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        wrong = database.execute("SELECT id FROM plan WHERE id NOT IN (SELECT plan_id FROM version)").fetchall()
        for version, content in database.execute("SELECT id, json FROM version").fetchall():
            said = json.loads(zlib.decompress(content))
            for key, table in TABLES.items():
                query = f"SELECT count(*) FROM {table} WHERE version_id = ?"  # noqa: S608  (a name from above)
                if database.execute(query, (version,)).fetchone()[0] != len(said[key]):
                    wrong.append((version, table))
    return wrong


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_killed_process_leaves_whole_plans(tmp_path):
    for after in (0, 11, 29):
        run(tmp_path, after)
        assert half_plans(tmp_path) == []
    run(tmp_path)
    assert half_plans(tmp_path) == []
    with Store.open(home=tmp_path, read_only=True) as store:
        assert len(store.plans()) == PLANS


def test_two_processes_at_once_store_each_plan_once(tmp_path):
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, [tmp_path, tmp_path]))
    assert half_plans(tmp_path) == []
    with Store.open(home=tmp_path, read_only=True) as store:
        assert [row.version for row in store.plans()] == [1] * PLANS


def test_killed_between_any_two_statements(tmp_path, make):
    """The same at every point of one transaction: an error after the n-th statement stands for the kill."""
    with Store.open(home=tmp_path) as store:
        store.put(*make())
    points = 0
    while _put_and_fail(tmp_path, make(salt="second"), points):
        assert half_plans(tmp_path) == []
        with Store.open(home=tmp_path) as store:
            (row,) = store.plans()
            assert row.version == 1
        points += 1
    assert points > len(TABLES)  # a statement a table at least
    with Store.open(home=tmp_path) as store:
        assert store.plans()[0].version == 2


def _put_and_fail(home: Path, sample, point: int) -> bool:
    """Whether the transaction was long enough to fail at this point."""
    with Store.open(home=home) as store:
        _fail_after(point, store)
        try:
            store.put(*sample)
        except Killed:
            return True
    return False


class Killed(BaseException):
    pass


def _fail_after(point: int, store: Store) -> None:
    left = [point]

    def count(_connection, _cursor, statement: str, *_rest) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            if not left[0]:
                raise Killed
            left[0] -= 1

    watch: Callable[..., None] = count
    event.listen(store.engine, "before_cursor_execute", watch)
