"""What stands in the store, brought up to date: `reextract` for its rules, `migrate` for the form of its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from app.exits import Exit, complain
from app.options import AsJson, OnDask, OnlyPlan, Processes
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from pathlib import Path

    from flows.spread.spreading import Spread
    from pipeline.renewing.renew import Asked, Renewal

_ALL = "all"


def reextract(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    plan: OnlyPlan = _ALL,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would change; write nothing.")] = False,
    reread: Annotated[
        bool,
        typer.Option("--reread", help="Read the original files again, although the rules of reading are the same."),
    ] = False,
    batch: Annotated[
        int,
        typer.Option(
            "--batch",
            min=1,
            max=10_000,
            metavar="N",
            help="Versions written at once; after an interruption the same command goes on.",
        ),
    ] = 50,
    processes: Processes = 1,
    dask: OnDask = None,
    as_json: AsJson = False,
) -> None:
    """Bring what is stored up to date with today's rules, and tell which facts changed."""
    from app.render.renewing import show_renewal
    from app.render.terminal import print_json
    from flows.spread.spreading import Spread
    from pipeline.renewing.renew import Asked

    only = None if plan in (None, _ALL) else plan
    asked = Asked(plan=only, reread=reread, dry_run=dry_run, batch=batch)
    done = _renew(asked, Spread(processes=processes, dask=dask))
    if as_json:
        print_json(done.model_dump(mode="json") | {"totals": done.totals})
    else:
        show_renewal(done)
    _end(done)


def migrate(as_json: AsJson = False) -> None:
    """Bring a database of an older version to today's form; a copy is kept."""
    from app.render.renewing import show_migration
    from app.render.terminal import print_json
    from pipeline.renewing import migration
    from pipeline.settings import Settings
    from pipeline.store.database import locate

    settings = Settings.from_environment()
    place = locate(settings.database, settings.home)
    with _bar("renew.migrating") as (on_version, _):
        done = migration.migrate(place, on_version, _told_of_copy)
    if as_json:
        print_json(done.model_dump(mode="json"))
    else:
        show_migration(done)


def _renew(asked: Asked, where: Spread) -> Renewal:
    from app.commands.asking import stored
    from flows.spread.renewing import renew as spread
    from pipeline.renewing.renew import renew
    from pipeline.settings import Settings

    with stored(read_only=asked.dry_run) as store:
        if asked.plan is not None:
            asked = asked.model_copy(update={"plan": store.find(asked.plan).id})
        with _bar("renew.renewing") as (on_version, on_page):
            settings = Settings.from_environment()
            if not where.here:
                return spread(asked, store, settings, where, on_version)
            return renew(asked, store, settings, on_version, on_page)


def _told_of_copy(copy: Path) -> None:
    """On stderr, and at once: whoever ends the migration must know where the copy is."""
    complain(say("renew.copied", file=copy))


@contextmanager
def _bar(doing: str) -> Iterator[tuple[Callable[[int, int], None], Callable[[int, int], None]]]:
    """A bar for versions, which tells of the pages of a long one."""
    from app.render.progress import bar

    with bar() as shown:
        task = shown.add_task(say(doing), total=None)

        def on_version(done: int, total: int) -> None:
            shown.update(task, completed=done, total=total, description=say(doing))

        def on_page(done: int, pages: int) -> None:
            shown.update(task, description=say("ingest.page", done=done, pages=pages))

        yield on_version, on_page


def _end(done: Renewal) -> None:
    """Exit as the run ended: a failed store comes before all, a failed version only where no other was done."""
    if done.error:
        complain(told(done.error))
        raise SystemExit(Exit.STORE)
    if done.failed and not done.renewed:
        for one in done.failed:
            complain(told(one.reason))
        raise SystemExit(Exit.NOTHING)
