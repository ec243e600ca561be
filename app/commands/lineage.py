"""`lineage` and `diff`: what plans descend from, and what one version changed of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.asking import stored
from app.options import AsJson

if TYPE_CHECKING:
    from models.plan import Plan as PlanRead
    from pipeline.store import Store


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
        (name, one), (other_name, other) = _version(store, first), _version(store, second)
    found = difference(one, other)
    if as_json:
        print_json({"same": found.same, **found.model_dump(mode="json")})
    else:
        show_difference(found, (name, other_name))


def _version(store: Store, words: str) -> tuple[str, PlanRead]:
    """A stored version and its name. Raises UsageError for no plan, several, or a version that it has not."""
    from models.errors import UsageError

    plan, at, number = words.rpartition("@")
    asked = at and number.strip().isdecimal() and number.isascii()
    row = store.find(plan if asked else words)
    version = int(number[:9]) if asked else row.version
    if not 1 <= version <= row.version:
        raise UsageError(f"there is no version {version} of {row.id}; its versions are 1 to {row.version}")
    return f"{row.id}@{version}", store.load(row.id, version)
