"""`lineage` and `diff`: what plans descend from, and what one version changed of another."""

from __future__ import annotations

from typing import Annotated

import typer

from app.commands.asking import stored
from app.options import AsJson


def lineage(
    plans: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PLAN]...", help="Plans whose movements are shown; all movements where none is named."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show which decision each plan carries out, who else does, and how much text it took over."""
    from app.render.lineage import show_lineage
    from app.render.terminal import print_json
    from pipeline.lineage.gathering import of_store

    with stored() as store:
        found = of_store(store, [store.find(words).id for words in plans or ()])
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        show_lineage(found)
