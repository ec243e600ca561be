"""Serving: deployments made of sources.toml, run by schedule in processes of their own, until somebody ends it.

The state of collecting is in our database; what Prefect remembers is made anew at every start. Sources whose time came
while nobody served are looked at once, at the start. Importing this is light; Prefect is imported when it serves.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.ephemeral import prepare
from flows.serving.planned import ZONE, Planned, due, is_watched, looked_at, planned
from flows.serving.server import server
from models.errors import KehoachError, StoreError, UsageError
from pipeline.clock import Clock, SystemClock
from pipeline.collect import runs
from pipeline.collect.types import RunTold
from pipeline.settings import Settings
from pipeline.sources.config import Catalogue, load, path_of
from pipeline.store import Store

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.runner import Runner

_LOOK = 2.0
"""Seconds between two looks at sources.toml and at what ended."""
_POLL = 5.0
"""Seconds between two looks at what is to run."""
_TOLD = 20
"""Runs that end between two looks, at most."""


class Plans(NamedTuple):
    """What runs when: at the start, and whenever sources.toml or the watches changed. `now` is in UTC; `due` are the
    sources that are looked at at once."""

    planned: tuple[Planned, ...]
    now: datetime
    due: tuple[str, ...] = ()


class Ended(NamedTuple):
    """A run has ended."""

    run: RunTold


class Trouble(NamedTuple):
    """What was served goes on as it was: sources.toml is at fault, or the store is away."""

    reason: str


Event = Plans | Ended | Trouble
OnEvent = Callable[[Event], None]


def serve(settings: Settings, on_event: OnEvent, *, processes: int = 1, clock: Clock | None = None) -> None:
    """Serve until an interruption (SIGINT, SIGTERM); what runs then is ended, and continued by the next run.

    The settings must be those of the environment, which the runs inherit; each reads in so many `processes`. Raises
    UsageError for sources.toml, KehoachError where Prefect's server does not start, StoreError.
    """
    catalogue = load(path_of(settings))
    prepare(settings.home)
    with Store.open(settings.database, settings.home, originals=settings.originals) as store, server() as address:
        from prefect.settings import temporary_settings

        with temporary_settings({"api.url": address}):
            served = _Serving(settings, store, catalogue, on_event, clock or SystemClock())
            asyncio.run(served.run(processes))


class _Serving:
    def __init__(self, settings: Settings, store: Store, catalogue: Catalogue, on_event: OnEvent, clock: Clock) -> None:
        self._settings, self._store, self._catalogue, self._clock = settings, store, catalogue, clock
        self._on_event = on_event
        self._file = path_of(settings)
        self._seen = _content(self._file)
        self._deployed: dict[str, UUID] = {}
        self._planned: tuple[Planned, ...] = ()
        self._trouble: str | None = None
        self._last_run = max((run.no for run in runs.every(store, 1)), default=0)
        self._open: set[int] = set()
        self._processes = 1

    async def run(self, processes: int) -> None:
        from prefect.runner import Runner

        self._processes = processes

        runner = Runner(name="kehoach", pause_on_shutdown=False, query_seconds=_POLL)
        await _forget_deployments()
        serving = asyncio.create_task(runner.start())
        await asyncio.sleep(0)  # It takes SIGTERM for itself when it begins, and would leave without a word.
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        try:
            missed = due(self._catalogue.sources, looked_at(self._store), self._clock.now())
            await self._deploy(runner, missed)
            await self._catch_up(missed)
            while not stop.is_set() and not serving.done():
                await _sleep(_LOOK, stop)
                await self._look(runner)
            if not stop.is_set():
                raise KehoachError("Prefect's server has gone; start again with: kehoach serve")
        finally:
            if runner.started:
                await runner.astop()
            await asyncio.gather(serving, return_exceptions=True)

    async def _look(self, runner: Runner) -> None:
        """Tell what ended; deploy anew what changed. What fails is told once, and tried again."""
        try:
            self._tell_ended()
            content = _content(self._file)
            if content != self._seen:
                self._seen = content
                self._catalogue = load(self._file)
            if self._wanted() != self._planned:
                await self._deploy(runner)
            self._trouble = None
        except (StoreError, UsageError) as error:
            if str(error) != self._trouble:
                self._trouble = str(error)
                self._on_event(Trouble(self._trouble))

    def _wanted(self) -> tuple[Planned, ...]:
        return planned(self._catalogue.sources, watched=is_watched(self._store))

    async def _deploy(self, runner: Runner, missed: Sequence[str] = ()) -> None:
        """Make the deployments those that are wanted."""
        from prefect.client.orchestration import get_client

        wanted = self._wanted()
        for one in wanted:
            deployment = await deployment_of(one, self._parameters(one, one.sources))
            self._deployed[one.name] = await runner.aadd_deployment(deployment)
        async with get_client() as client:
            for name in self._deployed.keys() - {one.name for one in wanted}:
                await client.delete_deployment(self._deployed.pop(name))
        self._planned = wanted
        self._on_event(Plans(wanted, self._clock.now(), tuple(missed)))

    async def _catch_up(self, missed: Sequence[str]) -> None:
        from prefect.client.orchestration import get_client

        async with get_client() as client:
            for one in self._planned:
                if names := [name for name in one.sources if name in missed]:
                    parameters = self._parameters(one, names)
                    await client.create_flow_run_from_deployment(self._deployed[one.name], parameters=parameters)

    def _parameters(self, one: Planned, names: Sequence[str]) -> dict[str, Any]:
        home = {"home": str(self._settings.home)}
        return home | {"names": list(names), "processes": self._processes} if one.flow == "collect" else home

    def _tell_ended(self) -> None:
        for run in reversed(runs.every(self._store, _TOLD)):
            if run.no > self._last_run:
                self._open.add(run.no)
                self._last_run = run.no
            if run.no in self._open and run.standing != "running":
                self._open.discard(run.no)
                self._on_event(Ended(runs.told(self._store, run.no)))


async def deployment_of(one: Planned, parameters: dict[str, Any]) -> Any:
    """The deployment, whose runs are started by the name of the flow's module, wherever that is installed."""
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.sources import collecting

    flow: Any = collecting.collect if one.flow == "collect" else collecting.announce
    return await flow.ato_deployment(
        name=one.name,
        schedules=[Cron(one.cron, timezone=str(ZONE))],
        parameters=parameters,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def _forget_deployments() -> None:
    """Deployments of the last time, with the runs that were planned for while nobody served."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.sorting import DeploymentSort

    async with get_client() as client:
        while found := await client.read_deployments(limit=100, sort=DeploymentSort.NAME_ASC):
            for deployment in found:
                await client.delete_deployment(deployment.id)


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
