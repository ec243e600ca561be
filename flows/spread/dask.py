"""Batches over the workers of a Dask cluster: one that runs already, or one of its own on this machine."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from typing import Any, TypeVar

from models.base import Frozen
from models.errors import KehoachError, UsageError
from pipeline.settings import Settings

R = TypeVar("R")

LOCAL = "local"
_ANSWERS = 10
"""Seconds in which a scheduler must answer."""
_WORKERS = 60
"""Seconds in which it must have a worker."""


class Seen(Frozen):
    """What a worker says of itself."""

    host: str
    rules: tuple[str, str]


class Cluster:
    """Batches by the workers of a scheduler."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._executor = client.get_executor(pure=False)

    @property
    def slots(self) -> int:
        return max(1, int(sum(self._client.nthreads().values())))

    def submit(self, work: Callable[..., R], *arguments: Any) -> Future[R]:
        future: Future[R] = self._executor.submit(work, *arguments)
        return future

    def died(self, error: BaseException) -> bool:
        from distributed import KilledWorker

        if isinstance(error, CancelledError):
            self.check()
        return isinstance(error, KilledWorker)

    def check(self) -> None:
        """Raises KehoachError where the scheduler has gone, or has had no worker for a minute."""
        from distributed import TimeoutError as TookTooLong

        try:
            if self._client.status == "running":
                self._client.wait_for_workers(1, timeout=_WORKERS)
                return
        except (TookTooLong, OSError) as error:
            raise KehoachError(f"the Dask scheduler at {self._address} has no worker left; start some") from error
        raise KehoachError(f"the Dask scheduler at {self._address} has gone; start it and run the command again")


@contextmanager
def cluster(address: str, processes: int, settings: Settings) -> Iterator[Cluster]:
    """The cluster at an address such as `tcp://10.1.2.3:8786`, or one on this machine (`local`).

    Raises KehoachError where none answers or has workers, UsageError where its workers cannot do the work: with other
    rules, or on other machines than a store that is no server's.
    """
    _silence()
    if address == LOCAL:
        with _own(processes) as made, _client(made) as client:
            yield Cluster(client, made)
        return
    with _client(address) as client:
        _look_at_workers(client, address, settings)
        yield Cluster(client, address)


def _silence() -> None:
    """What matters is said by whoever waits. Dask sets its levels when it is imported, so they are set after that."""
    import distributed

    for name in (distributed.__name__, f"{distributed.__name__}.http.proxy", "bokeh", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


@contextmanager
def _own(processes: int) -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=processes, threads_per_worker=1, dashboard_address="127.0.0.1:0") as made:  # type: ignore[no-untyped-call]
        yield made.scheduler_address


@contextmanager
def _client(address: str) -> Iterator[Any]:
    from distributed import Client

    try:
        client = Client(address, timeout=_ANSWERS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise KehoachError(f"no Dask scheduler answers at {address}; start one with: dask scheduler") from error
    with client:
        yield client


def _look_at_workers(client: Any, address: str, settings: Settings) -> None:
    from distributed import TimeoutError as TookTooLong

    try:
        client.wait_for_workers(1, timeout=_WORKERS)
    except (TookTooLong, OSError) as error:
        raise KehoachError(
            f"the Dask scheduler at {address} has no workers; start some with: dask worker {address}"
        ) from error
    try:
        seen = client.run(look)
    except ImportError as error:
        raise UsageError(f"the Dask workers at {address} do not have this kehoach installed ({error})") from error
    _check(list(seen.values()), settings)


def _check(seen: list[Seen], settings: Settings) -> None:
    here = look()
    if any(worker.rules != here.rules for worker in seen):
        raise UsageError("the Dask workers have another version of kehoach than this machine; install the same on all")
    if all(worker.host == here.host for worker in seen):
        return
    if not (settings.database or "").startswith("postgres"):
        raise UsageError("Dask workers on other machines need a store in PostgreSQL (KEHOACH_DATABASE)")
    if settings.originals is None:
        raise UsageError("Dask workers on other machines need a place for originals that all share (KEHOACH_ORIGINALS)")


def look() -> Seen:
    """What this process is, as a worker tells it."""
    from pipeline import rules

    return Seen(host=socket.gethostname(), rules=(rules.reading(), rules.extraction()))
