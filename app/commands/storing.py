"""From files: `ingest` and `extract`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from app.exits import Exit, complain
from app.options import AsFlow, AsJson, OnDask, Processes
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from pipeline.ingest import Outcome, Summary
    from pipeline.settings import Settings


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.")],
    flow: AsFlow = False,
    processes: Processes = 1,
    dask: OnDask = None,
    as_json: AsJson = False,
) -> None:
    """Read files or folders and store them."""
    from app.render.plans import show_summary
    from app.render.terminal import print_json
    from pipeline.settings import Settings

    settings = Settings.from_environment()
    how = _How(flow=flow, processes=processes, dask=dask)
    summary = _run(paths, settings, how)
    if as_json:
        print_json(summary.model_dump(mode="json"))
    elif summary.outcomes:
        show_summary(summary)
    _end(summary)


def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to read.")],
    form: Annotated[Literal["json", "text"], typer.Option("--format", help="What to print.")] = "json",
    as_json: AsJson = False,
) -> None:
    """Read one file and print what it says; no database."""
    from app.render.terminal import print_json
    from models.interchange import dump
    from pipeline.process import process
    from pipeline.read import read_file
    from pipeline.read.isolated import Isolated
    from pipeline.settings import Settings

    allow_classified = Settings.from_environment().allow_classified
    raw = read_file(file)
    with _pages() as on_page, Isolated(on_page=on_page) as reader:
        plan = process(raw, allow_classified=allow_classified, read=reader.read)
    if as_json or form == "json":
        print_json(dump(plan))
        return
    from app.render.show import show_plan

    show_plan(plan)


class _How(NamedTuple):
    """What does the work."""

    flow: bool
    processes: int
    dask: str | None


def _run(paths: list[Path], settings: Settings, how: _How) -> Summary:
    """Ingest what is there; what is not is a failure beside the others."""
    from pipeline.ingest import Outcome, Summary, discover

    missing = [p for p in paths if not os.path.exists(p)]  # noqa: PTH110  (Path.exists may raise)
    lost = tuple(Outcome(path=p, status="failed", reason=f"there is no file or folder {p}") for p in missing)
    files = discover([p for p in paths if p not in missing], settings.home)
    done = _ingest(files, settings, how) if files else Summary()
    return done.model_copy(update={"outcomes": (*lost, *done.outcomes)})


def _ingest(files: list[Path], settings: Settings, how: _How) -> Summary:
    from flows.spread.spreading import Spread

    where = Spread(processes=how.processes, dask=how.dask)
    if how.flow:
        from flows.ingest import run

        return run(files, settings, where)
    if not where.here:
        from flows.spread.ingesting import ingest as spread

        with _files(len(files)) as (on_file, _):
            return spread(files, settings, where, on_file)
    from pipeline.ingest import ingest as store_all
    from pipeline.store import Store

    with (
        Store.open(settings.database, settings.home, originals=settings.originals) as store,
        _files(len(files)) as (on_file, on_page),
    ):
        return store_all(files, store, settings, on_file, on_page)


@contextmanager
def _files(total: int) -> Iterator[tuple[Callable[[Outcome], None], Callable[[int, int], None]]]:
    """A bar for files, which tells of the pages of a long one."""
    from app.render.progress import bar

    with bar() as shown:
        task = shown.add_task(say("ingest.reading"), total=total)

        def on_file(_outcome: Outcome) -> None:
            shown.update(task, advance=1, description=say("ingest.reading"))

        def on_page(done: int, pages: int) -> None:
            shown.update(task, description=say("ingest.page", done=done, pages=pages))

        yield on_file, on_page


@contextmanager
def _pages() -> Iterator[Callable[[int, int], None]]:
    """A bar for the pages of one file."""
    from app.render.progress import bar

    with bar() as shown:
        task = shown.add_task(say("ingest.reading"), total=None)
        yield lambda done, pages: shown.update(task, completed=done, total=pages)


def _end(summary: Summary) -> None:
    """Exit as the batch ended: a failed store comes before all, a failed file only where no other was done."""
    if summary.error:
        complain(told(summary.error))
        raise SystemExit(Exit.STORE)
    if not summary.outcomes:
        complain(say("ingest.nothing"))
    if all(o.status == "failed" for o in summary.outcomes):
        for outcome in summary.outcomes:
            complain(told(outcome.reason or str(outcome.path)))
        raise SystemExit(Exit.NOTHING)
