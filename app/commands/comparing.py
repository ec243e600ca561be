"""`compare`: stored plans side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from app.commands.asking import stored
from app.options import AsJson
from pipeline.messages import say


def compare(
    plans: Annotated[list[str], typer.Argument(metavar="PLAN", help="Two plans or more.")],
    as_json: AsJson = False,
) -> None:
    """Compare plans side by side."""
    if len(plans) < 2:
        raise typer.BadParameter(say("error.one_plan"))
    from app.render.comparison import show_comparison
    from app.render.terminal import print_json
    from pipeline.compare import compare as side_by_side

    with stored() as store:
        comparison = side_by_side([store.load(store.find(words).id) for words in plans])
    if as_json:
        print_json(comparison.model_dump(mode="json"))
    else:
        show_comparison(comparison)
