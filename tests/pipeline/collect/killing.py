"""Collects in processes that may be killed, each forked from this one, which has the libraries loaded.

Each line of stdin is a request (`home`, `url`, `now`, and for a kill `stage`, `at` and `writing`); the answer is the
exit code of the run, negative for a signal. A run that is to be killed kills itself, as the system would, before the
`at`-th event of a stage: while it writes (a statement, a commit), or between (a request, a file that is read, and the
ends of both). What a run prints stands in the file `said`; how many events each stage had, or which one was its last,
in `events`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from models.document import RawFile
from pipeline.collect import collect, discovering, fetching, ingesting
from pipeline.fetch import fetcher, hops
from pipeline.process import process
from pipeline.read import read
from pipeline.read.isolated import Isolated
from pipeline.settings import Settings
from pipeline.store import Store
from tests.portal import plans
from tests.portal.clock import SimulatedClock
from tests.portal.script import Document

Request = dict[str, Any]


class Events:
    """Counts what happens in each stage, and ends the process before the one that was asked for."""

    def __init__(self, request: Request) -> None:
        self.counts: Counter[str] = Counter()
        self._last = self._name(request["stage"], writing=request["writing"]), request["at"]
        self._told = Path(request["events"])
        self._now: str | None = None

    def within(self, stage: str, step: Callable[..., Any]) -> Callable[..., Any]:
        """The step, whose events are those of a stage."""

        def wrapped(*arguments: Any, **more: Any) -> Any:
            before, self._now = self._now, stage
            try:
                return step(*arguments, **more)
            finally:
                self._now = before

        return wrapped

    def before(self, what: str, step: Callable[..., Any]) -> Callable[..., Any]:
        """The step, which is an event."""

        def wrapped(*arguments: Any, **more: Any) -> Any:
            self.happens(what)
            done = step(*arguments, **more)
            self.happens(f"after {what}")
            return done

        return wrapped

    def happens(self, what: str) -> None:
        if self._now is None:
            return
        name = self._name(self._now, writing=what == "write")
        if self._last == (name, self.counts[name]):
            self._told.write_text(json.dumps({"killed": what}))
            os.kill(os.getpid(), signal.SIGKILL)
        self.counts[name] += 1

    def writes(self, connection: Connection, *_rest: Any) -> None:
        if connection.get_execution_options().get("writes"):
            self.happens("write")

    def _name(self, stage: str | None, *, writing: bool) -> str:
        return f"{stage}, {'writing' if writing else 'between'}"

    def end(self) -> None:
        self._told.write_text(json.dumps(self.counts))


def main() -> None:
    _preload()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _preload() -> None:
    """What is loaded on first use, so that each run does not load it anew."""
    document = Document(site="plain", number=1, day=0)
    raw = RawFile(content=plans.content(document, 0, "txt"), media_type="text/plain", source="plan.txt")
    with tempfile.TemporaryDirectory() as folder, Store.open(home=Path(folder)) as store:
        store.put(raw, process(raw))
    for library in ("lxml.html", "cssselect", "alembic.command", "psycopg", "rapidfuzz.fuzz"):
        import_module(library)
    for ours in ("fetch.fetcher", "fetch.network", "sources.kinds.listing", "sources.selecting", "announce"):
        import_module(f"pipeline.{ours}")


def _become(request: Request) -> None:
    code = 1
    try:
        said = os.open(request["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(said, 1)
        os.dup2(said, 2)
        _run(request)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _run(request: Request) -> None:
    events = Events(request)
    # The process is this run's alone: what it changes here, nobody else sees.
    discovering.discover = events.within("discover", discovering.discover)
    fetching.fetch = events.within("fetch", fetching.fetch)
    ingesting.ingest = events.within("ingest", ingesting.ingest)
    hops.ask = events.before("request", hops.ask)  # type: ignore[attr-defined]
    # Read here: a process of readers for each run would take longer than all the rest, and dies with its own tests.
    Isolated.read = events.before("reading", lambda _self, raw, **more: read(raw, **more))  # type: ignore[method-assign]
    fetcher._DOUBTED = 0.0  # Hosts are believed, so that what is sent twice can be counted.
    event.listen(Engine, "before_cursor_execute", events.writes)
    event.listen(Engine, "commit", events.writes)
    clock = SimulatedClock(datetime.fromisoformat(request["now"]))
    settings = Settings(home=Path(request["home"]), database=request["url"])
    told = collect(settings, clock=clock, together=1)
    print(told.model_dump_json())
    events.end()


if __name__ == "__main__":
    main()
