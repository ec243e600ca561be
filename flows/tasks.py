"""Batches as Prefect tasks: of threads that hand them to processes, or of the workers of a Dask cluster (prefect-dask).

Each batch is a task of the run that Prefect knows, tried again where that may help. A worker that ends is dealt with by
`flows.spread`, as without Prefect. Importing this imports Prefect; prepare its environment first (`flows.ephemeral`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVar

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.spread.dask import LOCAL
from flows.spread.engines import engine
from flows.spread.spreading import Engine, Spread
from models.errors import StoreBusy, StoreUnreachable
from pipeline.settings import Settings

R = TypeVar("R")


def may_pass(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """Whether what failed may succeed a little later: another process had the database, or a disk or server did not
    answer. A full disk or a wrong password stays what it is."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, StoreBusy | StoreUnreachable | OSError)


RETRIED: dict[str, Any] = {
    "retries": 3,
    "retry_delay_seconds": [1, 10, 60],
    "retry_condition_fn": may_pass,
    "cache_policy": NO_CACHE,
    "persist_result": False,
}
"""How a task is tried again, and that Prefect keeps nothing of it: what is done stands in our own database."""


@task(name="batch", **RETRIED)
def batch(inner: Engine | None, work: Callable[..., R], settings: Settings, keys: Sequence[Any]) -> R:
    """Do a batch by an engine, or right here. Raises what it raises."""
    if inner is None:
        return work(settings, keys)
    return inner.submit(work, settings, keys).result()


class Tasks:
    """An engine (flows.spread) whose batches are tasks of the flow that is running."""

    def __init__(self, inner: Engine | None, runner: Any) -> None:
        self._inner, self._runner = inner, runner

    @property
    def slots(self) -> int:
        if self._inner is not None:
            return self._inner.slots
        return max(1, int(sum(self._runner.client.nthreads().values())))

    def submit(self, work: Callable[..., R], *arguments: Any) -> Future[R]:
        future: Future[R] = Future()
        future.set_running_or_notify_cancel()
        submitted = batch.submit(self._inner, work, *arguments)
        submitted.add_done_callback(lambda done: _hand_over(done, future))
        return future

    def died(self, error: BaseException) -> bool:
        from distributed import KilledWorker

        return isinstance(error, KilledWorker | BrokenProcessPool)

    def check(self) -> None:
        if self._inner is not None:
            self._inner.check()


def over_tasks(work: Callable[[Callable[..., Any]], R], where: Spread, settings: Settings) -> R:
    """Call `work` in a flow of its own with what opens the engine, to be used instead of `flows.spread.engines.engine`.

    Raises what the work raises; KehoachError and UsageError where the engine cannot run.
    """
    with engine(where, settings) if where.dask not in (None, LOCAL) else nullcontext():
        """Whether its workers can do the work is asked before they are given any."""
    runner: TaskRunner[Any] = _dask(where) if where.dask else ThreadPoolTaskRunner(max_workers=where.processes)

    @contextmanager
    def opened(asked: Spread, settings: Settings) -> Iterator[Tasks]:
        if asked.dask is None:
            with engine(asked, settings) as inner:
                yield Tasks(inner, None)
        else:
            yield Tasks(None, _runner())

    @flow(name="batches", task_runner=runner, persist_result=False, validate_parameters=False)
    def batches() -> R:
        return work(opened)

    return batches()


def _runner() -> Any:
    """The task runner of the flow that is running: a copy of the one it was made with."""
    from prefect.context import FlowRunContext

    context = FlowRunContext.get()
    if context is None:
        raise RuntimeError("no flow is running here")
    return context.task_runner


def _dask(where: Spread) -> TaskRunner[Any]:
    from prefect_dask.task_runners import DaskTaskRunner

    if where.dask == LOCAL:
        own = {"n_workers": where.processes, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
        return DaskTaskRunner(cluster_kwargs=own)
    return DaskTaskRunner(address=where.dask)


def _hand_over(done: PrefectFuture[Any], future: Future[Any]) -> None:
    try:
        future.set_result(done.result())
    except Exception as error:
        future.set_exception(error)
