"""What people say of stored plans: `correct`, `review`, `history`, `remove`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.asking import stored
from app.options import AsJson, OnlyPlan, Plan, Unit, UnitLevel, Year
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from pipeline.store import Store
    from pipeline.store.correcting import Outcome
    from pipeline.store.review import Doubt


def correct(
    plan: Plan,
    fields: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE",
            help="A field and its value, such as number=127 issued=19/08/2019; "
            "nothing after = says that it is not printed.",
        ),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so.")] = None,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="Why.")] = None,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="Take the correction back: what was read stands again.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Set right what was misread or not read; without a FIELD, list what people have set."""
    from app.render.history import show_corrections, show_outcome
    from app.render.terminal import print_json

    if not fields:
        if revoke or by or why:
            raise typer.BadParameter(say("error.no_field"))
        with stored() as store:
            made = _corrections(store, plan)
        print_json(made) if as_json else show_corrections(made)
        return
    done = _correct(plan, fields, by or "", why or "", revoke=revoke)
    if as_json:
        print_json(done.model_dump(mode="json"))
    else:
        show_outcome(done)


def _corrections(store: Store, plan: str) -> list[dict[str, object]]:
    from pipeline.store.history import history as of

    return [c.model_dump(mode="json") for c in of(store, store.find(plan).id).corrections]


def _correct(plan: str, fields: list[str], by: str, why: str, *, revoke: bool) -> Outcome:
    """What was typed, checked before the store is opened: all that is wrong with it is wrong usage."""
    from pipeline.store.correcting import correct as set_fields
    from pipeline.store.correcting import revoke as take_back

    if not by.strip() or not why.strip():
        raise typer.BadParameter(say("error.by_and_why"))
    values = {} if revoke else _values(fields)
    with stored(read_only=False) as store:
        plan_id = store.find(plan).id
        if revoke:
            return take_back(store, plan_id, _names(fields), by=by, why=why)
        return set_fields(store, plan_id, values, by=by, why=why)


def _values(fields: list[str]) -> dict[str, str | None]:
    from models.errors import UsageError
    from pipeline.store.corrections import checked

    values: dict[str, str | None] = {}
    for typed in fields:
        name, equals, value = (part.strip() for part in typed.partition("="))
        if not equals or name in values:
            raise typer.BadParameter(say("error.field_value", typed=typed))
        values[name] = value or None
        try:
            checked(name, values[name])
        except UsageError as error:
            raise typer.BadParameter(told(str(error))) from None
    return values


def _names(fields: list[str]) -> list[str]:
    from pipeline.store.corrections import FIELDS

    if unknown := [name for name in fields if name not in FIELDS]:
        raise typer.BadParameter(say("error.field_revoked", typed=unknown[0], fields=", ".join(FIELDS)))
    return list(dict.fromkeys(fields))


def review(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    plan: OnlyPlan = None,
    unit: Unit = None,
    unit_level: UnitLevel = None,
    year: Year = None,
    movement: Annotated[
        str | None, typer.Option("--movement", metavar="TEXT", help="The movement (phong trào).")
    ] = None,
    below: Annotated[
        float,
        typer.Option(
            "--below", min=0, max=1, metavar="0..1", help="List what was read with less confidence than this."
        ),
    ] = 0.8,
    limit: Annotated[int | None, typer.Option("--limit", min=0, max=10_000, help="Rows of a page.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what a person should look at, the worst first."""
    from app.render.review import as_typed, show_doubts
    from app.render.terminal import print_json

    with stored() as store:
        rows = store.plans(plan=plan, unit=unit, unit_level=unit_level, year=year, movement=movement)
        found = _reviewed(store, [row.id for row in rows], below)
    shown = found if limit is None else found[:limit]
    if as_json:
        print_json([d.model_dump(mode="json") | {"type": as_typed(d)} for d in shown])
    else:
        show_doubts(shown, len(found))


def _reviewed(store: Store, plan_ids: list[str], below: float) -> list[Doubt]:
    from app.render.progress import bar
    from pipeline.store.review import review as doubts

    with bar() as progress:
        task = progress.add_task(say("review.reading"), total=len(plan_ids))
        return doubts(store, plan_ids, below=below, on_plans=lambda done: progress.advance(task, done))


def history(plan: Plan, as_json: AsJson = False) -> None:
    """Tell what became of a plan: versions, files, corrections, links."""
    from app.render.history import show_history
    from app.render.terminal import print_json
    from pipeline.store.history import history as of

    with stored() as store:
        found = of(store, store.find(plan).id)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        show_history(found)


def remove(
    plan: Plan,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    originals: Annotated[
        bool,
        typer.Option(
            "--originals",
            help="Remove the original files at once too; not where another database keeps its own in the same place.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Remove a plan from the store for good."""
    from app.render.history import show_removed
    from app.render.terminal import print_json
    from pipeline.store.removing import remove as take_away

    with stored(read_only=False) as store:
        found = store.find(plan)
        if not yes:
            _ask(say("remove.sure", plan=found.id, symbol=found.symbol or "—", unit=found.issuer_unit or "—"))
        done = take_away(store, found.id, originals=originals)
    if as_json:
        print_json(done.model_dump(mode="json"))
    else:
        show_removed(done)


def _ask(question: str) -> None:
    """Go on only where a person at a terminal says so."""
    if not sys.stdin.isatty():
        raise typer.BadParameter(say("error.needs_yes"))
    typer.confirm(question, abort=True, err=True)
