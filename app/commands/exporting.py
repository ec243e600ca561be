"""Out of the store and back: answers into files, and a whole store as a data package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.exits import complain
from app.options import AsJson
from pipeline.messages import amounts, language, names, say

if TYPE_CHECKING:
    from pipeline.export.package.resources import Mark
    from pipeline.store.query import Answer


def write_answer(answer: Answer, to: Path, *, force: bool, excel: bool) -> None:
    """Write the rows of an answer; the file's suffix says how. What is written is what was counted."""
    from pipeline.export import Options, table, write

    options = Options(lang=language(), excel=excel, words=words())
    count = write(table(answer.question.kind), answer.rows, to, options=options, force=force)
    complain(say("export.written", count=count, file=to))


def words() -> dict[str, dict[str, str]]:
    """By the name of a column, what people call the words that it holds."""
    return {
        "audience": _words("audience"),
        "levels": _words("level"),
        "issuer_level": _words("level"),
        "rounds": _words("round"),
        "round": _words("round"),
        "kind": _words("milestone"),
        "granularity": _words("granularity"),
        "relation": _words("relation"),
        "recurrence": _words("recurrence"),
        "comparator": _words("comparator"),
        "role": _words("role"),
        "topics": _words("topic"),
        "responsibility": _words("responsibility"),
        "corrected": _words("field"),
    }


def _words(group: str) -> dict[str, str]:
    return {word: say(f"{group}.{word}") for word in names(group)}


def export(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The new folder for the data package (Frictionless Data Package).")
    ],
    no_originals: Annotated[bool, typer.Option("--no-originals", help="Leave out the original files.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the package in that folder.")] = False,
    as_json: AsJson = False,
) -> None:
    """Export the whole store as a data package that anyone can read."""
    from app.commands.asking import stored
    from app.render.terminal import print_json
    from pipeline.export.package.writing import export as write

    with stored() as store, _bar() as told:

        def step(done: int, of: int) -> None:
            told(say("export.exporting"), done, of)

        made = write(store, folder, originals=not no_originals, force=force, step=step)
    if as_json:
        print_json({"folder": str(folder), **made.mark.model_dump(), "rows": made.rows})
    else:
        counts = {"plans": made.mark.plans, "rows": sum(made.rows.values()), "originals": made.mark.originals}
        print(say("export.exported", folder=folder, **amounts(counts)))
    _warn(made.mark)


def import_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the data package.")],
    as_json: AsJson = False,
) -> None:
    """Import a data package into an empty store."""
    from app.render.terminal import print_json
    from pipeline.export.package.importing import load
    from pipeline.settings import Settings

    settings = Settings.from_environment()
    with _bar() as told:

        def step(doing: str, done: int, of: int) -> None:
            told(say(f"package.{doing}"), done, of)

        made = load(folder, settings, step)
    if as_json:
        print_json({"folder": str(folder), **made.model_dump(exclude={"mark"})})
    else:
        counts = {"plans": made.plans, "versions": made.versions, "originals": made.originals}
        print(say("export.imported", **amounts(counts)))
    if made.missing:
        complain(say("export.missing", count=made.missing))


import_.__name__ = "import"  # What Python keeps for itself.


def _warn(mark: Mark) -> None:
    if mark.left_out:
        complain(say("export.left_out", count=mark.left_out))
    if mark.classified:
        complain(say("export.classified", count=mark.classified))


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar that tells what is done, how much of it, and how much there is."""
    from app.render.progress import bar

    with bar() as shown:
        task = shown.add_task("", total=None)
        yield lambda doing, done, of: shown.update(task, description=doing, completed=done, total=of)
