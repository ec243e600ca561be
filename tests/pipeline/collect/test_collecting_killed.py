"""A collector that is killed again and again, in every stage: the run after it loses nothing and doubles nothing."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from pipeline.store import Store
from pipeline.store.arriving_tables import FetchTable, FileTable, FoundTable, RunTable
from tests.portal import checks, sources
from tests.portal.clock import SimulatedClock
from tests.portal.script import START, Document, Script
from tests.portal.server import Portal

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no such processes here")

STAGES = ("discover", "fetch", "ingest")
SEED = 20260302
HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SITES = ("plain", "webforms")


class Ended(NamedTuple):
    code: int
    events: dict[str, Any]
    said: str


Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def ask() -> Iterator[Callable[[dict[str, Any]], int]]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(  # noqa: S603  (our own code)
        [sys.executable, str(HERE / "killing.py")],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdin
        assert server.stdout

        def asked(request: dict[str, Any]) -> int:
            print(json.dumps(request), file=server.stdin, flush=True)
            return int(server.stdout.readline())

        yield asked
        server.stdin.close()


@pytest.fixture
def run(ask: Callable[[dict[str, Any]], int], tmp_path: Path, engine_url: str | None) -> Run:
    """Collect on a day, in a process of its own; killed before the `at`-th event of a stage, if there are so many."""

    def ran(portal: Portal, day: int, stage: str | None = None, *, at: int = 0, writing: bool = False) -> Ended:
        portal.day = day
        said, events = tmp_path / "said", tmp_path / "events"
        events.unlink(missing_ok=True)
        now = (START + timedelta(days=day)).isoformat()
        paths = {"home": str(tmp_path), "said": str(said), "events": str(events)}
        code = ask({"url": engine_url, "now": now, "stage": stage, "at": at, "writing": writing, **paths})
        return Ended(code, json.loads(events.read_text()) if events.exists() else {}, said.read_text())

    return ran


def script_of(days: int) -> Script:
    """A new document each day, on one site or the other; every fourth one is replaced after all kills of its stage."""
    old = [Document(site="plain", number=n, day=-n, annex=n == 3) for n in range(1, 4)]
    old += [Document(site="webforms", number=n, day=-n) for n in range(4, 7)]
    new = [Document(site=SITES[day % 2], number=100 + day, day=day) for day in range(1, days)]
    return Script(days=days, documents=(*old, *new))


@pytest.fixture
def kills(engine_url: str | None) -> int:
    """In each stage. Nothing that is tried here is another matter on the other engine but the writing itself."""
    return 2 if engine_url else 10


def test_killed_in_every_stage(
    tmp_path: Path, engine_url: str | None, run: Run, kills: int, tell: Callable[[str], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311  (no secret)
    script = script_of(days=200)
    with Portal.open(script, SimulatedClock(START)) as portal:
        sources.write(tmp_path / "sources.toml", portal, SITES)
        day, landed, points = 0, Counter[str](), Counter[str]()
        for stage in STAGES:
            day = _undisturbed(run, portal, day)  # The day after it is one on which little is new.
            ordinary = run(portal, day)
            day += 1
            while landed[stage] < kills:
                writing = bool(landed[stage] % 2)
                many = ordinary.events[f"{stage}, {'writing' if writing else 'between'}"]
                ended = run(portal, day, stage, at=chance.randrange(many), writing=writing)
                assert ended.code in (0, -signal.SIGKILL), ended.said
                if ended.code:
                    landed[stage] += 1
                    points[ended.events["killed"]] += 1
                day += 1
                assert day < 150, f"only {landed} kills landed"
            day = _undisturbed(run, portal, day)
            _is_whole(script, portal, day - 1, tmp_path, engine_url, landed)
    engine = "postgresql" if engine_url else "sqlite"
    tell(f"kills that landed while collecting ({engine}): {dict(landed)}, before {dict(points)}")


@pytest.mark.parametrize("engine_url", [None], ids=["sqlite"])  # What is tried is which pages are read.
def test_killed_between_two_pages_of_what_is_new(tmp_path: Path, engine_url: str | None, run: Run) -> None:
    """What is new on the first page is known by then; on the second page there is more."""
    new = tuple(Document(site="plain", number=100 + n, day=1) for n in range(5))
    script = Script(days=2, documents=(Document(site="plain", number=1, day=-1), *new))
    with Portal.open(script, SimulatedClock(START)) as portal:
        sources.write(tmp_path / "sources.toml", portal, ["plain"])
        _undisturbed(run, portal, 0)
        before = len(portal.journal)
        ended = run(portal, 1, "discover", at=4)
        assert ended.code == -signal.SIGKILL, ended.said
        assert [asked.target for asked in portal.journal[before:]] == ["/robots.txt", "/van-ban"]
        _undisturbed(run, portal, 1)
        _is_whole(script, portal, 1, tmp_path, engine_url, Counter(discover=1))


def _undisturbed(run: Run, portal: Portal, day: int) -> int:
    ended = run(portal, day)
    assert ended.code == 0, ended.said
    return day + 1


def _is_whole(script: Script, portal: Portal, day: int, home: Path, url: str | None, landed: Counter[str]) -> None:
    """All that was published until that day is stored once, and was had once."""
    published = script.model_copy(update={"documents": tuple(d for d in script.documents if d.day <= day)})
    with Store.open(url, home) as store:
        assert checks.stored_plans(store) == published.expected()
        assert checks.stored_bodies(store) == checks.main_bodies(published)
        assert checks.lost_originals(store) == []
        with store.reading() as connection:
            found = connection.execute(select(FoundTable.source, FoundTable.key, FoundTable.standing)).all()
            files = connection.execute(select(FileTable.address, FileTable.sha256, FileTable.ingested)).all()
            fetched = connection.execute(
                select(FetchTable.address, FetchTable.sha256).where(FetchTable.purpose == "file")
            ).all()
            runs = Counter(connection.execute(select(RunTable.standing)).scalars())
    assert len(found) == len(published.documents)
    assert {standing for _, _, standing in found} == {"stored"}
    assert len(files) == sum(1 + d.annex for d in published.documents)
    assert None not in {sha256 for _, sha256, _ in files}
    assert len(set(fetched)) == len(fetched)
    assert runs["interrupted"] == landed.total()
    assert set(runs) == {"done", "interrupted"}
    # A site with true entity tags sends a body once, and once more for each kill while it was on its way.
    sent = [a.target for a in portal.asked("plain") if a.status == 200 and a.target.startswith("/tep/")]
    assert len(sent) - len(set(sent)) <= landed["fetch"]
