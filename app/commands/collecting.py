"""What arrives by itself: `collect` and `backfill` fetch it, `runs` tells what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.exits import Exit, complain
from app.options import AsFlow, AsJson, OnDask, Processes
from pipeline.messages import say

if TYPE_CHECKING:
    from datetime import date

    from rich.progress import TaskID

    from flows.spread.spreading import Spread
    from pipeline.collect.running import Reading
    from pipeline.collect.types import OnStep, RunTold, Step

_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


def collect(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Sources of sources.toml; all that are enabled if none.")
    ] = None,
    flow: AsFlow = False,
    processes: Processes = 1,
    dask: OnDask = None,
    as_json: AsJson = False,
) -> None:
    """Look at the sources now: fetch, read and store what is new or changed."""
    from pipeline.settings import Settings

    settings, where = Settings.from_environment(), _where(processes, dask)
    if flow:
        from flows.sources.run import collect as run_flow

        return show(run_flow(settings, names or (), where), as_json=as_json)
    from pipeline.collect import collect as run

    with _bars() as on_step:
        done = run(settings, names or (), on_step=on_step, reading=reading(where))
    return show(done, as_json=as_json)


def backfill(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    name: Annotated[str, typer.Argument(metavar="NAME", help="A source of sources.toml.")],
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=_DAYS, metavar="DAY", help="The first day of issue."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=_DAYS, metavar="DAY", help="The last day of issue."),
    ] = None,
    flow: AsFlow = False,
    processes: Processes = 1,
    dask: OnDask = None,
    as_json: AsJson = False,
) -> None:
    """Fetch what a source listed in past days; interrupted, the same command goes on where it was."""
    from pipeline.settings import Settings
    from pipeline.sources.types import Window

    if since and until and since > until:
        raise typer.BadParameter("the first day is after the last", param_hint="--since")
    settings, where, window = Settings.from_environment(), _where(processes, dask), Window(_day(since), _day(until))
    if flow:
        from flows.sources.run import backfill as run_flow

        return show(run_flow(settings, name, window, where), as_json=as_json)
    from pipeline.collect import backfill as run

    with _bars() as on_step:
        done = run(settings, name, window, on_step=on_step, reading=reading(where))
    return show(done, as_json=as_json)


def runs(
    number: Annotated[int | None, typer.Argument(metavar="NO", min=1, help="One run, with all that failed.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, metavar="N", help="The last N runs.")] = 20,
    as_json: AsJson = False,
) -> None:
    """What each run found, stored and failed at, and what to do about it."""
    from app.commands.asking import stored
    from app.render.collecting import show_runs
    from app.render.terminal import print_json
    from pipeline.collect.runs import every, told

    with stored() as store:
        if number is not None:
            done = told(store, number)
            return show(done, as_json=as_json, ended=False)
        found = every(store, limit)
    if as_json:
        print_json([run.model_dump(mode="json") for run in found])
    else:
        show_runs(found)
    return None


def _where(processes: int, dask: str | None) -> Spread:
    from flows.spread.spreading import Spread

    return Spread(processes=processes, dask=dask)


def reading(where: Spread) -> Reading | None:
    """Who reads what was fetched (pipeline.collect.running.Reading); None for this process."""
    if where.here:
        return None
    from functools import partial

    from flows.spread.collecting import ingest

    return partial(ingest, where)


def _day(typed: datetime | None) -> date | None:
    return typed.date() if typed else None


def show(done: RunTold, *, as_json: bool = False, ended: bool = True) -> None:
    """Show a run; one that has just ended and could look at no source ends the command with a failure."""
    from app.render.collecting import advised, show_run
    from app.render.terminal import print_json

    if as_json:
        failures = [f.model_dump(mode="json") | {"advice": advised(f.failure)} for f in done.failures]
        print_json(done.model_dump(mode="json") | {"failures": failures})
    else:
        show_run(done)
    if ended and done.failures and not _did_something(done):
        complain(say("collect.nothing_done", no=done.no))
        raise SystemExit(Exit.NOTHING)


def _did_something(done: RunTold) -> bool:
    """Whether at least one source could be looked at."""
    failed = {f.source for f in done.failures if f.stage == "discover"}
    return bool(set(done.sources) - failed)


@contextmanager
def _bars() -> Iterator[OnStep]:
    """A bar for the sources together, one for the reading."""
    from app.render.progress import bar

    with bar() as shown:
        tasks: dict[tuple[str, str | None], TaskID] = {}

        def on_step(step: Step) -> None:
            key = (step.stage, step.source)
            if key not in tasks:
                what = say(f"collect.doing_{step.stage}", source=step.source or "")
                tasks[key] = shown.add_task(what, total=step.total)
            shown.update(tasks[key], completed=step.done, total=step.total)

        yield on_step
