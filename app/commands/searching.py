"""Full text, questions with names, and SQL of one's own."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from app.commands.asking import print_answer, stored
from app.options import AsJson, OnlyPlan, Unit, UnitLevel, Year
from app.questions import FILTERS, KindWord, as_of_option, question
from pipeline.messages import say

_COMMANDS = {"timeline": "milestones"}
"""Commands that are named otherwise than the kind they ask for."""


def search(  # noqa: PLR0913  (each is an option of the command)
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS…",
            help='Words, "phrases", joined_words, prefix*, AND, OR, NOT, brackets; without accents any will do.',
        ),
    ],
    *,
    kind: Annotated[KindWord | None, typer.Option("--in", help="In this kind only.")] = None,
    plan: OnlyPlan = None,
    unit: Unit = None,
    as_of: as_of_option = None,
    unit_level: UnitLevel = None,
    year: Year = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Rows of a page.")] = 20,
    offset: Annotated[int, typer.Option("--offset", min=0, max=1_000_000, help="Rows to pass over.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Search the full text of the stored plans."""
    from app.render.found import found_json, show_found
    from app.render.terminal import print_json

    asked = {"plan": plan, "unit": unit, "as_of": as_of, "unit_level": unit_level, "year": year}
    with stored() as store:
        found = store.search(" ".join(words), kind, limit=limit, offset=offset, **asked)
    if as_json:
        print_json(found_json(found))
    else:
        show_found(found, offset)


def save(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of the saved question.")],
    asked: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="COMMAND FILTERS…", help="A command and its filters, such as: assignments --actor 'Sở Nội vụ'."
        ),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Remove the saved question.")] = False,
    as_json: AsJson = False,
) -> None:
    """Save a question to ask again."""
    from app.render.terminal import console, plain, print_json
    from pipeline.store import saved

    if remove == bool(asked):
        raise typer.BadParameter(say("error.save_what"), param_hint="COMMAND")
    with stored(read_only=False) as store:
        if remove:
            saved.forget(store, name)
        else:
            saved.keep(store, name, typed(context, asked or []))
    if as_json:
        print_json({"name": name, "removed": remove})
    else:
        console().print(plain(say("saved.removed", name=name) if remove else say("saved.kept", name=name)))


def run(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The name of the saved question.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask a saved question; without a name, list them."""
    from app.render.found import show_saved
    from app.render.terminal import print_json
    from pipeline.store import saved

    with stored() as store:
        if name is None:
            known = saved.every(store)
        else:
            answer = store.ask(saved.question(store, name))
    if name is not None:
        print_answer(answer, as_json=as_json)
    elif as_json:
        print_json([one.model_dump(mode="json", exclude_defaults=True) for one in known])
    else:
        show_saved(known)


def sql(
    select: Annotated[str, typer.Argument(metavar="SELECT", help="One SELECT over the views (docs/sql.md).")],
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, max=3600, help="Wait no longer than this.")] = 10.0,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="Rows of a page.")] = 1000,
    as_json: AsJson = False,
) -> None:
    """Ask the store in SQL, read-only."""
    from app.render.found import show_table, table_json
    from app.render.terminal import print_json
    from pipeline.store import sql as asking_sql

    with stored() as store:
        answer = asking_sql.ask(store, select, seconds=seconds, limit=limit)
    if as_json:
        print_json(table_json(answer))
    else:
        show_table(answer)


def typed(context: typer.Context, asked: list[str]) -> Any:
    """The question that a command line after the name asks: read as that command reads it."""
    name, *options = asked
    kind: Any = _COMMANDS.get(name, name)
    root = context.find_root()
    group: Any = root.command if root is not context else None
    command = group.get_command(context, name) if group else None
    if command is None or kind not in FILTERS:
        known = ", ".join(next((c for c, k in _COMMANDS.items() if k == kind_), kind_) for kind_ in FILTERS)
        raise typer.BadParameter(say("error.no_question", name=name, known=known), param_hint="COMMAND")
    with command.make_context(name, options, parent=root) as made:
        return question(kind, made.params)
