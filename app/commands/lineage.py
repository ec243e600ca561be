"""`lineage` and `diff`: what plans descend from, and what one version changed of another."""

from __future__ import annotations

from typing import Annotated

import typer

from app.commands.asking import stored, version_of
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


def diff(
    first: Annotated[str, typer.Argument(metavar="PLAN@N", help="A plan, and after @ which version of it.")],
    second: Annotated[str, typer.Argument(metavar="PLAN@N", help="The same, or another plan. No @: the latest.")],
    as_json: AsJson = False,
) -> None:
    """Show what a version says otherwise than another, or an issued plan than its draft."""
    from app.render.difference import show_difference
    from app.render.terminal import print_json
    from pipeline.compare.versions import difference

    with stored() as store:
        (name, one), (other_name, other) = version_of(store, first), version_of(store, second)
    found = difference(one, other)
    if as_json:
        print_json({"same": found.same, **found.model_dump(mode="json")})
    else:
        show_difference(found, (name, other_name))
