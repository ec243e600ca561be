"""Keeping the store: `backup`, `restore`, `doctor`, `reindex`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.asking import stored
from app.exits import Exit, complain
from app.options import AsJson
from app.questions import Force
from pipeline.messages import amounts, say

if TYPE_CHECKING:
    from pipeline.maintaining.findings import Health
    from pipeline.maintaining.manifest import Manifest
    from pipeline.settings import Settings

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, such as store.kehoach.zip.")]


def backup(file: BackupFile, force: Force = False, as_json: AsJson = False) -> None:
    """Copy the whole store into one file, while others work on."""
    from pipeline.maintaining.backup import backup as write

    with stored() as store, _bar("backing_up") as step:
        made = write(store, file, force=force, step=step)
    _tell("backed_up", made, file, as_json=as_json)
    if made.missing:
        complain(say("maintain.missing", count=len(made.missing)))
        raise SystemExit(Exit.STORE)


def restore(
    file: BackupFile,
    check: Annotated[bool, typer.Option("--check", help="Only verify the backup; no store is touched.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a store from a backup, in an empty one."""
    from pipeline.maintaining import restore as restoring
    from pipeline.settings import Settings

    settings = Settings.from_environment()
    with _bar("checking" if check else "restoring") as step:
        held = restoring.check(file, step) if check else restoring.restore(file, settings, step)
    _tell("checked" if check else "restored", held, file, as_json=as_json)
    if held.missing:
        complain(say("maintain.was_missing", count=len(held.missing)))


def doctor(
    deep: Annotated[
        bool, typer.Option("--deep", help="Read every original, every version and every row too (slow).")
    ] = False,
    clean: Annotated[
        bool,
        typer.Option(
            "--clean",
            help="Remove originals that no plan uses, older than a day. "
            "Not where another store keeps its own there too.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """What is installed, whether the store is whole, and what to do."""
    from app.render.doctor import as_json as health_json
    from app.render.doctor import show_health
    from app.render.terminal import print_json
    from pipeline.settings import Settings

    settings = Settings.from_environment()
    health = _examined(settings, deep=deep)
    removed = _cleaned(settings, health) if clean else []
    if as_json:
        print_json(health_json(health) | ({"removed": removed} if clean else {}))
    else:
        show_health(health)
        if clean and health.whole:
            print(say("maintain.cleaned", count=len(removed)))
    if not health.whole:
        raise SystemExit(Exit.STORE)


def reindex(as_json: AsJson = False) -> None:
    """Build the index of the search anew."""
    from app.render.terminal import print_json

    entries = [0]
    with stored() as store, _bar("indexing") as step:

        def on_entry(done: int, of: int) -> None:
            entries[0] = done
            step(done, of)

        state = store.searcher.rebuild(on_entry)
    if as_json:
        print_json({"entries": entries[0], "revision": state.revision, "store": state.store})
    else:
        print(say("maintain.indexed", entries=entries[0], revision=state.revision))


def _examined(settings: Settings, *, deep: bool) -> Health:
    from app.render.doctor import Looking
    from app.render.progress import bar
    from pipeline.maintaining.doctor import examine

    with bar() as shown:
        return examine(settings, deep=deep, progress=Looking(shown))


def _cleaned(settings: Settings, health: Health) -> list[str]:
    """Remove what nothing refers to; of a store that is not whole, what seems unused may be what its plans miss."""
    from pipeline.maintaining.doctor import clean

    if not health.whole:
        complain(say("maintain.not_cleaned"))
        return []
    return clean(settings)


def _tell(key: str, held: Manifest, file: Path, *, as_json: bool) -> None:
    from app.render.terminal import print_json

    if as_json:
        print_json(_summary(held, file))
        return
    made = f"{held.made_at:%d/%m/%Y %H:%M} UTC"
    counts = {"plans": held.plans, "rows": held.rows, "originals": len(held.originals)}
    print(say(f"maintain.{key}", file=file, made=made, **amounts(counts)))


def _summary(held: Manifest, file: Path) -> dict[str, Any]:
    """What a backup holds, without the names of all originals."""
    shown = held.model_dump(mode="json", exclude={"originals", "tables"})
    counts = {"plans": held.plans, "rows": held.rows, "originals": len(held.originals)}
    return {"file": str(file), "bytes": file.stat().st_size, **shown, **counts}


@contextmanager
def _bar(key: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for work that tells how much is done and how much there is."""
    from app.render.progress import bar

    with bar() as shown:
        task = shown.add_task(say(f"maintain.{key}"), total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)
