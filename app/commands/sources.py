"""`sources`: the places where plans appear, as sources.toml names them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.exits import Exit, complain
from app.options import AsJson
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.sources.config import Catalogue
    from pipeline.sources.faults import Fault
    from pipeline.sources.settings import SourceSettings
    from pipeline.sources.trying import Tried


def list_(as_json: AsJson = False) -> None:
    """List the sources: when each is looked at, and how the last look went."""
    from app.render.sources import show_sources, sources_json
    from app.render.terminal import print_json
    from pipeline.sources.trying import remembered

    settings, path = _settings()
    catalogue, faults = _examined(path)
    known = remembered(settings)
    if as_json:
        print_json(sources_json(path, catalogue, known))
    else:
        show_sources(catalogue, known)
    for fault in faults:
        complain(told(f"{path}: {fault}"))
    if faults:
        raise SystemExit(Exit.NOTHING)


def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="These sources; all where none is named.")
    ] = None,
    look: Annotated[
        bool, typer.Option("--look", help="Look at the first page of each too: what would be taken. Stores nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check sources.toml, and with --look the sources themselves."""
    from app.render.sources import check_json, show_check, show_tried
    from app.render.terminal import print_json

    settings, path = _settings()
    catalogue, faults = _examined(path)
    chosen = _chosen(catalogue, faults, names or [])
    wrong = [fault for fault in faults if not names or fault.source in (None, *names)]
    if not as_json:
        show_check(path, chosen, wrong)
    looks: list[Tried] = []
    if look:
        for one in _looked(settings, catalogue, chosen):
            looks.append(one)
            if not as_json:
                show_tried(one)
    if as_json:
        print_json(check_json(path, chosen, wrong, looks))
    if wrong or any(one.failure or one.behind for one in looks):
        raise SystemExit(Exit.NOTHING)


def add(
    url: Annotated[
        str,
        typer.Argument(metavar="URL", help="The page, feed, sitemap or endpoint that lists documents; or a folder."),
    ],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What to call it; the name of its host otherwise.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Add the entry to sources.toml.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look at an address or a folder and propose an entry for sources.toml."""
    from app.render.sources import proposal_json, show_proposal
    from app.render.terminal import print_json
    from pipeline.clock import SystemClock
    from pipeline.sources.adding import append, free_name
    from pipeline.sources.config import Catalogue, examined
    from pipeline.sources.proposing import absolute_of, name_of, name_of_folder, propose, propose_folder
    from pipeline.sources.trying import reaching

    settings, path = _settings()
    manners = (examined(path)[0] if path.exists() else Catalogue()).fetch
    folder = Path(url) if os.path.isdir(url) else None  # noqa: PTH112  (Path.is_dir may raise)
    with reaching(settings, manners, SystemClock()) as reach:
        if folder:
            proposal = propose_folder(folder, free_name(path, name or name_of_folder(folder)), reach)
        else:
            address = absolute_of(url)
            proposal = propose(address, free_name(path, name or name_of(address)), reach)
    if write:
        append(path, proposal.text)
    if as_json:
        print_json(proposal_json(path, proposal, written=write))
    else:
        show_proposal(path, proposal, written=write)


def _settings() -> tuple[Settings, Path]:
    """The settings, and where the file is or is expected."""
    from pipeline.settings import Settings
    from pipeline.sources.config import path_of

    settings = Settings.from_environment()
    return settings, path_of(settings)


def _examined(path: Path) -> tuple[Catalogue, tuple[Fault, ...]]:
    from pipeline.sources.config import examined

    return examined(path)


def _chosen(catalogue: Catalogue, faults: tuple[Fault, ...], names: list[str]) -> list[SourceSettings]:
    """The sources that are named and sound; one that has a fault is told of with it."""
    if not names:
        return list(catalogue.sources)
    faulty = {fault.source for fault in faults} - {source.name for source in catalogue.sources}
    return [catalogue.named(name) for name in dict.fromkeys(names) if name not in faulty]


def _looked(settings: Settings, catalogue: Catalogue, chosen: list[SourceSettings]) -> list[Tried]:
    from app.render.progress import bar
    from pipeline.clock import SystemClock
    from pipeline.sources.trying import reaching, remembered, tried

    known = remembered(settings)
    found = []
    with reaching(settings, catalogue.fetch, SystemClock()) as reach, bar() as shown:
        task = shown.add_task(say("sources.looking"), total=len(chosen))
        for source in chosen:
            found.append(tried(source, reach, known.get(source.name, {}).get("entries")))
            shown.advance(task)
    return found
