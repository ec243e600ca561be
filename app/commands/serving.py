"""`serve`: what sources.toml names is looked at when its time comes, for as long as the command runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.exits import complain
from app.options import Processes
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from flows.serving.serve import Event, Plans
    from pipeline.collect.types import RunTold
    from pipeline.settings import Settings


def serve(
    once: Annotated[
        bool, typer.Option("--once", help="Look at the sources whose time has come, and end; for cron or systemd.")
    ] = False,
    processes: Processes = 1,
) -> None:
    """Look at each source when its time comes, until interrupted (Ctrl-C); changes of sources.toml are taken up."""
    from pipeline.settings import Settings

    settings = Settings.from_environment()
    if once:
        _once(settings, processes)
        return
    from flows.serving.serve import serve as run

    complain(say("serving.starting"))
    run(settings, _show, processes=processes)
    print(say("serving.ended"))


def _once(settings: Settings, processes: int) -> None:
    from app.commands.collecting import reading, show
    from flows.serving.planned import due, looked_at
    from flows.spread.spreading import Spread
    from pipeline.clock import SystemClock
    from pipeline.collect import collect
    from pipeline.sources.config import load, path_of
    from pipeline.store import Store

    catalogue = load(path_of(settings))
    with Store.open(settings.database, settings.home, originals=settings.originals) as store:
        names = due(catalogue.sources, looked_at(store), SystemClock().now())
    if not names:
        print(say("serving.nothing_due"))
        return
    show(collect(settings, names, reading=reading(Spread(processes=processes))))


def _show(event: Event) -> None:
    """What happens, as it happens, a line each: whoever keeps the output keeps a log."""
    from flows.serving.serve import Ended, Plans

    if isinstance(event, Plans):
        _show_plans(event)
    elif isinstance(event, Ended):
        _print(_ended(event.run))
    else:
        complain(told(event.reason))


def _show_plans(plans: Plans) -> None:
    if not plans.planned:
        _print(say("serving.nothing"))
    for one in plans.planned:
        at = one.next_at(plans.now)
        said = {"next": f"{at:%H:%M %d/%m/%Y}", "cron": one.cron}
        if one.flow == "announce":
            _print(say("serving.announces", **said))
        else:
            _print(say("serving.looks", sources=", ".join(one.sources), **said))
    if plans.due:
        _print(say("serving.catches_up", sources=", ".join(plans.due)))


def _ended(run: RunTold) -> str:
    counts = {name: run.counts.get(name, 0) for name in ("new", "changed", "failed")}
    line = say(f"serving.run_{run.standing}", no=run.no, seconds=f"{run.seconds:.0f}", **counts)
    return f"{line}: {told(run.error)}" if run.error else line


def _print(line: str) -> None:
    print("".join(c if c.isprintable() else " " for c in line), flush=True)
