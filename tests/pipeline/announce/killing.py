"""Announces in processes that may be killed, forked from this one, which has the libraries loaded.

Each line of stdin is a request: to start announcing (answered with the process id), or to wait for one (answered with
its exit code, negative for a signal). A mail is delivered by a line in a file, which a kill cannot take back.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import event

from pipeline.announce import announce, watches
from pipeline.announce.channels.means import Means
from pipeline.announce.outlets import Outlets
from pipeline.announce.types import Notice, Target
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.question import Question


class Still:
    def __init__(self, at: str) -> None:
        self.at = datetime.fromisoformat(at)

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class Steps:
    """Counts what could be the last thing done: each statement that writes, each commit, and the sending itself."""

    def __init__(self, last: int | None) -> None:
        self.left, self.count = last, 0

    def step(self, *_: Any) -> None:
        self.count += 1
        if self.left is not None and self.count > self.left:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, connection: Any, *_: Any) -> None:
        if connection.get_execution_options().get("writes"):
            self.step()


def main() -> None:
    _warm_up()
    for line in sys.stdin:
        request = json.loads(line)
        if "wait" in request:
            _, status = os.waitpid(request["wait"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
        elif child := os.fork():
            print(child, flush=True)
        else:
            _become(request)


def _warm_up() -> None:
    """A look in a store of its own, so that a fork finds all loaded that is loaded on first use."""
    clock = Still("2026-11-22T03:00:00")
    with TemporaryDirectory() as folder, Store.open(None, Path(folder)) as store:
        watches.add(store, clock, "w", Question(unit="Lai Châu"), [Target(kind="mail", to="a@b.vn")])
        announce(store, Settings(home=Path(folder)), clock, outlets=Outlets())


def _become(request: dict[str, Any]) -> None:
    code = 1
    try:
        _announce(request)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _announce(request: dict[str, Any]) -> None:
    steps, box = Steps(request.get("last")), Path(request["box"])

    def deliver(notice: Notice, _means: Means) -> None:
        steps.step()
        said = {"id": str(notice.identity), "new": [one.plan.symbol for one in notice.digest.new]}
        with box.open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")
        steps.step()

    home = Path(request["home"])
    with Store.open(request["url"], home) as store:
        event.listen(store.engine, "before_cursor_execute", steps.statement)
        event.listen(store.engine, "commit", steps.statement)
        senders = {"mail": deliver}
        announce(store, Settings(home=home), Still(request["at"]), senders=senders, outlets=Outlets())  # type: ignore[arg-type]
    if "counted" in request:
        Path(request["counted"]).write_text(str(steps.count))


if __name__ == "__main__":
    main()
