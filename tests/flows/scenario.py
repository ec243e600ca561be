"""What the flow's tests look at, done in a process of its own with one server: python scenario.py FOLDER REPORT.

FOLDER holds `plans`, a folder to ingest; KEHOACH_HOME is set. Writes the REPORT as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from flows import ingest as entry
from flows.ephemeral import ephemeral
from flows.ingest import main, run
from flows.sources.run import backfill, collect
from flows.spread.spreading import Spread
from models.document import RawFile
from models.errors import StoreBusy, StoreFull
from models.plan import Plan
from pipeline.ingest import Summary
from pipeline.settings import Settings
from pipeline.sources.types import Window
from pipeline.store import Store, Stored

ROOT = Path(__file__).parents[2]


def faulty(errors: dict[str, list[Exception]], calls: Counter[str]) -> Any:
    """`Store.put` that raises, for a file, each of its errors in turn before it works; counts the calls."""
    put = Store.put

    def wrapped(self: Store, raw: RawFile, plan: Plan) -> Stored:
        name = Path(raw.source).name
        calls[name] += 1
        if errors.get(name):
            raise errors[name].pop()
        return put(self, raw, plan)

    return wrapped


BATCH = 5
"""Files a task here, rather than the flow's fifty: so that a few files are several tasks."""


def ingest_with(folder: Path, errors: dict[str, list[Exception]]) -> dict[str, Any]:
    """Run the flow into a new home with these errors in its way."""
    from flows import folder as flow

    most, flow.BATCH = flow.BATCH, BATCH
    settings = Settings(home=Path(f"{folder}-home"))
    calls: Counter[str] = Counter()
    whole = Store.put
    Store.put = faulty(errors, calls)  # type: ignore[method-assign]
    try:
        summary = run([folder], settings)
    finally:
        Store.put = whole  # type: ignore[method-assign]
        flow.BATCH = most
    return {"summary": told(summary), "calls": calls}


def in_pieces(paths: list[Path], home: Path) -> Summary:
    """More paths than one run is given: two at a time."""
    most, entry._PATHS = entry._PATHS, 2
    try:
        return run(paths, Settings(home=home))
    finally:
        entry._PATHS = most


def told(summary: Summary) -> dict[str, Any]:
    return summary.model_dump(mode="json")


async def schedule(home: Path) -> list[str]:
    """Deploy the flow with a cron and an interval schedule, let the scheduler work once; the times it planned."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.sorting import FlowRunSort
    from prefect.schedules import Cron, Interval
    from prefect.server.services.scheduler import schedule_deployments

    from flows.folder import ingest_folder

    deployment = await ingest_folder.ato_deployment(
        name="daily",
        schedules=[Cron("0 6 * * *", timezone="Asia/Ho_Chi_Minh"), Interval(timedelta(hours=5))],
        parameters={"paths": ["incoming"], "database": None, "home": str(home)},
    )
    await deployment.aapply()
    await schedule_deployments()
    async with get_client() as client:
        runs = await client.read_flow_runs(limit=200, sort=FlowRunSort.NAME_ASC)
    return [str(r.expected_start_time) for r in runs if r.deployment_id and r.state and r.state.is_scheduled()]


async def runs_by_state() -> dict[str, int]:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.sorting import FlowRunSort, TaskRunSort

    async with get_client() as client:
        flows = await client.read_flow_runs(limit=200, sort=FlowRunSort.NAME_ASC)
        tasks = await client.read_task_runs(limit=200, sort=TaskRunSort.ID_DESC)
    return {
        **Counter(f"flow {r.state_name}" for r in flows),
        **Counter(f"task {r.state_name}" for r in tasks),
    }


async def deployments() -> int:
    """Asked as `prefect deploy` and workers ask: what is not said is null."""
    from prefect.client.orchestration import get_client

    async with get_client() as client:
        return len(await client.read_deployments())


def over_dask(folder: Path) -> dict[str, Any]:
    """The flow with its batches as tasks of Dask workers; here they are threads, which are there at once."""
    from prefect_dask.task_runners import DaskTaskRunner

    from flows import tasks

    threads = {"n_workers": 2, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    made, tasks._dask = tasks._dask, lambda _where: DaskTaskRunner(cluster_kwargs=threads)
    try:
        return told(run([folder], Settings(home=Path(f"{folder}-dask")), Spread(dask="local")))
    finally:
        tasks._dask = made


def collected(folder: Path) -> dict[str, Any]:
    """The flow `collect` twice, of a folder and one that is not there, the store busy at first; then `backfill`."""
    from pipeline.collect import discovering

    home = Path(f"{folder}-collected")
    home.mkdir()
    source = '[[source]]\nname = "{name}"\nkind = "folder"\npath = "{path}"\nsettle = 0\n'
    said = source.format(name="hop-thu", path=folder) + source.format(name="lost", path=folder / "nowhere")
    (home / "sources.toml").write_text(said, encoding="utf-8")
    discover, busy = discovering.discover, [StoreBusy("held")]

    def first_busy(*arguments: Any, **named: Any) -> None:
        if busy:
            raise busy.pop()
        discover(*arguments, **named)

    discovering.discover = first_busy  # type: ignore[assignment]
    try:
        first = collect(Settings(home=home))
    finally:
        discovering.discover = discover
    again = collect(Settings(home=home))
    window = Window(since=date(2020, 1, 1))
    past = backfill(Settings(home=home), "hop-thu", window)
    return {
        "first": first.model_dump(mode="json"),
        "again": again.model_dump(mode="json"),
        "backfill": past.model_dump(mode="json"),
        "home": str(home),
    }


def deployed(file: Path) -> dict[str, Any]:
    """What `prefect deploy --all` makes of the file: each deployment with the parameters that its flow has."""
    from prefect.cli.deploy._config import _load_deploy_configs_and_actions
    from prefect.flows import load_flow_from_entrypoint
    from rich.console import Console

    console = StringIO()
    deployments, _ = _load_deploy_configs_and_actions(file, console=Console(file=console))
    flows = {one["name"]: load_flow_from_entrypoint(one["entrypoint"]) for one in deployments}
    return {
        "complaints": console.getvalue(),
        "deployments": {
            one["name"]: {
                "flow": flows[one["name"]].name,
                "unknown": sorted(one["parameters"].keys() - flows[one["name"]].parameters.properties.keys()),
                "schedules": one["schedules"],
            }
            for one in deployments
        },
    }


def scenario(folder: Path) -> dict[str, Any]:
    settings = Settings.from_environment()
    report: dict[str, Any] = {"code": main([str(folder / "plans")])}
    report["again"] = told(run([folder / "plans"], settings))
    report["busy"] = ingest_with(folder / "many", {"008.txt": [StoreBusy("held")]})
    report["full"] = ingest_with(folder / "many-again", {"008.txt": [StoreFull("no room")]})
    report["pieces"] = told(in_pieces(sorted((folder / "plans").iterdir()), Path(f"{folder}-pieces")))
    with ephemeral(settings.home):
        report["runs"] = asyncio.run(runs_by_state())
        report["scheduled"] = asyncio.run(schedule(settings.home))
        report["deployments"] = asyncio.run(deployments())
    report["dask"] = over_dask(folder / "plans")
    report["collected"] = collected(folder / "plans")
    report["deployed"] = deployed(ROOT / "prefect.yaml")
    return report


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(scenario(Path(sys.argv[1]))), encoding="utf-8")
