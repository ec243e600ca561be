"""A process killed while it writes: the index stands as before or as after, says which, and the next run completes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.search import SearchIndex

STORE = "store-of-tests"
PLANS = 6
KILLS = 12

# Writes one revision after the other; every entry bears the number of the revision that wrote it. It tells of each
# before it begins it, so that a kill a little later lands within.
WRITE = """
import sys
from pathlib import Path
from pipeline.search import Entry, SearchIndex

def entries(revision, plans):
    for plan in plans:
        for k in range(400):
            text = f"bản{revision} thi đua số {k} của {plan}"
            yield Entry(key=plan << 24 | k, plan_no=plan, kind="clauses", alone=True, text=text, words="thi_đua")

index = SearchIndex.open(Path(sys.argv[1]))
state = index.state()
print("ready", flush=True)
for revision in range(state.revision + 1, 10_000):
    print(revision, flush=True)
    if sys.argv[2] == "rebuild":
        index.rebuild("store-of-tests", revision, entries(revision, range(6)))
    else:
        index.update("store-of-tests", revision, range(6), entries(revision, range(6)), since=revision - 1)
    print("done", flush=True)
"""


def killed(folder: Path, how: str, after: float) -> bool:
    """Write in another process and kill it so long (seconds) after it began its second write; whether it was within."""
    command = [sys.executable, "-c", WRITE, str(folder), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  (our own code)
        while process.stdout.readline() != "done\n":
            pass
        begun = process.stdout.readline()
        time.sleep(after)
        os.kill(process.pid, signal.SIGKILL)
        rest = process.stdout.read()
    assert begun.strip().isdigit()
    return not rest.endswith("done\n")


def revisions_held(index: SearchIndex) -> set[int]:
    """The revisions whose entries are in the index; each must be whole."""
    last = index.state().revision
    held = {revision: index.count(f"bản{revision}") for revision in range(max(last - 3, 0), last + 4)}
    assert set(held.values()) <= {0, 400 * PLANS}, held
    return {revision for revision, count in held.items() if count}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
@pytest.mark.parametrize("how", ["update", "rebuild"])
def test_a_killed_write_leaves_the_old_or_the_new(tmp_path, how, tell):
    index = SearchIndex.open(tmp_path / "index")
    index.rebuild(STORE, 0, [])
    chance = random.Random(how)  # noqa: S311  (the same moments each time)
    took = duration(tmp_path / "index", how)
    landed = 0
    for _ in range(10 * KILLS):
        landed += killed(tmp_path / "index", how, chance.uniform(0, took))
        state = index.state()
        assert state.store == STORE
        assert revisions_held(index) == {state.revision}
        assert index.count("thi_đua") == 400 * PLANS
        assert index.damage() == []
        if landed == KILLS:
            break
    tell(f"{landed} kills landed in {how} of the index")
    assert landed == KILLS
    assert index.update(STORE, state.revision + 1, range(PLANS), [], since=state.revision).revision > state.revision
    assert index.count("thi") == 0
    assert index.rebuild(STORE, 1, []).revision == 1
    assert len([path for path in index.folder.iterdir() if path.is_dir()]) == 1


def duration(folder: Path, how: str) -> float:
    """Seconds that one write takes here."""
    command = [sys.executable, "-c", WRITE, str(folder), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  (our own code)
        while process.stdout.readline() != "done\n":
            pass
        begun = time.monotonic()
        while process.stdout.readline() != "done\n":
            pass
        took = time.monotonic() - begun
        os.kill(process.pid, signal.SIGKILL)
    return took
