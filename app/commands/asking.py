"""From the store: questions, saved questions, full text, and one plan or record in full."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.timeline import Ics, Plans, ask_timeline
from app.options import AsJson, Plan
from app.questions import Excel, Force, Kind, Output, command, question
from pipeline.messages import say

if TYPE_CHECKING:
    from models.document import RawFile
    from models.plan import Plan as PlanRead
    from models.records import Record
    from pipeline.store import Store
    from pipeline.store.history import Identified
    from pipeline.store.query import Answer


@contextmanager
def stored(*, read_only: bool = True) -> Iterator[Store]:
    """The store of the settings in force."""
    from pipeline.settings import Settings
    from pipeline.store import Store

    settings = Settings.from_environment()
    with Store.open(settings.database, settings.home, originals=settings.originals, read_only=read_only) as store:
        yield store


def version_of(store: Store, words: str) -> tuple[str, PlanRead]:
    """The name of a version and the plan: that of `PLAN@N`, or the latest where no number is said.

    Raises UsageError for no plan, several, or a version that it has not.
    """
    from models.errors import UsageError

    plan, at, number = words.rpartition("@")
    asked = at and number.strip().isdecimal() and number.isascii()
    row = store.find(plan if asked else words)
    version = int(number[:9]) if asked else row.version
    if not 1 <= version <= row.version:
        raise UsageError(f"there is no version {version} of {row.id}; its versions are 1 to {row.version}")
    return f"{row.id}@{version}", store.load(row.id, version)


def ask(kind: Kind, asked: dict[str, Any]) -> None:
    """Put a question to the store and print the answer, or write it to a file."""
    why = bool(asked.get("why"))
    if why and asked.get("out"):
        raise typer.BadParameter(say("error.why_to_file"), param_hint="--why")
    with stored() as store:
        answer = store.ask(question(kind, asked))
        reasons = _reasons(store, answer) if why else None
    answered(answer, asked, reasons)


def answered(answer: Answer, asked: dict[str, Any], reasons: dict[str, Identified] | None = None) -> None:
    """Print an answer, or write it to the file that was asked for."""
    if asked.get("out"):
        from app.commands.exporting import write_answer

        write_answer(answer, asked["out"], force=asked["force"], excel=asked["excel"])
    else:
        print_answer(answer, as_json=asked["as_json"], reasons=reasons)


def _reasons(store: Store, answer: Answer) -> dict[str, Identified]:
    """Why each plan of an answer is one."""
    from pipeline.store.history import identified
    from pipeline.store.rows import PlanRow

    return identified(store, [row.id for row in answer.rows if isinstance(row, PlanRow)])


def print_answer(answer: Answer, *, as_json: bool, reasons: dict[str, Identified] | None = None) -> None:
    """A list of rows as JSON; where a page or facets were asked for, with how many there are in all. `reasons` say of
    each plan, by its id, why it is one."""
    from app.render.answers import show_answer
    from app.render.terminal import print_json

    if not as_json:
        show_answer(answer)
        if reasons:
            from app.render.history import show_identified

            for plan in reasons.values():
                show_identified(plan)
        return
    rows = [row.model_dump(mode="json") for row in answer.rows]
    if reasons is not None:
        rows = [row | {"why": reasons[row["id"]].model_dump(mode="json")} for row in rows if row["id"] in reasons]
    asked = answer.question
    if asked.limit is None and not asked.offset and not asked.facets:
        print_json(rows)
        return
    counts = {name: [c.model_dump(mode="json") for c in of] for name, of in answer.facets.items()}
    print_json({"total": answer.total, "offset": asked.offset, "rows": rows, "facets": counts})


_TO_FILE = {"out": Output, "force": Force, "excel": Excel}

_WHY = Annotated[bool, typer.Option("--why", help="Tell why each file is of its plan and version.")]

plans = command("plans", "plans", "List the stored plans.", ask, {"why": _WHY} | _TO_FILE)
clauses = command("clauses", "clauses", "List clauses.", ask, _TO_FILE)
criteria = command("criteria", "criteria", "List criteria.", ask, _TO_FILE)
timeline = command(
    "timeline",
    "milestones",
    "List milestones, or write them as a calendar.",
    ask_timeline,
    {"plans": Plans, "ics": Ics} | _TO_FILE,
)
awards = command("awards", "awards", "List awards.", ask, _TO_FILE)
references = command("references", "references", "List documents that the plans cite.", ask, _TO_FILE)
assignments = command("assignments", "assignments", "List assignments.", ask, _TO_FILE)
quantities = command("quantities", "quantities", "List targets and limits in numbers.", ask, _TO_FILE)


def show(
    plan: Plan,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Print the id, the page and the whole quote of every record.")
    ] = False,
    version: Annotated[
        int | None, typer.Option("--version", min=1, help="Which version; the latest where left out.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show a plan with its records and evidence."""
    from app.render.terminal import print_json
    from models.interchange import dump
    from pipeline.store.correcting import listed

    with stored() as store:
        plan_id = store.find(plan).id
        found, made = store.load(plan_id, version), listed(store, plan_id)
    if as_json:
        shown = {"field", "value", "by", "why", "at"}
        print_json(dump(found) | {"corrections": [c.model_dump(mode="json", include=shown) for c in made]})
        return
    if evidence:
        from app.render.evidence import show_evidence

        show_evidence(found)
        return
    from app.render.show import show_plan

    show_plan(found, made)


def evidence(
    record: Annotated[
        str,
        typer.Argument(
            metavar="RECORD", help="The record's id, or how it begins; kehoach show PLAN --evidence lists them."
        ),
    ],
    png: Annotated[bool, typer.Option("--png", help="Draw the page as a PNG file with the quote marked.")] = False,
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for the PNG files.")] = Path(),
    as_json: AsJson = False,
) -> None:
    """Show the evidence of one record: page, quote, picture."""
    from app.render.evidence import as_json as evidence_json
    from app.render.evidence import show_record
    from app.render.terminal import print_json

    with stored() as store:
        plan, found = store.record(record)
        files = _pictures(store.original(plan), plan, found, folder) if png else []
    if as_json:
        print_json(evidence_json(plan, found) | {"files": [str(f) for f in files]})
    else:
        show_record(plan, found, files)


def _pictures(raw: RawFile, plan: PlanRead, record: Record, folder: Path) -> list[Path]:
    """Each page that the record stands on as a PNG, its quote marked. Raises UsageError where there are no pages."""
    from models.errors import UsageError
    from pipeline.read.isolated import Isolated

    boxes = [b for mention in record.evidence for s in mention.spans for b in plan.document.locate(s)]
    if not boxes:
        raise UsageError(f"{raw.source} has no pages to show; its quote: kehoach evidence {record.id}")
    sizes = {p.number: (p.width or 0.0, p.height or 0.0) for p in plan.document.pages}
    files = []
    with Isolated() as reader:
        for page in sorted({b.page for b in boxes}):
            file = folder / f"{record.id}-p{page}.png"
            file.write_bytes(reader.draw(raw, page, boxes, sizes[page]))
            files.append(file)
    return files
