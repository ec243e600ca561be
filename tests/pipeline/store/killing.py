"""Runs stages of work that may be killed, each in a process of its own: forked from this one, which has the libraries
loaded.

Each line of stdin is a request: to start a stage (answered with its process id) or to wait for one (answered with its
exit code, negative for a signal). What a stage prints stands in the file `said`; the file `begun` is made when its work
begins.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import alembic.command  # noqa: F401  (a migration needs it, and each process would load it anew)
from sqlalchemy import Connection, Engine, event

sys.path.insert(0, str(Path(__file__).parent))
from conftest import make_sample  # type: ignore[import-not-found]

from pipeline.export import table
from pipeline.export import write as write_file
from pipeline.renewing.migration import migrate as bring
from pipeline.renewing.renew import Asked, renew
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.database import locate
from pipeline.store.question import Question
from pipeline.store.write import Ready

Request = dict[str, Any]


def main() -> None:
    Ready.of(make_sample().plan)  # What is loaded on first use.
    for line in sys.stdin:
        request = json.loads(line)
        if "wait" in request:
            _, status = os.waitpid(request["wait"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
        elif child := os.fork():
            print(child, flush=True)
        else:
            _become(request)


def _become(request: Request) -> None:
    code = 1
    try:
        said = os.open(request["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(said, 1)
        os.dup2(said, 2)
        STAGES[request["stage"]](request)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _begin(request: Request) -> None:
    """From here on a kill lands in the stage; or before the n-th statement of what it writes, by itself."""
    if (at := request.get("at")) is not None:
        _end_before(at)
    Path(request["begun"]).touch()


def _end_before(at: int) -> None:
    left = [at]

    def count(connection: Connection, *_rest: Any) -> None:
        if connection.get_execution_options().get("writes"):
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)


def _open(request: Request) -> Store:
    return Store.open(request["url"], Path(request["home"]))


def ingest(request: Request) -> None:
    with _open(request) as store:
        _begin(request)
        for k in range(request["first"], request["first"] + request["count"]):
            # Words of its own: plans of one text would be compared with each other, which is not what is tried here.
            store.put(*make_sample(number=k + 1, salt=" ".join(f"{k}z{word}" for word in range(150))))


def reextract(request: Request) -> None:
    with _open(request) as store:
        _begin(request)
        done = renew(Asked(batch=request["batch"]), store, Settings(home=Path(request["home"])))
        assert (done.error, done.failed) == (None, ()), done


def migrate(request: Request) -> None:
    _begin(request)
    bring(locate(request["url"], Path(request["home"])))


def export(request: Request) -> None:
    with _open(request) as store:
        rows = store.ask(Question(kind="clauses")).rows
        _begin(request)
        many = itertools.chain.from_iterable(itertools.repeat(rows, request["times"]))
        write_file(table("clauses"), many, Path(request["to"]), force=True)


STAGES: dict[str, Callable[[Request], None]] = {
    "ingest": ingest,
    "reextract": reextract,
    "migrate": migrate,
    "export": export,
}


if __name__ == "__main__":
    main()
