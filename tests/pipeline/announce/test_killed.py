"""Killed anywhere, and several at once: nothing is lost, and nothing is told twice to who looks at its id."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.records import KINDS
from pipeline.announce import outbox, watches
from pipeline.announce.types import Target
from pipeline.store import Store
from pipeline.store.question import Question
from tests.pipeline.announce.conftest import SetClock
from tests.pipeline.store.conftest import make_sample

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SEED = 20261122


@pytest.fixture(scope="module")
def ask() -> Iterator[Callable[[dict[str, Any]], int]]:
    with subprocess.Popen(  # noqa: S603  (our own code)
        [sys.executable, str(HERE / "killing.py")],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
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


class Office:
    """A store with a watch that leads to two mailboxes, and processes that announce from it."""

    def __init__(self, store: Store, clock: SetClock, ask: Callable[[dict[str, Any]], int], folder: Path) -> None:
        self.store, self.clock, self._ask, self.box = store, clock, ask, folder / "box"
        self.counted, self.arrived = folder / "counted", 0
        url = None if store.place.file else store.place.url.render_as_string(hide_password=False)
        self._request = {"url": url, "home": str(store.home), "box": str(self.box)}
        boxes = [Target(kind="mail", to=to) for to in ("a@noivu.vn", "b@noivu.vn")]
        watches.add(store, clock, "w", Question(unit="Lai Châu"), boxes)

    def arrive(self) -> None:
        """A plan with nothing in it: what it says is not what is tried here."""
        self.arrived += 1
        number = 100 + self.arrived
        sample = make_sample(number=number, unit="tỉnh Lai Châu", salt=" ".join(f"{number}z{k}" for k in range(150)))
        nothing = dict.fromkeys((kind.kind_name for kind in KINDS), ())
        self.store.put(sample.raw, sample.plan.model_copy(update=nothing))

    def start(self, last: int | None = None) -> int:
        return self._ask(
            {**self._request, "at": self.clock.now().isoformat(), "last": last, "counted": str(self.counted)}
        )

    def ended(self, pid: int) -> int:
        return self._ask({"wait": pid})

    def run(self, last: int | None = None) -> int:
        return self.ended(self.start(last))

    def got(self) -> list[dict[str, Any]]:
        return (
            [json.loads(line) for line in self.box.read_text(encoding="utf-8").splitlines()]
            if self.box.exists()
            else []
        )

    def told(self) -> list[str]:
        """The plans that a reader of every mailbox was told of, who drops what has an id that is known already."""
        by_id = {one["id"]: one["new"] for one in self.got()}
        return sorted(symbol for new in by_id.values() for symbol in new)

    @property
    def expected(self) -> list[str]:
        return sorted(f"{101 + k}/KH-UBND" for k in range(self.arrived) for _ in range(2))


@pytest.fixture
def office(store, clock, ask, tmp_path: Path) -> Office:
    return Office(store, clock, ask, tmp_path)


@pytest.mark.parametrize(
    ("engine_url", "kills"), [("sqlite", 10), ("postgres", 2)], indirect=["engine_url"], ids=["sqlite", "postgresql"]
)
def test_killed_at_any_point_nothing_is_lost_and_nothing_told_twice(office, kills, tell):
    office.arrive()
    assert office.run() == 0
    steps = int(office.counted.read_text())
    assert steps > 10, "two notices, each written, claimed, sent and marked"
    chance = random.Random(SEED)  # noqa: S311  (no secret)
    points = chance.sample(range(steps), kills)
    for last in points:
        office.arrive()
        assert office.run(last) == -signal.SIGKILL
        # What was sent and not marked may come again, under its old id; so much of it, and no more.
        assert len(office.got()) - len({one["id"] for one in office.got()}) <= office.arrived
        office.clock.at += outbox.LEASE + timedelta(seconds=1)
        assert office.run() == 0
        assert office.told() == office.expected
    ids = {one["id"] for one in office.got()}
    marked = [one for one in outbox.of_watch(office.store, "w") if one.standing == "sent"]
    assert len(marked) == len(ids)
    engine, twice = office.store.place.url.get_backend_name(), len(office.got()) - len(ids)
    tell(f"{kills} kills landed in announce ({engine}), {twice} notices sent again by their id")


@pytest.mark.parametrize("engine_url", ["sqlite", "postgres"], indirect=True)
def test_two_processes_at_once_send_everything_once(office):
    for _ in range(2):
        office.arrive()
        both = [office.start(), office.start()]
        assert [office.ended(pid) for pid in both] == [0, 0]
        # What one was still sending when the other looked, the next run takes up.
        assert office.run() == 0
        ids = [one["id"] for one in office.got()]
        assert len(ids) == len(set(ids)), "not even with the same id"
        assert office.told() == office.expected
