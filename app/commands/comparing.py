"""`compare` and `families`: stored plans side by side, and the criteria that several of them say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, get_args

import typer

from app.commands.asking import stored, version_of
from app.options import AsJson, TopicWord
from pipeline.messages import say

# Plain words: the enumerations would load the models for `--help`; a test says that they are the same.
OnlyWord = Literal["differences", "silence"]
ComparedWord = Literal[TopicWord, "timeline", "quantities", "assignments"]


def compare(
    plans: Annotated[
        list[str],
        typer.Argument(metavar="PLAN", help="Two plans or more (PLAN@N: a version); rows are read against the first."),
    ],
    topic: Annotated[
        ComparedWord | None,
        typer.Option("--topic", metavar="TOPIC", help=f"Only this: {', '.join(get_args(ComparedWord))}."),
    ] = None,
    only: Annotated[
        OnlyWord | None,
        typer.Option("--only", help="Only rows that differ, or that some plan is silent on."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare plans side by side: the same, reworded, changed, silent."""
    if len(plans) < 2:
        raise typer.BadParameter(say("error.one_plan"))
    from app.render.comparison import show_comparison
    from app.render.terminal import print_json
    from pipeline.compare import compare as side_by_side
    from pipeline.compare.choosing import Only, chosen

    with stored() as store:
        read = [version_of(store, words)[1] for words in plans]
    whole = side_by_side(read)
    shown = chosen(whole, topic, Only(only) if only else None)
    if as_json:
        print_json(shown.model_dump(mode="json"))
    else:
        show_comparison(whole, shown, read)


def families(
    plans: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PLAN]...", help="The plans; all plans of the store where none is named."),
    ] = None,
    embedding: Annotated[
        Path | None,
        typer.Option(
            "--embedding",
            metavar="DIR",
            help="A model of sentences on this disk, to judge likeness by it too; needs sentence-transformers.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show which criteria of any number of plans say the same requirement, and how each plan says it."""
    from app.render.families import show_families
    from app.render.terminal import console, plain, print_json
    from pipeline.compare import families as of_plans
    from pipeline.compare.embedding import load

    model = load(embedding) if embedding else None
    with stored() as store:
        rows = [store.find(words) for words in plans] if plans else store.plans()
        found = of_plans.families([store.load(row.id) for row in rows], embedding=model)
    if as_json:
        print_json(of_plans.as_json(found))
    elif found.plans:
        show_families(found)
    else:
        console().print(plain(say("families.empty_store")))
